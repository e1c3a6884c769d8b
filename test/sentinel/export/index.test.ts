import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { EXIT } from '../../../src/core/errors.ts';
import { EMPTY_ENVIRONMENT } from '../../../src/kql/schema.ts';
import { createSurveyor } from '../../../src/kql/survey.ts';
import { armTemplates, type SavedSearch, TEMPLATE_LIMITS } from '../../../src/sentinel/export/arm.ts';
import { connectorsFor } from '../../../src/sentinel/export/connectors.ts';
import { entitiesIn } from '../../../src/sentinel/export/entities.ts';
import { yamlFile } from '../../../src/sentinel/export/yaml.ts';
import { idOf } from '../../../src/sentinel/names.ts';
import { type ArmTemplate, createArm } from '../../support/arm.ts';
import { createExportWorld, type ExportWorld } from '../../support/exports.ts';
import { CORPUS, hasCorpus, SAMPLES } from '../../support/world.ts';

let world: ExportWorld | undefined;
afterEach(() => world?.close());

/** Sentinel's tactics, as Azure-Sentinel's hunting queries may name them. */
const TACTICS = [
  'InitialAccess',
  'Execution',
  'Persistence',
  'PrivilegeEscalation',
  'DefenseEvasion',
  'CredentialAccess',
  'Discovery',
  'LateralMovement',
  'Collection',
  'Exfiltration',
  'CommandAndControl',
  'Impact',
  'Reconnaissance',
  'ResourceDevelopment',
  'ImpairProcessControl',
  'InhibitResponseFunction',
] as const;

/**
 * Of ValidConnectorIds.json in https://github.com/Azure/Azure-Sentinel (and BehaviorAnalytics, which its hunting queries name),
 * those we may use.
 */
const CONNECTORS = [
  'MicrosoftThreatProtection',
  'AzureActiveDirectory',
  'AWS',
  'AzureActivity',
  'AzureMonitor(IIS)',
  'AzureMonitor(VMInsights)',
  'AzureMonitor(WireData)',
  'BehaviorAnalytics',
  'CEF',
  'DNS',
  'Office365',
  'SecurityEvents',
  'Syslog',
  'ThreatIntelligence',
  'WindowsFirewall',
] as const;

const line = z.string().regex(/^[^\n]+$/);

/** The form of a hunting query in https://github.com/Azure/Azure-Sentinel, read off its files. */
/** Of https://learn.microsoft.com/azure/sentinel/entities-reference. */
const ENTITY_TYPES = [
  ...['Account', 'Host', 'IP', 'URL', 'DNS', 'File', 'FileHash', 'Process', 'RegistryKey', 'Mailbox', 'MailMessage'],
  ...['CloudApplication', 'AzureResource'],
];

const huntingQuery = z.strictObject({
  id: z.uuid(),
  name: line.max(100),
  description: z.string().min(1).max(4100),
  requiredDataConnectors: z.array(
    z.strictObject({ connectorId: z.enum(CONNECTORS), dataTypes: z.array(z.string().regex(/^\w+$/)).min(1) }),
  ),
  tactics: z.array(z.enum(TACTICS)),
  relevantTechniques: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/)),
  query: z.string().min(1),
  entityMappings: z
    .array(
      z.strictObject({
        entityType: z.enum(ENTITY_TYPES),
        fieldMappings: z
          .array(z.strictObject({ identifier: line, columnName: z.string().regex(/^\w+$/) }))
          .min(1)
          .max(3),
      }),
    )
    .min(1)
    .max(10)
    .optional(),
  version: z.string().regex(/^1\.(?:0|20\d{6})\.\d+$/),
  metadata: z.strictObject({
    source: z.strictObject({ kind: z.literal('Community') }),
    author: z.strictObject({ name: line }),
    support: z.strictObject({ tier: z.literal('Community') }),
    categories: z.strictObject({ domains: z.array(line).min(1) }),
  }),
  tags: z.array(z.record(z.string(), line).refine((tag) => Object.keys(tag).length === 1)),
});

