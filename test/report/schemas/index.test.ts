import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { articles } from '../../../src/commands/articles.ts';
import { catalogue } from '../../../src/commands/catalogue.ts';
import { check } from '../../../src/commands/check.ts';
import { collect } from '../../../src/commands/collect.ts';
import { doctor } from '../../../src/commands/doctor.ts';
import { explain } from '../../../src/commands/explain.ts';
import { exportHunts } from '../../../src/commands/export.ts';
import { feeds } from '../../../src/commands/feeds.ts';
import { hunts } from '../../../src/commands/hunts.ts';
import { plan } from '../../../src/commands/plan.ts';
import { prove } from '../../../src/commands/prove.ts';
import { queue } from '../../../src/commands/queue.ts';
import { run } from '../../../src/commands/run.ts';
import { sandbox } from '../../../src/commands/sandbox.ts';
import { status } from '../../../src/commands/status.ts';
import { sync } from '../../../src/commands/sync.ts';
import { undo } from '../../../src/commands/undo.ts';
import { LANGUAGES } from '../../../src/quoting/languages.ts';
import { findCode } from '../../../src/report/codes.ts';
import { type StandInServer, serve } from '../../../src/sandbox/server.ts';
import { SIEMS } from '../../../src/siems.ts';
import { AREAS } from '../../support/codes.ts';
import { createWorld, ROOT, SAMPLES, type World, writeBriefing } from '../../support/world.ts';

/** The committed schema of an output. */
function schemaText(name: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'config/schemas', `${name}.schema.json`), 'utf8'));
}

const DAMAGED = `# [HIGH] Cut in the middle

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/cut

## Indicators of compromise

- **CVE:** \`CVE-2026-0001\`
- something else

## Recommended hunts

### No query here

### Refused and repaired

\`UC_1_0\` · phase: **exploit** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
| tstats count from datamodel=Endpoint.Malware by Malware.dest
\`\`\`

**Defender KQL:**
\`\`\`kql
DeviceProcessEvents
| where Timestamp > ago(90d)
| where FileName == "a.exe"
\`\`\`

### Broken

\`UC_1_1\` · phase: **exploit** · confidence: **High**

**Defender KQL:**
\`\`\`kql
NoSuchTable | take 1
\`\`\`
`;

const feedText = (address: string) => `<rss><channel><title>Made up</title>
<item><title>Loader in a package</title><link>${address}/gone</link><pubDate>some day</pubDate>
<description>A package update ran postinstall.sh and wrote /tmp/.cache/loader.bin from hxxps://cdn.badpkg[.]com/a.</description></item>
</channel></rss>`;

let world: World;
let web: StandInServer;
/** Every JSON that was printed, with the name of its schema. */
const outputs: { readonly name: string; readonly json: unknown }[] = [];

