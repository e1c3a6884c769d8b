import { type Bag, type Cell, compareCells, isBag, isList, keyOf, type ScalarType } from '../cells.ts';
import { scalarOf, toDynamic, toText } from '../convert.ts';
import { printJson } from '../json.ts';
import { add, type Whole } from '../numbers.ts';
import { type Functions, fn, type ScalarFunction, typed, withNulls } from './define.ts';

/** Arrays and property bags. https://learn.microsoft.com/kusto/query/scalar-functions#dynamicarray-functions */

type List = readonly Cell[];

/** Null where the argument is no array. */
const onList = (signature: string, type: ScalarType, compute: (list: List, ...rest: Cell[]) => Cell): ScalarFunction =>
  fn(signature, type, (list, ...rest) => (isList(list as Cell) ? compute(list as List, ...(rest as Cell[])) : null));

/** Negative indexes count from the end. https://learn.microsoft.com/kusto/query/array-slice-function */
function sliced(list: List, start: number, end: number): Cell[] {
  const from = start < 0 ? list.length + start : start;
  const to = end < 0 ? list.length + end : end;
  return list.slice(Math.max(0, from), to + 1);
}

function unique(list: List): Cell[] {
  const seen = new Map<string, Cell>();
  for (const item of list) {
    const key = keyOf(item);
    if (!seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** Nulls last. https://learn.microsoft.com/kusto/query/array-sort-asc-function */
function sorted(list: List, direction: 1 | -1, nullsLast: boolean): Cell[] {
  const rest = list.filter((item) => item !== null);
  const nulls = list.filter((item) => item === null);
  const ordered = rest.sort((a, b) => direction * compareCells(a, b));
  return nullsLast ? [...ordered, ...nulls] : [...nulls, ...ordered];
}

function rotated(list: List, count: number): Cell[] {
  if (list.length === 0) return [];
  const at = ((count % list.length) + list.length) % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function sets(compute: (first: Cell[], rest: readonly Set<string>[], all: List) => Cell[]): ScalarFunction {
  return fn('dynamic dynamic dynamic*', 'dynamic', (...lists) => {
    if (!lists.every((list) => isList(list as Cell))) return null;
    const [first = [], ...rest] = lists as List[];
    return compute(
      unique(first),
      rest.map((list) => new Set(list.map(keyOf))),
      lists.flat() as List,
    );
  });
}

/** Keys and values in turn. https://learn.microsoft.com/kusto/query/bag-pack-function */
const bagPack = typed('any*', 'dynamic', (types) => (...cells) => {
  const bag = new Map<string, Cell>();
  for (let at = 0; at + 1 < cells.length; at += 2) {
    const value = toDynamic(cells[at + 1] as Cell, types[at + 1] as ScalarType);
    bag.set(toText(cells[at] as Cell, types[at] as ScalarType), value);
  }
  return bag;
});

/** The elements of arrays and the values of other arguments. https://learn.microsoft.com/kusto/query/pack-array-function */
const packArray = typed(
  'any*',
  'dynamic',
  (types) =>
    (...cells) =>
      cells.map((cell, at) => toDynamic(cell, types[at] as ScalarType)),
);

/** The first bag to have a key keeps its value. https://learn.microsoft.com/kusto/query/bag-merge-function */
function merged(bags: readonly (Cell | undefined)[]): Bag | null {
  const result = new Map<string, Cell>();
  const given = bags.filter((bag): bag is Bag => isBag(bag));
  if (given.length === 0) return null;
  for (const bag of given) for (const [name, value] of bag) if (!result.has(name)) result.set(name, value);
  return result;
}

const sum = onList('dynamic', 'real', (list) =>
  list.reduce<number>((total, item) => {
    const { cell, type } = scalarOf(item);
    return type === 'long' || type === 'real' ? total + Number(cell) : total;
  }, 0),
);

const indexOf = typed('dynamic any long? long?', 'long', ([, type = 'dynamic']) => (list, value, start) => {
  if (!isList(list as Cell)) return null;
  const key = keyOf(scalarOf(toDynamic(value as Cell, type)).cell);
  return (list as List).findIndex((item, at) => at >= Number(start ?? 0) && keyOf(scalarOf(item).cell) === key);
});

/** https://learn.microsoft.com/kusto/query/set-has-element-function */
const setHas = typed('dynamic any', 'bool', ([, type = 'dynamic']) => (list, value) => {
  if (!isList(list as Cell)) return null;
  const key = keyOf(scalarOf(toDynamic(value as Cell, type)).cell);
  return (list as List).some((item) => keyOf(scalarOf(item).cell) === key);
});

export const DYNAMICS: Functions = {
  array_length: onList('dynamic', 'long', (list) => list.length),
  arraylength: onList('dynamic', 'long', (list) => list.length),
  array_concat: withNulls('dynamic dynamic*', 'dynamic', (...lists) =>
    lists.flatMap((list) => (isList(list) ? list : list === null ? [] : [list])),
  ),
  array_reverse: onList('dynamic', 'dynamic', (list) => [...list].reverse()),
  array_slice: onList('dynamic long long', 'dynamic', (list, start, end) => sliced(list, Number(start), Number(end))),
  array_index_of: indexOf,
  array_sum: sum,
  array_sort_asc: sortFunction(1),
  array_sort_desc: sortFunction(-1),
  array_rotate_left: onList('dynamic long', 'dynamic', (list, count) => rotated(list, Number(count))),
  array_rotate_right: onList('dynamic long', 'dynamic', (list, count) => rotated(list, -Number(count))),
  array_shift_left: withNulls('dynamic long any?', 'dynamic', (list, count, fill) =>
    isList(list as Cell) ? shifted(list as List, Number(count), (fill ?? null) as Cell) : null,
  ),
  array_shift_right: withNulls('dynamic long any?', 'dynamic', (list, count, fill) =>
    isList(list as Cell) ? shifted(list as List, -Number(count), (fill ?? null) as Cell) : null,
  ),
  array_split: onList('dynamic long', 'dynamic', (list, at) => {
    const index = Number(at) < 0 ? Math.max(0, list.length + Number(at)) : Number(at);
    return [list.slice(0, index), list.slice(index)];
  }),
  array_iff: arrayIff(),
  array_iif: arrayIff(),
  set_union: sets((_, __, all) => unique(all)),
  set_intersect: sets((first, rest) => first.filter((item) => rest.every((set) => set.has(keyOf(item))))),
  set_difference: sets((first, rest) => first.filter((item) => !rest.some((set) => set.has(keyOf(item))))),
  set_has_element: setHas,
  set_equals: fn('dynamic dynamic', 'bool', (a, b) => {
    if (!isList(a as Cell) || !isList(b as Cell)) return null;
    const [x, y] = [new Set((a as List).map(keyOf)), new Set((b as List).map(keyOf))];
    return x.size === y.size && [...x].every((key) => y.has(key));
  }),
  bag_keys: fn('dynamic', 'dynamic', (bag) => (isBag(bag as Cell) ? [...(bag as Bag).keys()] : null)),
  bag_has_key: fn('dynamic string', 'bool', (bag, key) =>
    isBag(bag as Cell) ? (bag as Bag).has(key as string) : null,
  ),
  bag_merge: withNulls('dynamic dynamic dynamic*', 'dynamic', (...bags) => merged(bags)),
  bag_remove_keys: fn('dynamic dynamic', 'dynamic', (bag, keys) => {
    if (!isBag(bag as Cell) || !isList(keys as Cell)) return null;
    const gone = new Set((keys as List).map((key) => toText(key, 'dynamic')));
    return new Map([...(bag as Bag)].filter(([name]) => !gone.has(name)));
  }),
  bag_set_key: typed(
    'dynamic string any',
    'dynamic',
    ([, , type = 'dynamic']) =>
      (bag, key, value) =>
        isBag(bag as Cell) ? new Map([...(bag as Bag), [key as string, toDynamic(value as Cell, type)]]) : null,
  ),
  bag_zip: fn('dynamic dynamic', 'dynamic', (keys, values) =>
    isList(keys as Cell) && isList(values as Cell)
      ? new Map((keys as List).map((key, at) => [toText(key, 'dynamic'), (values as List)[at] ?? null]))
      : null,
  ),
  bag_pack: bagPack,
  pack: bagPack,
  pack_dictionary: bagPack,
  pack_array: packArray,
  zip: fn('dynamic dynamic dynamic*', 'dynamic', (...lists) => {
    if (!lists.every((list) => isList(list as Cell))) return null;
    const length = Math.max(...(lists as List[]).map((list) => list.length));
    return Array.from({ length }, (_, at) => (lists as List[]).map((list) => list[at] ?? null));
  }),
  dynamic_to_json: fn('dynamic', 'string', (value) => printJson(value as Cell)),
  range: typed('any any any?', 'dynamic', ([type = 'long', , third]) => (from, to, step) => {
    if (from === null || to === null || step === null) return null;
    return series(from as Whole, to as Whole, (third ? step : 1) as Whole).map((cell) => toDynamic(cell, type));
  }),
};

/** No longer than Kusto makes it. https://learn.microsoft.com/kusto/query/range-function */
function series(from: Whole, to: Whole, step: Whole): Cell[] {
  const cells: Cell[] = [];
  if (step === 0) return cells;
  for (let at = from; (step > 0 ? at <= to : at >= to) && cells.length < 1_048_576; ) {
    cells.push(at);
    at =
      Number.isInteger(at) && Number.isInteger(step)
        ? add(at, step)
        : typeof at === 'number' && typeof step === 'number'
          ? at + step
          : add(at, step);
  }
  return cells;
}

function shifted(list: List, count: number, fill: Cell): Cell[] {
  const padding = Array.from({ length: Math.min(list.length, Math.abs(count)) }, () => fill);
  return count >= 0
    ? [...list.slice(count), ...padding]
    : [...padding, ...list.slice(0, Math.max(0, list.length + count))];
}

function sortFunction(direction: 1 | -1): ScalarFunction {
  return onList('dynamic bool?', 'dynamic', (list, nullsLast) =>
    sorted(list, direction, (nullsLast ?? true) as boolean),
  );
}

/** https://learn.microsoft.com/kusto/query/array-iff-function */
function arrayIff(): ScalarFunction {
  return fn('dynamic dynamic dynamic', 'dynamic', (tests, yes, no) => {
    if (!isList(tests as Cell)) return null;
    const pick = (from: Cell, at: number): Cell => (isList(from) ? (from[at] ?? null) : from);
    return (tests as List).map((test, at) =>
      test === null ? null : pick((test === true || (typeof test === 'number' && test !== 0) ? yes : no) as Cell, at),
    );
  });
}
