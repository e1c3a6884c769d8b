import { isDeepStrictEqual } from 'node:util';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { type Edit, valueAt } from './edits.ts';
import type { Arena } from './harness.ts';
import { actsByItself, markerOf, ruleFields } from './rules.ts';

/** What must hold after every round, whatever happened in it. */
export const INVARIANTS = [
  'an unmanaged object was touched',
  'two objects of one hunt',
  'retired by absence',
  "an analyst's edit was lost",
  'an edit was not told of',
  'a secret was printed',
  'another state than without faults',
  'a second run has changes',
  'a record is missing or wrong',
  'a run without faults failed',
  'a bug was reported',
  'a private address was reached',
] as const;

export type Invariant = (typeof INVARIANTS)[number];

export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

/** Everything that the platforms hold of ours and of others, without what is new in every run. */
export interface Snapshot {
  readonly objects: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly retired: ReadonlySet<string>;
  readonly unmanaged: ReadonlyMap<string, unknown>;
  /** Digest of each record's content by platform, type and key. */
  readonly records: ReadonlyMap<string, string>;
  readonly indicators: readonly string[];
}

export function snapshotOf({ states }: Sandbox): Snapshot {
  const objects = new Map<string, Readonly<Record<string, unknown>>>();
  const unmanaged = new Map<string, unknown>();
  const retired = new Set<string>();
  for (const [id, { settings, app }] of Object.entries(states.splunk.confs['savedsearches'] ?? {})) {
    if (settings['alert.managedBy'] !== 'huntsync') {
      if (app === 'huntsync') unmanaged.set(id, structuredClone(settings));
      continue;
    }
    objects.set(id, { ...settings });
    if (settings['action.huntsync.retired']) retired.add(id);
  }
  for (const [id, { properties, etag }] of Object.entries(states.azure.savedSearches)) {
    const tags = Object.fromEntries((properties.tags ?? []).map(({ name, value }) => [`tag ${name}`, value]));
    if (tags['tag huntsync.key'] === undefined) unmanaged.set(id, structuredClone({ properties, etag }));
    else {
      const { category, displayName, query } = properties;
      objects.set(id, { category, displayName, query, ...tags });
      if (tags['tag huntsync.retired']) retired.add(id);
    }
  }
  for (const [path, rule] of Object.entries(states.graph.rules)) {
    const id = `graph ${path}`;
    const marker = markerOf(rule);
    if (marker === undefined) unmanaged.set(id, structuredClone(rule));
    else {
      const told = Object.entries(marker).map(([name, value]) => [name === 'written' ? 'hash' : name, value] as const);
      objects.set(id, {
        ...ruleFields(rule),
        ...Object.fromEntries(told.map(([name, value]) => [`huntsync.${name}`, value])),
      });
      if (marker['retired']) retired.add(id);
    }
  }
  return { objects, retired, unmanaged, records: recordsOf(states), indicators: indicatorsOf(states) };
}

function recordsOf({ splunk, azure }: Sandbox['states']): Map<string, string> {
  const records = new Map<string, string>();
  for (const [collection, { documents }] of Object.entries(splunk.kv)) {
    for (const [key, document] of Object.entries(documents)) {
      records.set(`${collection}/${key}`, String(document['content_hash'] ?? JSON.stringify(document)));
    }
  }
  for (const [stream, rows] of Object.entries(azure.ingested)) {
    const newest = new Map<string, Record<string, unknown>>();
    for (const row of rows as Record<string, unknown>[]) {
      const key = String(row['HuntKey'] ?? row['ArticleId'] ?? row['IndicatorId']);
      const known = newest.get(key);
      if (!known || String(row['Updated']) >= String(known['Updated'])) newest.set(key, row);
    }
    for (const [key, row] of newest) records.set(`${stream}/${key}`, String(row['ContentHash']));
  }
  return records;
}

function indicatorsOf({ azure }: Sandbox['states']): string[] {
  return Object.values(azure.intelligence ?? {})
    .map((object) => `${object['id']} ${object['pattern']}`)
    .sort();
}

/** Fields whose edits every plan has to show. */
const MANAGED: ReadonlySet<string> = new Set(
  'search description dispatch.earliest_time query displayName alertTitle alertSeverity alertDescription'.split(' '),
);

/** `PLATFORM KEY` of an object. */
function keyOf(id: string, object: Readonly<Record<string, unknown>>): string {
  if (id.startsWith('graph '))
    return `defender ${decodeURIComponent(String(object['huntsync.key']).slice('key='.length))}`;
  if (id.startsWith('/')) return `sentinel ${object['tag huntsync.key']}`;
  return `splunk ${object['action.huntsync.key']}`;
}

/** Fields that say what was last written: they follow the edits. */
const ABOUT_WRITING = /huntsync\.hash$/;

export interface Evidence {
  readonly arena: Arena;
  readonly expected: Snapshot;
  /** Defender's rules as they are made again after somebody has deleted them; none where nobody can have. */
  readonly anew?: Snapshot['objects'];
  /** Hunts of which the last run told that somebody has edited them, as `PLATFORM KEY`; absent where that is not asked. */
  readonly told?: ReadonlySet<string>;
  /** As planted. */
  readonly unmanaged: Snapshot['unmanaged'];
  readonly edits: readonly Edit[];
}