/** Runs a command and takes what it printed: one JSON, or one a line. */
async function take(name: string, run: () => Promise<unknown>): Promise<void> {
  world.printed.splice(0);
  await run();
  for (const line of world.printed) outputs.push({ name, json: JSON.parse(line) });
}

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  web = await serve(({ path }) =>
    path === '/feed' ? { status: 200, body: feedText(web.url) } : { status: 404, body: 'not here' },
  );
  writeBriefing(world, 'damaged.md', DAMAGED);
  writeBriefing(world, 'notes.md', 'Notes.');
  const { config, folder, sandbox: running } = world;
  const context = { ...world.context, stateDir: join(folder, 'state') };
  const paths = [join(folder, 'briefings')];
  const json = true;

  await take('articles', () => articles({ paths, json }, context));
  await take('article', () => articles({ paths, jsonl: true }, context));
  await take('hunts', () => hunts({ paths, json }, context));
  await take('hunt', () => hunts({ paths, jsonl: true }, context));
  await take('check', () => check({ paths, json }, context));
  await take('catalogue', () => catalogue({ json }, context));
  const useCases = [
    'UC_LSASS',
    'UC_SUPPLY_CHAIN',
    'UC_RANSOM_ENCRYPT',
    'UC_K8S_PRIV_POD',
    'UC_AWS_PERSISTENCE',
    'UC_UAC_BYPASS',
  ];
  for (const id of useCases) {
    await take('catalogue-use-case', () => catalogue({ id, json }, context));
  }
  await take('prove', () => prove({ paths, json }, context));
  await take('prove', () => prove({ paths: ['UC_LSASS', 'UC_RANSOM_ENCRYPT', 'UC_BEACONING'], json }, context));
  const faulty = join(ROOT, 'test/fixtures/catalogue/faulty');
  await take('catalogue-lint', () => catalogue({ lint: true, folder: faulty, json }, context));
  for (const kind of ['splunk', 'sentinel', 'navigator', 'stix']) {
    await take('export', () => exportHunts({ kind, folder: join(folder, kind), config, json }, context));
  }
  await take('explain', () => explain({ json }, context));
  await take('explain', () => explain({ code: 'KS142', json }, context));
  await take('sandbox', () => sandbox({ json }, { ...context, signal: AbortSignal.abort() }));

  const opml = join(folder, 'feeds.opml');
  writeFileSync(opml, '<opml><outline text="A" xmlUrl="https://a.example/feed"/><outline xmlUrl="file:///x"/></opml>');
  await take('feeds', () => feeds({ file: opml, json }, context));
  const feedConfig = join(folder, 'feeds.yaml');
  const source = (name: string) =>
    `{ kind: rss, name: ${name}, url: "${web.url}/${name}", allowPrivateAddresses: true, fullText: true }`;
  writeFileSync(feedConfig, `sources: [${source('feed')}, ${source('lost')}]\nplatforms: []\n`);
  await take('collect', () => collect({ config: feedConfig, out: join(folder, 'collected'), json }, context));

  await take('plan', () => plan({ config, json }, context));
  await take('sync', () => sync({ config, json, run: 'new' }, context));
  await take('run', () => run({ keys: [], config, evidence: true, json }, context));
  await take('queue', () => queue({ config, json }, context));
  await take('doctor', () => doctor({ config, json }, context));
  const searches = Object.values(running.states.splunk.confs['savedsearches'] ?? {});
  const own = searches.filter(({ app }) => app === 'huntsync');
  const [tuned, lost] = own;
  // One of ours is tuned, and one loses its marker: drift and a clash.
  if (tuned) tuned.settings['search'] = 'tuned by hand';
  if (lost) {
    for (const key of Object.keys(lost.settings)) {
      if (key === 'alert.managedBy' || key.startsWith('action.huntsync')) delete lost.settings[key];
    }
  }
  const retire = "policy: { retire: ['uc:UC_LSASS'], maxChangePercent: 100 }";
  writeFileSync(config, readFileSync(config, 'utf8').replace('policy: {}', retire));
  await take('status', () => status({ config, json }, context));
  await take('plan', () => plan({ config, json }, context));
  running.servers.azure.fault({ method: 'PUT', respond: { status: 400, body: '{}' } });
  await take('sync', () => sync({ config, json }, context));
  await take('run', () => run({ keys: [], config, json }, context));
  await take('undo-list', () => undo({ list: true, config, json }, context));
  running.servers.splunk.fault({ times: 1000, respond: { status: 401, body: '' } });
  await take('queue', () => queue({ config, json }, context));
  await take('sync', () => sync({ config, json }, context));
  await take('status', () => status({ config, json }, context));
});
afterAll(async () => {
  await web.close();
  await world.close();
});

