import type { Proving, Row, SampleData, Value } from '../language.ts';
import { type Atom, type Branch, type Slot, slotKey } from './formula.ts';
import type { Sketch, World } from './sketch.ts';
import { accepts, type Sought, type Test } from './test.ts';
import { another, solve } from './value.ts';

/** Rows that should make a query hit, or why there are none; `certain`: there cannot be any. */
export type RowAttempt =
  | { readonly data: SampleData }
  | { readonly data: null; readonly stage: string; readonly because: string; readonly certain: boolean };

/** How the events of several readings follow each other: all at once, in the order of the readings, or the reverse. */
export type EventPace = 'together' | 'onwards' | 'backwards';

export interface AttemptOptions {
  readonly proving: Pick<Proving, 'complete' | 'lookups'>;
  readonly now: Date;
  readonly pace: EventPace;
}

/** Slots that hold one value. */
interface Cluster {
  readonly slots: Slot[];
  readonly atoms: Extract<Atom, { kind: 'test' }>[];
}

/** Rows that one reading gets at most. */
const MAX_ROWS = 5000;
const MINUTE = 60_000;
/** Events are so old, and some minutes past a full hour, so that few buckets of time part them. */
const AGE = 50 * MINUTE;
const STEP = 20_000;

/** Makes the rows of one way to satisfy a query. */
export function attempt(sketch: Sketch, world: World, branch: Branch, options: AttemptOptions): RowAttempt {
  const stopped = branch.find((atom) => atom.kind === 'never');
  if (stopped?.kind === 'never') return { data: null, stage: stopped.stage, because: stopped.because, certain: true };

  const clusters = clustersOf(branch);
  const values = new Map<string, Sought>();
  for (const cluster of clusters) {
    const tests = cluster.atoms.map((atom) => atom.test);
    const solution = solve(tests, usualOf(cluster, sketch, world, options));
    if (solution.value === null) {
      const plain = cluster.atoms.filter(({ certain }) => certain);
      const certain = solution.certain && plain.length === cluster.atoms.length;
      return { data: null, ...conflictOf(cluster), certain };
    }
    for (const slot of cluster.slots) values.set(slotKey(slot), solution.value);
  }
  return { data: rowsFor(sketch, world, branch, clusters, values, options) };
}

function conflictOf({ slots, atoms }: Cluster): { stage: string; because: string } {
  const stages = [...new Set(atoms.map(({ stage }) => stage))];
  const stage = stages.at(-1) ?? '';
  const others = stages.slice(0, -1).join(' and ');
  const because = `no ${slots[0]?.field ?? 'value'} passes it${others === '' ? '' : ` that passes ${others}`}`;
  return { stage, because };
}

function clustersOf(branch: Branch): Cluster[] {
  const byKey = new Map<string, Cluster>();
  const at = (slot: Slot): Cluster => {
    const key = slotKey(slot);
    const cluster = byKey.get(key) ?? { slots: [slot], atoms: [] };
    byKey.set(key, cluster);
    return cluster;
  };
  for (const atom of branch) {
    if (atom.kind === 'test') at(atom.slot).atoms.push(atom);
    else if (atom.kind === 'also') for (const { slot } of atom.tests) at(slot);
    else if (atom.kind === 'many' && atom.distinct) at(atom.distinct);
    else if (atom.kind === 'same') {
      const [a, b] = [at(atom.a), at(atom.b)];
      if (a === b) continue;
      a.slots.push(...b.slots);
      a.atoms.push(...b.atoms);
      for (const slot of b.slots) byKey.set(slotKey(slot), a);
    }
  }
  return [...new Set(byKey.values())];
}

function usualOf({ slots }: Cluster, sketch: Sketch, world: World, options: AttemptOptions): Sought[] {
  return slots.flatMap((slot) => {
    const reading = sketch.readings[slot.source];
    if (!reading) return [];
    if (slot.field === reading.time && slot.path.length === 0) return [timeOf(slot.source, world, options)];
    return slot.path.length === 0 ? reading.usual(slot.field) : [...reading.usual(String(slot.path.at(-1)))];
  });
}

function timeOf(source: number, { readings }: World, { now, pace }: AttemptOptions): Date {
  const place = Math.max(0, readings.indexOf(source));
  const shift = pace === 'together' ? 0 : (pace === 'onwards' ? place : -place) * STEP;
  const hour = Math.floor((now.getTime() - AGE) / (60 * MINUTE)) * 60 * MINUTE;
  return new Date(hour + 2 * MINUTE + shift);
}

