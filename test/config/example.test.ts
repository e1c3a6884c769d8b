import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { configSchema } from '../../src/config/schema.ts';
import { SETTINGS } from '../support/siems.ts';
import { ROOT } from '../support/world.ts';

const EXAMPLE = readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8');
const ENV = {
  SPLUNK_TOKEN: 'token-1234',
  SPLUNK_USERNAME: 'huntsync',
  SPLUNK_PASSWORD: 'password-1234',
  HEC_TOKEN: 'token-5678',
  PROXY_USERNAME: 'soc',
  PROXY_PASSWORD: 'password-5678',
  GITHUB_TOKEN: 'token-9012',
  VERIFIER_KEY: 'key-9012',
  AZURE_TOKEN: 'token-3456',
  AZURE_CLIENT_SECRET: 'secret-3456',
  ACME__SPLUNK_TOKEN: 'token-7890',
  NOTIFY_URL: 'https://hooks.example/T0/B0/x',
};

function load(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-example-'));
  cpSync(join(ROOT, 'config/feeds.yaml'), join(folder, 'feeds.yaml'));
  cpSync(join(ROOT, 'config/tenants'), join(folder, 'tenants'), { recursive: true });
  const file = join(folder, 'huntsync.yaml');
  writeFileSync(file, text);
  return loadConfig(file, { env: ENV, siems: SETTINGS });
}

interface Alternative {
  readonly mark: string;
  readonly indent: string;
  /** The lines that stand for the one before it. */
  readonly lines: string;
}

/** The example with every option switched on, and what it says to write in place of a line (`# or name: value`). */
function switchedOn(): { text: string; alternatives: Alternative[] } {
  const alternatives: Alternative[] = [];
  const marked = EXAMPLE.replace(/^( *(?:# +)?)# or (.*\n(?:\1# {4}.*\n)*)/gm, (_, before: string, block: string) => {
    const indent = before.replace('# ', '');
    const mark = `#alternative ${alternatives.length};`;
    const lines = block
      .split('\n')
      .filter(Boolean)
      .map((line, index) => indent + (index === 0 ? line : line.slice(before.length + '#    '.length)));
    alternatives.push({ mark, indent, lines: lines.join('\n') });
    return `${mark}\n`;
  });
  // An option that is off is `# name: value`, at any depth; an explanation is a sentence.
  const all = marked.replace(/^(\s*)# (?=\s*(?:- (?:\{|kind:|format:)|[a-zA-Z]+:( |$)))/gm, '$1');
  return { text: all.replace('enabled: false', 'enabled: true'), alternatives };
}

/** The text with one alternative in place of the line that it is another way to write. */
function withAlternative(text: string, { mark, indent, lines }: Alternative): string {
  const before = text.slice(0, text.indexOf(mark)).split('\n');
  const at = before.findLastIndex((line) => line.startsWith(indent) && /^[a-z]/i.test(line.slice(indent.length)));
  return [...before.slice(0, at), lines, ...before.slice(at + 1), text.slice(text.indexOf(mark))].join('\n');
}

const { text: ALL, alternatives: ALTERNATIVES } = switchedOn();
const VARIANTS = [ALL, ...ALTERNATIVES.map((alternative) => withAlternative(ALL, alternative))];

test('the example is a configuration as it stands', () => {
  expect(load(EXAMPLE).platforms.map(({ kind }) => kind)).toEqual(SETTINGS.map(({ kind }) => kind));
});

test('so it is with every option switched on that it shows', () => {
  const config = load(ALL);
  expect(config.sources.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['briefings', 'rss', 'kev', 'ghsa']));
  const platform = (kind: string) => config.platforms.find((own) => own.kind === kind);
  expect(platform('splunk')).toMatchObject({
    enterpriseSecurity: true,
    records: { kvStore: true, hec: { index: 'threat_intel' } },
  });
  expect(platform('sentinel')).toMatchObject({
    records: { ruleId: expect.stringMatching(/^dcr-/), threatIntelligence: true },
  });
});

test.each(ALTERNATIVES.map((alternative) => [alternative.lines.trim(), alternative] as const))(
  'and with “%s” in place of the line before it',
  (_, alternative) => {
    expect(() => load(withAlternative(ALL, alternative))).not.toThrow();
  },
);

type JsonSchema = Readonly<Record<string, unknown>>;

/** Every key of a schema, by its path; entries of a list go by their `kind`, and keys that a user chooses are left out. */
function keysOf(schema: JsonSchema, path: readonly string[] = []): string[] {
  const members = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => (schema[name] ?? []) as JsonSchema[]);
  const items = schema['items'] ? [schema['items'] as JsonSchema] : [];
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const kind = properties['kind']?.['const'];
  const here = typeof kind === 'string' ? [...path, kind] : path;
  return [
    ...[...members, ...items].flatMap((member) => keysOf(member, path)),
    ...Object.entries(properties).flatMap(([name, value]) => [
      [...here, name].join('.'),
      ...keysOf(value, [...here, name]),
    ]),
  ];
}

/** The same of a configuration's value. */
function pathsOf(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  const here = 'kind' in value ? [...path, String(value.kind)] : path;
  return Object.entries(value).flatMap(([name, held]) => [
    [...here, name].join('.'),
    ...pathsOf(held, [...here, name]),
  ]);
}

test('it names every key that a configuration may have', () => {
  const keys = new Set(
    keysOf(z.toJSONSchema(configSchema(SETTINGS), { io: 'input', unrepresentable: 'any' }) as JsonSchema),
  );
  expect([...keys]).toEqual(
    expect.arrayContaining([
      'sources.ghsa.maxPages',
      'platforms.splunk.schedule.window',
      'platforms.sentinel.auth.managedIdentityClientId',
      'platforms.sentinel.records.threatIntelligence.endpoint',
      'policy.adopt',
      'environment.splunk.dataModels',
    ]),
  );
  const named = new Set(VARIANTS.flatMap((text) => pathsOf(parse(text))));
  expect([...keys].filter((key) => !named.has(key))).toEqual([]);
});