describe('the schemas of the outputs', () => {
  const names =
    'article articles catalogue catalogue-lint catalogue-use-case check collect doctor explain export feeds hunt hunts plan prove queue run sandbox status sync undo-list';
  test.each(names.split(' '))('%s: what is printed has the form that its schema says', (name) => {
    const own = outputs.filter((output) => output.name === name);
    const schema = z.fromJSONSchema(schemaText(name) as Parameters<typeof z.fromJSONSchema>[0]);
    expect(own.length).toBeGreaterThan(0);
    for (const { json } of own) expect(schema.safeParse(json).error?.issues.slice(0, 3)).toBeUndefined();
  });

  test('the outputs have everything that they may have', async () => {
    const printed = new Set(outputs.flatMap(({ json }) => keysIn(json)));
    const schemas = [...new Set(outputs.map(({ name }) => name))].map(schemaText);
    const keys = new Set(schemas.flatMap((schema) => [...propertiesOf(schema).keys()]));
    expect(keys.size).toBeGreaterThan(80);
    // Every sample tells of a threat, no two of them of one campaign, and none was classified here, and none has queries in other languages than ours;
    // no platform has refused a record in an earlier run (test/e2e/refused.test.ts), or shares its language with another one.
    const absent = [
      // test/commands/undo.test.ts
      'undone',
      'role',
      'unhunted',
      'threat',
      'threatReason',
      'campaign',
      'firstSeen',
      'lastSeen',
      'defender',
      'rule',
      'limit',
      'refusedEarlier',
      'runOnly',
      'possible',
      'leftTo',
      'preferred',
      'keepers',
      'standby',
      'laterCount',
      'takenCount',
      'tenantUntold',
      'generic',
    ];
    const others = SIEMS.filter(({ language }) => !LANGUAGES.includes(language));
    const unseen = (await Promise.all(others.map((siem) => siem.describes()))).flatMap((shape) => Object.keys(shape));
    expect([...keys].filter((key) => !printed.has(key) && !unseen.includes(key)).sort()).toEqual(absent.sort());
  });

  test('a key that no schema has is no output of ours', () => {
    const [output] = outputs.filter(({ name }) => name === 'status');
    const schema = z.fromJSONSchema(schemaText('status') as Parameters<typeof z.fromJSONSchema>[0]);
    expect(schema.safeParse({ ...(output?.json as object), more: 1 }).success).toBe(false);
  });

  test('every code that is printed can be explained', () => {
    // Rows of samples have keys of their own.
    const told = outputs.filter(({ name }) => name !== 'catalogue-use-case');
    const codes = new Set(told.flatMap(({ json }) => codesIn(json)));
    expect(codes.size).toBeGreaterThan(15);
    expect([...codes].filter((code) => !findCode(AREAS, code))).toEqual([]);
  });
});

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

/** `number`, `text`, `list of object`, `text or null`. */
function typeOf({ type, enum: values, items, anyOf }: JsonSchema): string {
  if (anyOf) return anyOf.map(typeOf).sort().join(' or ');
  if (type === 'array') return `list of ${typeOf(items ?? {})}`;
  return type === undefined ? typeof values?.[0] : [type].flat().sort().join(' or ');
}

/** Every key of a schema, at any depth, with the types that it has. */
function propertiesOf(schema: unknown, found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema as JsonSchema;
  for (const [key, value] of Object.entries(properties)) {
    found.set(key, (found.get(key) ?? new Set()).add(typeOf(value)));
    propertiesOf(value, found);
  }
  for (const below of [items, additionalProperties, ...anyOf])
    if (typeof below === 'object') propertiesOf(below, found);
  return found;
}

test('a key has one type in plan, sync and status', () => {
  const found = new Map<string, Set<string>>();
  for (const name of ['plan', 'sync', 'status']) propertiesOf(schemaText(name), found);
  expect(found.get('changes')).toEqual(new Set(['list of object']));
  expect(found.get('drifted')).toEqual(new Set(['integer']));
  expect([...found].filter(([, types]) => types.size > 1)).toEqual([]);
});

test('a key with two types is found', () => {
  const twice = { properties: { a: { type: 'string' }, b: { items: { properties: { a: { type: 'integer' } } } } } };
  expect(propertiesOf(twice).get('a')).toEqual(new Set(['string', 'integer']));
});

function keysIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(keysIn);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [key, ...keysIn(value)]);
}

/** Codes of problems and findings, names of repairs, and reasons. */
function codesIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(codesIn);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    // Why a use case does not find something is prose.
    if (key === 'doesNotCover') return [];
    if (key === 'code' || key === 'reason') return [String(value)];
    return key === 'repairs' ? (value as string[]) : codesIn(value);
  });
}
