import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../../src/config/schema.ts';
import type { SentinelConfig } from '../../../src/sentinel/config.ts';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { RECORD_TYPES } from '../../../src/sync/records/schema.ts';
import { SETTINGS } from '../../support/siems.ts';
import { deploy, ofType, PRINCIPAL, read, readTemplate } from './deploy.ts';
import { faults } from './kql.ts';

const readme = read('README.md');
const fences = (language: string) =>
  [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, kind, text]) => (kind === language ? [text ?? ''] : []));

test('its queries run in the workspace', () => {
  expect(fences('kql').length).toBeGreaterThan(3);
  for (const query of fences('kql')) expect(faults(query.trimEnd())).toEqual([]);
});

test('its configuration is one', () => {
  const [yaml] = fences('yaml');
  const config = configSchema(SETTINGS).parse({ sources: [{ kind: 'briefings', path: './b' }], ...parse(yaml ?? '') });
  const [platform] = config.platforms;
  expect((platform as SentinelConfig | undefined)?.records?.ruleId).toMatch(/^dcr-/);
  const { records } = deploy({}, () => ({ endpoints: { logsIngestion: 'x' }, immutableId: 'y' })).outputs();
  for (const field of Object.keys(records as object)) expect(yaml).toContain(`${field}: `);
});

test('its command deploys these files', () => {
  const commands = fences('sh').join('');
  expect(commands).toContain(
    'az deployment group create -g soc -f sentinel/azuredeploy.json -p @sentinel/azuredeploy.parameters.json\n',
  );
  const named = [...readme.matchAll(/properties\.outputs\.(\w+)\.value/g)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(Object.keys(readTemplate().outputs)));
});

test('its table has every parameter, with its default', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \|(?: `(.*?)`)? \| .+ \|$/gm)].map(([, name, value]) => [name, value]);
  const declared = Object.entries(readTemplate().parameters).map(([name, { defaultValue }]) => [
    name,
    defaultValue === undefined ? undefined : String(defaultValue),
  ]);
  expect(rows).toEqual(declared);
});

describe('what it names is what is deployed', () => {
  test('tables, functions, rule and role', () => {
    for (const type of RECORD_TYPES) {
      expect(readme).toContain(`\`${RECORD_NAMES[type].table}\``);
      expect(readme).toContain(`\`${RECORD_NAMES[type].function}\``);
    }
    const [rule] = ofType('Microsoft.Insights/dataCollectionRules');
    expect(readme).toContain(`data-collection rule delete -g soc -n ${rule?.name}`);
    const [role] = deploy({ principalId: PRINCIPAL })
      .resources()
      .filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions');
    expect(readme).toContain(`az role definition delete --name "${role?.properties['roleName']}"`);
  });

  test('removing takes away every table and function', () => {
    const [, removal = ''] = readme.split('## Remove');
    for (const type of RECORD_TYPES) {
      expect(removal).toMatch(new RegExp(`for t in [^;]*\\b${RECORD_NAMES[type].table}\\b`));
      expect(removal).toMatch(new RegExp(`for f in [^;]*\\b${RECORD_NAMES[type].function}\\b`));
    }
  });
});

test('its script puts a changed workbook into the template', () => {
  const [, script = ''] = /<<'END'\n(.*?)^END$/ms.exec(fences('sh').join('')) ?? [];
  const cwd = mkdtempSync(join(tmpdir(), 'huntsync-sentinel-'));
  try {
    mkdirSync(join(cwd, 'sentinel'));
    writeFileSync(join(cwd, 'sentinel/workbook.json'), '{\n  "items": ["new"]\n}\n');
    writeFileSync(join(cwd, 'sentinel/azuredeploy.json'), read('azuredeploy.json'));
    execFileSync(process.execPath, ['--input-type=module'], { cwd, input: script });
    const written = JSON.parse(readFileSync(join(cwd, 'sentinel/azuredeploy.json'), 'utf8')) as unknown;
    const template = readTemplate();
    expect(written).toEqual({ ...template, variables: { ...template.variables, workbook: '{"items":["new"]}' } });
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

test('says plainly what is not proved', () => {
  expect(readme).toContain('**This template was not deployed to a live Azure.**');
});