function rowsFor(
  sketch: Sketch,
  world: World,
  branch: Branch,
  clusters: readonly Cluster[],
  values: ReadonlyMap<string, Sought>,
  options: AttemptOptions,
): SampleData {
  const tables: Record<string, Row[]> = {};
  let number = 0;
  const sources = new Set([...world.readings, ...clusters.flatMap(({ slots }) => slots.map(({ source }) => source))]);
  for (const source of sources) {
    const reading = sketch.readings[source];
    if (!reading) continue;
    const own = clusters.flatMap((cluster) =>
      cluster.slots.filter((slot) => slot.source === source).map((slot) => ({ slot, cluster })),
    );
    for (const variation of variationsOf(source, branch, own, values)) {
      const fields: Record<string, Value> = {};
      for (const field of reading.needed) fields[field] = asJson(reading.usual(field)[0] ?? 'sample');
      let at = timeOf(source, world, options);
      for (const { slot } of own) {
        const value = variation.changes.get(slotKey(slot)) ?? values.get(slotKey(slot));
        // What is empty is not there.
        if (value === undefined || value === '') continue;
        if (slot.field === reading.time && slot.path.length === 0)
          at = value instanceof Date ? value : new Date(Number(value) || at);
        else put(fields, slot, value);
      }
      for (const [field, value] of Object.entries(fields)) {
        if (typeof value === 'object' && value !== null && reading.structured)
          fields[field] = reading.structured(field, value) as Value;
      }
      number += 1;
      tables[reading.source] ??= [];
      const moment = { at: new Date(at.getTime() + variation.number * pauseOf(variation.count)), number };
      tables[reading.source]?.push(options.proving.complete(reading.source, fields, moment));
    }
  }
  const lookups = options.proving.lookups?.(PLACES);
  return lookups ? { tables, lookups } : { tables };
}

/** Where the addresses are that rows usually have. */
const PLACES = [
  { fields: { address: '203.0.113.0/24', country: 'NL' } },
  { fields: { address: '0.0.0.0/0', country: 'US' } },
];

/** Many events of a minute, or few of some seconds. */
function pauseOf(count: number): number {
  return count > 1 ? Math.max(1, Math.min(1000, Math.floor(MINUTE / count))) : 0;
}

interface Variation {
  readonly number: number;
  readonly count: number;
  /** Values in the place of those of the first row. */
  readonly changes: ReadonlyMap<string, Sought>;
}

/** The rows of a reading: as many as it takes, with other values where some must differ. */
function variationsOf(
  source: number,
  branch: Branch,
  own: readonly { readonly slot: Slot; readonly cluster: Cluster }[],
  values: ReadonlyMap<string, Sought>,
): Variation[] {
  const many = branch.flatMap((atom) => (atom.kind === 'many' && atom.sources.includes(source) ? [atom] : []));
  const count = Math.min(MAX_ROWS, Math.max(1, ...many.map(({ least }) => least)));
  const variations: Variation[] = [];
  for (let number = 0; number < count; number += 1) {
    const changes = new Map<string, Sought>();
    for (const { distinct, least } of many) {
      const cluster = distinct && own.find(({ slot }) => slotKey(slot) === slotKey(distinct))?.cluster;
      if (!distinct || !cluster || number === 0 || number >= least) continue;
      const value = values.get(slotKey(distinct));
      const next = value === undefined ? null : another(testsOf(cluster), value, number);
      if (next !== null) for (const slot of cluster.slots) changes.set(slotKey(slot), next);
    }
    variations.push({ number, count, changes });
  }
  for (const atom of branch) {
    if (atom.kind !== 'also' || !atom.tests.some(({ slot }) => slot.source === source)) continue;
    const changes = new Map<string, Sought>();
    for (const { slot, test } of atom.tests) {
      const key = slotKey(slot);
      const [value, cluster] = [values.get(key), own.find((each) => slotKey(each.slot) === key)?.cluster];
      if (value !== undefined && accepts(test, value) === true) continue;
      const solution = solve([...(cluster ? testsOf(cluster) : []), test], value === undefined ? [] : [value]);
      if (solution.value !== null) changes.set(key, solution.value);
    }
    const there = changes.size === 0 ? count : 0;
    for (let more = there; more < Math.min(atom.times, MAX_ROWS); more += 1) {
      variations.push({ number: variations.length, count: Math.max(count, atom.times) + 1, changes });
    }
  }
  return variations;
}

function testsOf({ atoms }: Cluster): Test[] {
  return atoms.map((atom) => atom.test);
}

function asJson(value: Sought): Value {
  return value instanceof Date ? value.toISOString() : value;
}

/** Puts a value where a path of properties leads. */
function put(fields: Record<string, Value>, { field, path }: Slot, value: Sought): void {
  if (path.length > 0) fields[field] = placed(fields[field], path, asJson(value));
  // What was asked of the whole beside its parts is left to the parts.
  else if (typeof fields[field] !== 'object' || fields[field] === null) fields[field] = asJson(value);
}

function placed(given: Value | undefined, [key, ...rest]: readonly (string | 0)[], value: Value): Value {
  if (key === undefined) return value;
  if (key === 0) {
    const [first] = Array.isArray(given) ? (given as readonly Value[]) : [];
    return [placed(first, rest, value)];
  }
  const bag =
    typeof given === 'object' && given !== null && !Array.isArray(given)
      ? (given as Readonly<Record<string, Value>>)
      : {};
  return { ...bag, [key]: placed(bag[key], rest, value) };
}
