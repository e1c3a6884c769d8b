import type { Condition, FieldCondition, Search } from './search.ts';

type AnyPart = Search['parts'][number];
/** A condition whatever the kind of event; the fields of a part stay those of its kind, as nothing moves between parts. */
type Plain = Condition<string>;

/**
 * One search for what any of several look for: the parts of one kind of event that show the same become one, and their values a union,
 * in the order of the searches. Title, note and the look-back are the first one's, the longest. At least one.
 */
export function mergeSearches(searches: readonly [Search, ...Search[]]): Search {
  const [first] = searches;
  const parts = new Map<string, AnyPart>();
  for (const part of searches.flatMap((search) => search.parts)) {
    const key = JSON.stringify([part.event, part.by, part.show]);
    const known = parts.get(key);
    parts.set(key, known ? withCondition(known, mergeConditions(known.where, part.where)) : part);
  }
  return { ...first, days: Math.max(...searches.map(({ days }) => days)), parts: [...parts.values()] };
}

/** What the search compares fields with, each value once in any case: what it looks for, and not the conditions beside it. */
export function searchedValues({ parts }: Search): string[] {
  const values = new Map<string, string>();
  for (const value of parts.flatMap((part) => valuesOf(part.where))) {
    if (!values.has(value.toLowerCase())) values.set(value.toLowerCase(), value);
  }
  return [...values.values()];
}

/** The search without these values; null where it looks for nothing else. */
export function withoutValues(search: Search, isOut: (value: string) => boolean): Search | null {
  const parts = search.parts.flatMap((part) => {
    const rest = without(part.where, isOut);
    return rest === null ? [] : [withCondition(part, rest)];
  });
  return parts.length === 0 ? null : { ...search, parts };
}

function withCondition(part: AnyPart, where: Plain): AnyPart {
  return { ...part, where } as unknown as AnyPart;
}

function mergeConditions(one: Plain, other: Plain): Plain {
  const fields = new Map<string, FieldCondition>();
  const others = new Map<string, Plain>();
  for (const condition of [...alternatives(one), ...alternatives(other)]) {
    if (!('field' in condition)) {
      others.set(JSON.stringify(condition), condition);
      continue;
    }
    const key = `${condition.field} ${condition.operator}`;
    const known = fields.get(key);
    fields.set(key, known ? { ...known, values: union(known.values, condition.values) } : condition);
  }
  const all = [...fields.values(), ...others.values()];
  const [only] = all;
  return all.length === 1 && only ? only : { any: all };
}

function alternatives(condition: Plain): readonly Plain[] {
  return 'any' in condition ? condition.any.flatMap(alternatives) : [condition];
}

function union(one: readonly string[], other: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const value of [...one, ...other]) if (!seen.has(value.toLowerCase())) seen.set(value.toLowerCase(), value);
  return [...seen.values()];
}

/** Of conditions that must all hold, the last one has what is looked for: those before it narrow the event down. */
function valuesOf(condition: Plain): readonly string[] {
  if ('field' in condition) return condition.values;
  if ('any' in condition) return condition.any.flatMap(valuesOf);
  // What is left out is not looked for.
  if ('none' in condition) return [];
  const last = condition.all.findLast((one) => !('none' in one));
  return last ? valuesOf(last) : [];
}

/** Null where it can hold for no event any more. */
function without(condition: Plain, isOut: (value: string) => boolean): Plain | null {
  if ('field' in condition) {
    const values = condition.values.filter((value) => !isOut(value));
    return values.length === 0 ? null : { ...condition, values };
  }
  if ('none' in condition) return condition;
  const list = 'any' in condition ? condition.any : condition.all;
  const rest = list.map((one) => without(one, isOut));
  if ('all' in condition) return rest.includes(null) ? null : { all: rest.filter((one) => one !== null) };
  const some = rest.filter((one) => one !== null);
  return some.length === 0 ? null : { any: some };
}
