import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configurationSchema } from '../support/pages/config-schema.ts';
import { ROOT } from '../support/world.ts';

const text = await configurationSchema();
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(text));
const variable = (name: string) => `\${${name}}`;
const read = (file: string) => parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, unknown>;

/** After a change of the configuration: `npm run docs`. */
test('config/huntsync.schema.json is the schema of the code', async () => {
  await expect(text).toMatchFileSnapshot(join(ROOT, 'config/huntsync.schema.json'));
});

describe('an editor that knows it', () => {
  test.each([
    'config/huntsync.example.yaml',
    'config/sandbox.yaml',
    ...globSync('config/deploy/**/huntsync.yaml', { cwd: ROOT }),
  ])('finds nothing wrong in %s', (file) => {
    validate(read(file));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('marks a key that does not exist, a wrong value and a missing one', () => {
    const good = { sources: [{ kind: 'briefings', path: './b' }], platforms: [] as unknown[] };
    expect(validate({ ...good, polcy: {} })).toBe(false);
    expect(validate({ ...good, policy: { onDrift: 'keeep' } })).toBe(false);
    expect(validate({ ...good, platforms: [{ kind: 'splunk', name: 's' }] })).toBe(false);
  });

  test('shows what each key is for, and takes a variable for any value', () => {
    const { properties } = JSON.parse(text);
    expect(properties.policy.properties.onDrift.description).toMatch(/edit|drift/i);
    const platform = {
      kind: 'splunk',
      name: 's',
      url: variable('SPLUNK_URL'),
      token: variable('SPLUNK_TOKEN'),
      app: 'huntsync',
    };
    validate({ sources: [{ kind: 'briefings', path: './b' }], platforms: [platform] });
    expect(validate.errors ?? []).toEqual([]);
  });

  test('is told by the first line of the example', () => {
    const [line] = readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8').split('\n');
    expect(line).toBe('# yaml-language-server: $schema=./huntsync.schema.json');
  });
});