function resourcesOf(template: ArmTemplate) {
  const deployment = { subscriptionId: 's', resourceGroup: 'g', location: 'l', parameters: { workspace: 'soc-logs' } };
  return createArm({ ...template, variables: {}, outputs: {} }, deployment).resources();
}

interface Properties {
  readonly etag: string;
  readonly category: string;
  readonly displayName: string;
  readonly query: string;
  readonly version: number;
  readonly tags: readonly { readonly name: string; readonly value: string }[];
}

/** Id to properties, of every template among these files, worked out as Azure does. */
function deployed(files: Iterable<readonly [string, Buffer | string]>): Map<string, Properties> {
  const templates = [...files].filter(([path]) => /^hunting-queries-\d+\.json$/.test(path));
  return new Map(
    templates.flatMap(([, content]) =>
      resourcesOf(JSON.parse(content.toString())).map(({ name, properties }) => {
        expect(name).toMatch(/^soc-logs\/[0-9a-f-]{36}$/);
        return [name.slice('soc-logs/'.length), properties as unknown as Properties] as const;
      }),
    ),
  );
}

describe('the exported hunting queries', () => {
  const inputs: [string, string, boolean][] = [
    ['the sample briefings', SAMPLES, true],
    ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
  ];
  for (const [title, briefings, present] of inputs) {
    test.skipIf(!present)(`${title}: files and templates hold the same`, async () => {
      world = createExportWorld(briefings);
      expect(await world.run('sentinel')).toBe(EXIT.ok);
      const report = JSON.parse(world.printed.at(-1) ?? '');
      const files = world.files();
      const searches = deployed(files);
      const yaml = [...files].filter(([path]) => path.endsWith('.yaml'));
      const queries = new Map(
        yaml.map(([path, content]) => {
          const query = huntingQuery.parse(parse(content.toString()));
          expect(path).toMatch(new RegExp(`^Hunting Queries/[a-z0-9-]+-${query.id}\\.yaml$`));
          return [query.id, query] as const;
        }),
      );
      expect(searches.size).toBe(report.counts['hunting queries']);
      expect(searches.size).toBeGreaterThan(10);
      expect([...queries.keys()].sort()).toEqual([...searches.keys()].sort());
      const names = [...queries.values()].map(({ name }) => name.toLowerCase());
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);

      for (const [id, { etag, category, displayName, query, version, tags }] of searches) {
        expect([etag, category, version]).toEqual(['*', 'Hunting Queries', 2]);
        const file = queries.get(id);
        const fromFile = [
          // The other lines have no room in a tag.
          { name: 'description', value: file?.description.split('\n').find((line) => line.startsWith('Severity ')) },
          { name: 'tactics', value: file?.tactics.join(',') },
          { name: 'techniques', value: file?.relevantTechniques.join(',') },
          ...(file?.tags ?? []).flatMap((tag) => Object.entries(tag).map(([name, value]) => ({ name, value }))),
        ].filter(({ value }) => value !== '');
        expect({ query, tags }).toEqual({ query: file?.query, tags: fromFile });
        expect(file?.description.split('\n')[0]).toContain(displayName);
        expect(idOf(tags.find(({ name }) => name === 'huntsync.key')?.value ?? '')).toBe(id);
        expect(tags.length).toBeLessThanOrEqual(15);
      }
    });
  }

  test('are the same to the byte each time', async () => {
    world = createExportWorld(SAMPLES);
    await world.run('sentinel');
    const first = world.files();
    await world.run('sentinel');
    expect(
      JSON.parse(world.printed.at(-1) ?? '').files.every(({ outcome }: { outcome: string }) => outcome === 'unchanged'),
    ).toBe(true);
    expect(world.files()).toEqual(first);
  });
});