export function violationsIn({ arena, expected, anew = new Map(), told, unmanaged, edits }: Evidence): Violation[] {
  const { sandbox } = arena.world;
  const found: Violation[] = [];
  const add = (invariant: Invariant, detail: string) => found.push({ invariant, detail });
  const actual = snapshotOf(sandbox);

  for (const [id, object] of unmanaged) {
    if (!isDeepStrictEqual(actual.unmanaged.get(id), object)) add('an unmanaged object was touched', id);
  }
  const keys = [...actual.objects].map(([id, object]) => keyOf(id, object));
  for (const key of keys.filter((one, at) => keys.indexOf(one) !== at)) add('two objects of one hunt', key);
  for (const id of actual.retired) if (!expected.retired.has(id)) add('retired by absence', id);

  const { latest, deleted } = whatStands(edits);
  for (const edit of latest) {
    // Out of use is out of use, whoever had switched it on.
    if (edit.field === 'status' && actual.retired.has(edit.id)) continue;
    const now = valueAt(sandbox, edit);
    if (!isDeepStrictEqual(now, edit.value))
      add("an analyst's edit was lost", `${edit.id} ${edit.field}: ${shown(edit.value)} is ${shown(now)}`);
    const object = actual.objects.get(edit.id);
    const wanted = (deleted.has(edit.id) ? anew : expected.objects).get(edit.id);
    const isAsWanted = isDeepStrictEqual(wanted?.[edit.field], edit.value);
    if (!told || !object || isAsWanted || !MANAGED.has(edit.field) || actsByItself(sandbox, edit.id)) continue;
    const key = keyOf(edit.id, object);
    if (!told.has(key)) add('an edit was not told of', `${key} ${edit.field}: ${shown(edit.value)}`);
  }
  for (const secret of arena.secrets) {
    const output = arena.outputs.find((one) => one.includes(secret));
    if (output !== undefined) add('a secret was printed', output.slice(0, 200));
  }
  const edited = new Map<string, Set<string>>();
  for (const { id, field } of latest) edited.set(id, (edited.get(id) ?? new Set()).add(field));
  // A hunt with a new title keeps its object. Where that was deleted, it is made again by the key that it has now.
  const isRenamed = [...deleted].some((id) => !anew.has(id));
  for (const id of new Set([...expected.objects.keys(), ...actual.objects.keys()])) {
    // No article changes such a rule any more: what it must be like are edits.
    if (actsByItself(sandbox, id)) continue;
    const isNew = deleted.has(id) || (isRenamed && !expected.objects.has(id));
    const then = (isNew ? anew : expected.objects).get(id);
    const now = actual.objects.get(id);
    const differs = then || now ? difference(then, now, edited.get(id)) : [];
    if (differs.length > 0) add('another state than without faults', `${id}: ${differs.join('; ')}`);
  }
  for (const detail of recordFaults(arena, expected, actual, edits.length > 0))
    add('a record is missing or wrong', detail);
  return found;
}

/** The last edit of each place, but for those of objects that were deleted afterwards. */
function whatStands(edits: readonly Edit[]): { latest: readonly Edit[]; deleted: ReadonlySet<string> } {
  const latest = new Map<string, Edit>();
  const deleted = new Set<string>();
  for (const edit of edits) {
    if (edit.field !== 'deleted') latest.set(`${edit.id}\n${edit.field}`, edit);
    else {
      deleted.add(edit.id);
      for (const [place, { id }] of latest) if (id === edit.id) latest.delete(place);
    }
  }
  return { latest: [...latest.values()], deleted };
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')).slice(0, 200);
}

function difference(
  expected: Readonly<Record<string, unknown>> | undefined,
  actual: Readonly<Record<string, unknown>> | undefined,
  edited: ReadonlySet<string> = new Set(),
): string[] {
  if (!expected || !actual) return [expected ? 'is missing' : 'is too many'];
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names]
    .filter((name) => !edited.has(name) && !(edited.size > 0 && ABOUT_WRITING.test(name)))
    .filter((name) => !isDeepStrictEqual(expected[name], actual[name]))
    .map((name) => `${name}: ${shown(expected[name])} is ${shown(actual[name])}`);
}

/** A hunt's record tells of its objects, so an edit may change it: then it has to be there, and nothing more. */
function recordFaults({ world }: Arena, expected: Snapshot, actual: Snapshot, isEdited: boolean): string[] {
  const faults: string[] = [];
  for (const [key, hash] of expected.records) {
    const now = actual.records.get(key);
    const mayDiffer = isEdited && /hunts/i.test(key);
    if (now === undefined || (now !== hash && !mayDiffer))
      faults.push(`${key}: ${now === undefined ? 'missing' : 'differs'}`);
  }
  for (const key of actual.records.keys()) if (!expected.records.has(key)) faults.push(`${key}: too many`);
  if (!isDeepStrictEqual(expected.indicators, actual.indicators)) {
    const lost = expected.indicators.filter((one) => !actual.indicators.includes(one));
    faults.push(`threat intelligence: ${lost.length} missing of ${expected.indicators.length}`);
  }
  const events = new Set(
    world.sandbox.states.splunk.events.map(({ event }) => (event as Record<string, unknown>)['content_hash']),
  );
  for (const [key, hash] of actual.records) {
    if (key.startsWith('huntsync/') && !events.has(hash)) faults.push(`${key}: no event`);
  }
  return faults;
}
