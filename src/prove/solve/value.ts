import { samplesOf } from './regex-sample.ts';
import { accepts, isComparison, numericValue, plainText, type Sought, type Test } from './test.ts';

/** A value that passes, or that there is none; `certain`: not merely none was found. */
export type Solution = { readonly value: Sought } | { readonly value: null; readonly certain: boolean };

/** Values that are tried where nothing says what the value is like. */
const FILLERS: readonly Sought[] = ['sample', 'x1', 'a.b', 'qqqqqqqq', ''];
const MAX_CANDIDATES = 400;

/** A value that passes all tests. `usual` are those that real rows have there. */
export function solve(tests: readonly Test[], usual: readonly Sought[]): Solution {
  const wanted = tests.filter(({ negated }) => !negated);
  if (wanted.some(({ what }) => what === 'empty'))
    return first([''], tests) ?? { value: null, certain: isPlain(tests) };

  const [given] = wanted.filter(({ what }) => what === 'is').sort((a, b) => a.values.length - b.values.length);
  if (given) {
    const values = given.values.map((value) => (given.fold === 'upper' ? plainText(value).toUpperCase() : value));
    return first(values, tests) ?? { value: null, certain: isPlain(tests) };
  }
  const comparisons = tests.filter(isComparison);
  if (comparisons.length > 0) {
    return (
      first(between(comparisons, usual), tests) ?? { value: null, certain: isPlain(tests) && isEmptyRange(comparisons) }
    );
  }
  const found = first(usual, tests) ?? first(texts(wanted, usual), tests) ?? first(FILLERS, tests);
  return found ?? { value: null, certain: false };
}

/** Another value that passes, different from those before: for rows that must differ. */
export function another(tests: readonly Test[], value: Sought, number: number): Sought | null {
  if (value instanceof Date) return new Date(value.getTime() + number * 1000);
  const [given] = tests.filter(({ what, negated }) => what === 'is' && !negated);
  if (given) {
    const passing = given.values.filter((each) => tests.every((one) => accepts(one, each) === true));
    return passing[number] ?? null;
  }
  if (typeof value === 'number') return first([value + number, value - number], tests)?.value ?? null;
  const text = plainText(value);
  const address = /^(\d+\.\d+\.)\d+\.(\d+)$/.exec(text);
  const moved = address ? [`${address[1]}${(number >> 8) + 1}.${number & 255}`] : [];
  const within = text.length > 2 ? [`${text.slice(0, 1)}${number}${text.slice(1)}`] : [];
  return (
    first(
      [...moved, `${text}${number}`, `${text} ${number}`, `${number}${text}`, `${number} ${text}`, ...within],
      tests,
    )?.value ?? null
  );
}

function first(candidates: Iterable<Sought>, tests: readonly Test[]): { readonly value: Sought } | undefined {
  let left = MAX_CANDIDATES;
  for (const value of candidates) {
    if (tests.every((one) => accepts(one, value) !== false)) return { value };
    left -= 1;
    if (left <= 0) return undefined;
  }
  return undefined;
}

/** Tests whose meaning is the same everywhere and at any time, so that no value passing them is no value. */
function isPlain(tests: readonly Test[]): boolean {
  return tests.every(
    ({ what, values }) =>
      what !== 'regex' && values.length <= MAX_CANDIDATES && !values.some((value) => value instanceof Date),
  );
}

function* between(comparisons: readonly Test[], usual: readonly Sought[]): Generator<Sought> {
  const { low, high } = range(comparisons);
  yield* usual;
  const isTime = comparisons.some(({ values }) => values[0] instanceof Date);
  const made = (value: number): Sought => (isTime ? new Date(value) : value);
  const step = isTime ? 60_000 : 1;
  const texts = comparisons.flatMap(({ values }) => values).filter((value) => numericValue(value) === null);
  if (texts.length > 0) yield* texts.flatMap((value) => [value, `${plainText(value)}0`, '']);
  if (low > -Infinity && high < Infinity) yield* [made((low + high) / 2), made(low), made(high)];
  if (low > -Infinity) yield* [made(low + step), made(low + step / 2), made(low)];
  if (high < Infinity) yield* [made(high - step), made(high - step / 2), made(high)];
}

