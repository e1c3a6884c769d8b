import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { readConf } from '../src/sandbox/installed-app.ts';

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };

describe('the Splunk app', () => {
  const conf = readConf(at('splunk_app/default/app.conf'));

  test('has one id and the version of the package everywhere', () => {
    expect([conf['package']?.['id'], conf['id']?.['name']]).toEqual(['huntsync', 'huntsync']);
    expect([conf['launcher']?.['version'], conf['id']?.['version']]).toEqual([version, version]);
    expect(conf['install']).toMatchObject({ is_configured: '0', state: 'enabled' });
  });

  test('brings nothing that an app may not bring', () => {
    const files = globSync('**/*', { cwd: at('splunk_app').pathname, dot: true });
    expect(files.filter((file) => /^(local|users)\/|local\.meta|passwords\.conf|\/\.|^\./.test(file))).toEqual([]);
    expect(readConf(at('splunk_app/metadata/default.meta'))['macros']).toEqual({ export: 'none' });
  });
});