const tag = fc.record({
  name: fc.constantFrom('description', 'huntsync.key', 'x'),
  value: fc.string({ maxLength: 40 }),
});
const brackets = fc.string({ unit: fc.constantFrom('[', ']', "'", '(', ')', 'a', ' '), minLength: 1, maxLength: 8 });
const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  brackets,
  fc.constantFrom("[parameters('x')]", '[[x]', '[x] y', '[]'),
);
const search: fc.Arbitrary<SavedSearch> = fc.record({
  id: fc.uuid(),
  properties: fc.record({
    category: fc.constant('Hunting Queries'),
    displayName: text,
    query: text,
    version: fc.constant(2 as const),
    tags: fc.array(fc.oneof(tag, fc.record({ name: brackets, value: text })), { maxLength: 4 }),
  }),
});

describe('templates', () => {
  test('make any text arrive as it is, bracketed or not', () => {
    fc.assert(
      fc.property(fc.uniqueArray(search, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }), (searches) => {
        const found = deployed(armTemplates(searches).map(({ path, content }) => [path, content] as const));
        expect([...found]).toEqual(searches.map(({ id, properties }) => [id, { etag: '*', ...properties }]));
      }),
      { numRuns: 500 },
    );
  });

  const many = (count: number, length = 10): SavedSearch[] =>
    Array.from({ length: count }, (_, n) => ({
      id: idOf(`k${n}`),
      properties: {
        category: 'Hunting Queries',
        displayName: `Hunt ${n}`,
        query: 'é'.repeat(length),
        version: 2,
        tags: [],
      },
    }));

  test('hold no more than 800 resources each, and lose none', () => {
    const templates = armTemplates(many(1700));
    expect(templates.map(({ path }) => path)).toEqual([
      'hunting-queries-1.json',
      'hunting-queries-2.json',
      'hunting-queries-3.json',
    ]);
    expect(templates.map(({ content }) => JSON.parse(content.toString()).resources.length)).toEqual([800, 800, 100]);
    const ids = [...deployed(templates.map(({ path, content }) => [path, content] as const)).keys()];
    expect(ids).toEqual(many(1700).map(({ id }) => id));
    expect(armTemplates([])).toEqual([]);
  });

  test('are no larger than 4 MB each, and nearly full', () => {
    const templates = armTemplates(many(300, 30_000));
    const sizes = templates.map(({ content }) => Buffer.byteLength(content));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(TEMPLATE_LIMITS.bytes);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(TEMPLATE_LIMITS.bytes - 70_000);
    expect(templates.flatMap(({ content }) => JSON.parse(content.toString()).resources).length).toBe(300);
  });
});

describe('a file', () => {
  const survey = { tables: [], columns: new Map<string, string>() };

  test('says what any query says', () => {
    const query = fc.oneof(
      text,
      fc.string({
        unit: fc.constantFrom(
          'a',
          '\n',
          ' ',
          '\t',
          '|',
          '#',
          ':',
          '"',
          "'",
          '-',
          '\\',
          'é',
          '\r',
          '\u2028',
          '\u0085',
          '\ufeff',
        ),
        minLength: 1,
      }),
    );
    fc.assert(
      fc.property(search, query, ({ id, properties }, kql) => {
        const { content } = yamlFile({ id, properties: { ...properties, query: kql } }, survey);
        expect(parse(content.toString()).query).toBe(kql);
        expect(parse(content.toString()).name).toBe(properties.displayName);
      }),
      { numRuns: 1000 },
    );
  });

  test('is read alike by readers of YAML 1.1, whatever a title looks like', () => {
    const titles = ['2026-02-30', 'no', '1:30', '0o17', '1e3', '~', 'a\u0085b\u2028c', '\ufeffa', '=', '<<'];
    for (const displayName of titles) {
      const [{ id, properties } = { id: '', properties: undefined as never }] = fc.sample(search, 1);
      const tags = [
        { name: 'description', value: displayName },
        { name: 'huntsync.sources', value: displayName },
      ];
      const { content } = yamlFile(
        { id, properties: { ...properties, displayName, tags, query: displayName } },
        survey,
      );
      for (const version of ['1.1', '1.2'] as const) {
        const told = { name: displayName, description: displayName, query: displayName };
        expect(parse(content.toString(), { version })).toMatchObject({
          ...told,
          tags: [{ 'huntsync.sources': displayName }],
        });
      }
      expect(content).not.toMatch(/[\u0085\u2028\u2029\ufeff]/);
    }
  });

  test('has a name of its own, whatever the title', () => {
    fc.assert(
      fc.property(search, ({ id, properties }) => {
        const { path } = yamlFile({ id, properties }, survey);
        expect(path).toMatch(/^Hunting Queries\/[a-z0-9]+(-[a-z0-9]+)*\.yaml$/);
        expect(path.endsWith(`-${id}.yaml`)).toBe(true);
      }),
    );
  });
});