/** What the comparisons leave, ends included. */
function range(comparisons: readonly Test[]): { low: number; high: number } {
  let [low, high] = [-Infinity, Infinity];
  for (const { what, negated, values } of comparisons) {
    const bound = values[0] === undefined ? null : numericValue(values[0]);
    if (bound === null) continue;
    const isLow = (what === 'above' || what === 'atLeast') !== negated;
    if (isLow) low = Math.max(low, bound);
    else high = Math.min(high, bound);
  }
  return { low, high };
}

function isEmptyRange(comparisons: readonly Test[]): boolean {
  const { low, high } = range(comparisons);
  return low > high;
}

interface Piece {
  readonly text: string;
  readonly starts: boolean;
  readonly ends: boolean;
}

/** Texts that begin, hold and end as asked. */
function* texts(wanted: readonly Test[], usual: readonly Sought[]): Generator<string> {
  const choices = wanted.map(piecesOf);
  if (choices.some((pieces) => pieces.length === 0)) return;
  const [plain = 'sample'] = usual.map(plainText);
  for (const pieces of combinations(choices)) {
    const starts = pieces.filter((piece) => piece.starts);
    const ends = pieces.filter((piece) => piece.ends && !piece.starts);
    const middle = pieces.filter((piece) => !piece.starts && !piece.ends);
    const longest = (list: readonly Piece[]) =>
      list.map(({ text }) => text).sort((a, b) => b.length - a.length)[0] ?? '';
    const inner = withoutRepeats(middle.map(({ text }) => text));
    const [head, tail] = [longest(starts), longest(ends)];
    for (const glue of [' ', '', '/', '\\', '.']) {
      yield [head, ...inner, tail].filter((part) => part !== '').join(glue);
      yield head + inner.join(glue) + tail;
      if (head === '') yield `${plain}${glue}${[...inner, tail].filter((part) => part !== '').join(glue)}`;
      if (tail === '') yield `${[head, ...inner].filter((part) => part !== '').join(glue)}${glue}${plain}`;
    }
  }
}

function withoutRepeats(parts: readonly string[]): string[] {
  const lower = parts.map((part) => part.toLowerCase());
  return parts.filter(
    (_, at) =>
      !lower.some(
        (other, index) => index !== at && other.includes(lower[at] as string) && (other !== lower[at] || index < at),
      ),
  );
}

const MAX_COMBINATIONS = 24;

function combinations(choices: readonly (readonly Piece[])[]): Piece[][] {
  let found: Piece[][] = [[]];
  for (const pieces of choices) {
    found = pieces.flatMap((piece) => found.map((before) => [...before, piece])).slice(0, MAX_COMBINATIONS);
  }
  return found;
}

/** What a test asks to stand in the text, one piece an alternative. */
function piecesOf({ what, values }: Test): Piece[] {
  const few = values.slice(0, 6).map(plainText);
  switch (what) {
    case 'starts':
      return few.map((text) => ({ text, starts: true, ends: false }));
    case 'ends':
      return few.map((text) => ({ text, starts: false, ends: true }));
    case 'glob':
      return few.flatMap((glob) => ['', 'x', ' '].map((filler) => globPiece(glob, filler)));
    case 'regex':
      return few.flatMap((pattern) =>
        samplesOf(pattern).map((text) => ({
          text,
          starts: /^(?:\(\?[a-z]+\))?\^/.test(pattern),
          ends: /[^\\]\$$/.test(pattern),
        })),
      );
    default:
      return few.map((text) => ({ text, starts: false, ends: false }));
  }
}

function globPiece(glob: string, filler: string): Piece {
  const [starts, ends] = [!glob.startsWith('*'), !glob.endsWith('*')];
  return { text: glob.replace(/^\*+|\*+$/g, '').replace(/\*+/g, filler), starts, ends };
}
