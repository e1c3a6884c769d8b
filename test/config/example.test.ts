import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ROOT } from '../support/world.ts';

const EXAMPLE = readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8');
const ENV = {
  SPLUNK_TOKEN: 'token-1234',
  HEC_TOKEN: 'token-5678',
  GITHUB_TOKEN: 'token-9012',
  AZURE_CLIENT_SECRET: 'secret-3456',
};

function load(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-example-'));
  cpSync(join(ROOT, 'config/feeds.yaml'), join(folder, 'feeds.yaml'));
  const file = join(folder, 'huntsync.yaml');
  writeFileSync(file, text);
  return loadConfig(file, ENV);
}

test('the example is a configuration as it stands', () => {
  expect(load(EXAMPLE).platforms.map(({ kind }) => kind)).toEqual(['splunk', 'sentinel']);
});

test('so it is with every option switched on that it shows', () => {
  // An option that is off is `# name: value`, at any depth; an explanation is a sentence.
  const all = EXAMPLE.replace(/^(\s*)# (?=\s*(?:- (?:\{|kind:)|[a-zA-Z]+:( |$)))/gm, '$1');
  const config = load(all.replace('enabled: false', 'enabled: true'));
  expect(config.sources.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['briefings', 'rss', 'kev', 'ghsa']));
  expect(config.platforms).toMatchObject([
    { enterpriseSecurity: true, records: { kvStore: true, hec: { index: 'threat_intel' } } },
    { records: { ruleId: expect.stringMatching(/^dcr-/), threatIntelligence: true } },
  ]);
});