describe('what a query reads and shows', () => {
  const look = createSurveyor({
    ...EMPTY_ENVIRONMENT,
    tables: { MyApp_CL: { TimeGenerated: 'datetime', Host: 'string' } },
  });

  test('is read off its syntax, not off its words', () => {
    const { tables, columns } = look(`let recent = DeviceProcessEvents | where TimeGenerated > ago(1d);
// SigninLogs are not read
recent | join kind=inner (DeviceNetworkEvents | where RemoteUrl has "AuditLogs") on DeviceId
| project DeviceName, AccountName, AccountDomain, RemoteIP, Hits = 1`);
    expect(tables).toEqual(['DeviceNetworkEvents', 'DeviceProcessEvents']);
    expect([...columns]).toEqual([
      ['DeviceName', 'string'],
      ['AccountName', 'string'],
      ['AccountDomain', 'string'],
      ['RemoteIP', 'string'],
      ['Hits', 'long'],
    ]);
    expect(connectorsFor(tables)).toEqual([
      { connectorId: 'MicrosoftThreatProtection', dataTypes: ['DeviceNetworkEvents', 'DeviceProcessEvents'] },
    ]);
    expect(entitiesIn(columns)).toEqual([
      { entityType: 'Host', fieldMappings: [{ identifier: 'FullName', columnName: 'DeviceName' }] },
      {
        entityType: 'Account',
        fieldMappings: [
          { identifier: 'Name', columnName: 'AccountName' },
          { identifier: 'NTDomain', columnName: 'AccountDomain' },
        ],
      },
      { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'RemoteIP' }] },
    ]);
  });

  test('is read from the entity columns where the query has them, three identifiers at most', () => {
    const query = `DeviceProcessEvents
| project TimeGenerated, DeviceName, AccountName
| extend Account_0_Name = AccountName, Account_0_NTDomain = "", Account_0_UPNSuffix = "", Account_0_Sid = ""
| extend Host_0_HostName = DeviceName, Host_1_HostName = DeviceName`;
    expect(entitiesIn(look(query).columns)).toEqual([
      {
        entityType: 'Account',
        fieldMappings: ['Name', 'NTDomain', 'UPNSuffix'].map((identifier) => ({
          identifier,
          columnName: `Account_0_${identifier}`,
        })),
      },
      { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'Host_0_HostName' }] },
      { entityType: 'Host', fieldMappings: [{ identifier: 'HostName', columnName: 'Host_1_HostName' }] },
    ]);
  });

  test('is left out where it is not certain', () => {
    expect(entitiesIn(look('DeviceProcessEvents | summarize make_set(DeviceName) by FolderPath').columns)).toEqual([]);
    expect(
      entitiesIn(look('DeviceProcessEvents | summarize DeviceName = make_set(DeviceName) by FolderPath').columns),
    ).toEqual([]);
    expect(look('MyApp_CL | take 5').tables).toEqual(['MyApp_CL']);
    expect(connectorsFor(['MyApp_CL', 'SecurityAlert', 'SigninLogs', 'Syslog'])).toEqual([
      { connectorId: 'AzureActiveDirectory', dataTypes: ['SigninLogs'] },
      { connectorId: 'Syslog', dataTypes: ['Syslog'] },
    ]);
    expect(look('search "x"').tables).toEqual([]);
  });
});
