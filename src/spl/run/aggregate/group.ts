import { compileExpression } from '../expression/compile.ts';
import { boundRows, NotEvaluated } from '../outcome.ts';
import type { Run } from '../run.ts';
import { nameMatcher } from '../search/wildcard.ts';
import {
  type Cell,
  compareSingle,
  type EventFields,
  newFields,
  type Result,
  type Single,
  textOf,
  valuesOf,
} from '../value.ts';
import { type Accumulator, accumulatorOf } from './accumulators.ts';
import type { Aggregation } from './parse.ts';

/** An aggregation whose field is known. */
export interface Measure {
  readonly alias: string;
  readonly make: () => Accumulator;
  readonly read: (fields: EventFields, run: Run) => Result;
}

/** Counts rows: there is something to count in each of them. */
const EVERY_ROW = (): Result => 1;

/** Compiles an aggregation; `field` finds a field by the name that the search gives it. */
export function compileMeasure(
  { name, of, alias }: Aggregation,
  field: (name: string) => (fields: EventFields) => Cell = (name) => (fields) => fields[name],
): Measure {
  const make = accumulatorOf(name);
  if (of === null) return { alias, make, read: EVERY_ROW };
  if (typeof of === 'string') return { alias, make, read: field(of) };
  return { alias, make, read: compileExpression(of) };
}

/** Spreads `values(*) as *` over the fields that there are. */
export function expandWildcards(
  aggregations: readonly Aggregation[],
  by: readonly string[],
  names: () => readonly string[],
): Aggregation[] {
  return aggregations.flatMap((aggregation) => {
    const { of, alias, named } = aggregation;
    if (typeof of !== 'string' || !of.includes('*')) return [aggregation];
    const match = nameMatcher(of);
    return names()
      .filter((name) => !by.includes(name) && !name.startsWith('_'))
      .flatMap((name): Aggregation[] => {
        const stars = match(name);
        if (!stars) return [];
        if (!named) return [{ ...aggregation, of: name, alias: `${aggregation.name}(${name})` }];
        if (alias.split('*').length - 1 !== stars.length)
          throw new NotEvaluated('AS with other wildcards than its function');
        let at = 0;
        return [{ ...aggregation, of: name, alias: alias.replace(/\*/g, () => stars[at++] as string) }];
      });
  });
}

/** The groups that a row belongs to: one for each value of a multivalue field; none where a field is missing. */
export function groupKeys(
  fields: EventFields,
  by: readonly ((fields: EventFields) => Cell)[],
): readonly (readonly Single[])[] {
  let keys: (readonly Single[])[] = [[]];
  for (const read of by) {
    const values = valuesOf(read(fields));
    if (values.length === 0) return [];
    boundRows(keys.length * values.length);
    keys =
      values.length === 1
        ? keys.map((key) => [...key, values[0] as Single])
        : keys.flatMap((key) => values.map((value) => [...key, value]));
  }
  return keys;
}

export function keyText(key: readonly Single[]): string {
  return key.length === 1 ? textOf(key[0] as Single) : key.map(textOf).join('\u0000');
}

export interface Grouping {
  readonly by: readonly { readonly name: string; readonly read: (fields: EventFields) => Cell }[];
  readonly measures: readonly Measure[];
}

interface Group {
  readonly key: readonly Single[];
  readonly accumulators: readonly Accumulator[];
}

/**
 * One row for each group, in the order of the group's fields. Without groups one row is the answer even to no rows at all, where
 * it has something to say (`count` is 0).
 */
export function groupRows(rows: readonly EventFields[], { by, measures }: Grouping, run: Run): EventFields[] {
  const groups = new Map<string, Group>();
  const readers = by.map(({ read }) => read);
  const open = (key: readonly Single[]): Group => ({ key, accumulators: measures.map(({ make }) => make()) });
  if (by.length === 0) groups.set('', open([]));
  for (const fields of rows) {
    for (const key of groupKeys(fields, readers)) {
      const text = keyText(key);
      let group = groups.get(text);
      if (!group) {
        group = open(key);
        groups.set(text, group);
      }
      for (let at = 0; at < measures.length; at += 1)
        group.accumulators[at]?.see((measures[at] as Measure).read(fields, run), fields);
    }
  }
  const sorted = [...groups.values()].sort((a, b) => compareKeys(a.key, b.key));
  const out = sorted.map((group) => rowOf(group, by, measures));
  return by.length > 0 || rows.length > 0 ? out : out.filter((row) => Object.keys(row).length > 0);
}

function compareKeys(a: readonly Single[], b: readonly Single[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const order = compareSingle(a[at] as Single, b[at] as Single);
    if (order !== 0) return order;
  }
  return 0;
}

function rowOf({ key, accumulators }: Group, by: Grouping['by'], measures: readonly Measure[]): EventFields {
  const row = newFields();
  by.forEach(({ name }, at) => {
    row[name] = key[at] as Single;
  });
  measures.forEach(({ alias }, at) => {
    const value = accumulators[at]?.result();
    if (value !== null && value !== undefined) row[alias] = value;
  });
  return row;
}
