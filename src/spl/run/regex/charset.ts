/** A set of characters as ranges of code points, or what is outside of them. */
export interface CharSet {
  readonly ranges: readonly (readonly [number, number])[];
  readonly negated: boolean;
  /** Unicode properties as JavaScript writes them: `\p{L}`. */
  readonly properties: readonly string[];
}

export function ranges(...pairs: readonly (readonly [number, number])[]): CharSet {
  return { ranges: pairs, negated: false, properties: [] };
}

export function singleChar(char: string): CharSet {
  const point = char.codePointAt(0) as number;
  return ranges([point, point]);
}

const DIGIT = [[48, 57]] as const;
const WORD = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
] as const;
const SPACE = [
  [9, 13],
  [32, 32],
] as const;
const HORIZONTAL = [
  [9, 9],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
] as const;
const VERTICAL = [
  [10, 13],
  [0x85, 0x85],
  [0x2028, 0x2029],
] as const;
const NEWLINE = [[10, 10]] as const;

/** The characters of PCRE's escapes of a kind: without PCRE_UCP these are ASCII ones. */
const KINDS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  d: DIGIT,
  w: WORD,
  s: SPACE,
  h: HORIZONTAL,
  v: VERTICAL,
};

/** `\d`, `\W`, `\h`, `\N`: null for any other escape. */
export function classEscape(char: string): CharSet | null {
  if (char === 'N') return { ranges: NEWLINE, negated: true, properties: [] };
  const kind = KINDS[char.toLowerCase()];
  if (!kind) return null;
  return { ranges: kind, negated: char !== char.toLowerCase(), properties: [] };
}

const LAST = 0x10ffff;

/** What a negated set leaves, as ranges. */
export function complement(pairs: CharSet['ranges']): (readonly [number, number])[] {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0]);
  const out: (readonly [number, number])[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) out.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

/** The same set in either case. Large ranges of other scripts are left as they are. */
export function foldSet(set: CharSet): CharSet {
  const extra: [number, number][] = [];
  for (const [from, to] of set.ranges) {
    overlap(extra, from, to, 65, 90, 32);
    overlap(extra, from, to, 97, 122, -32);
    for (let point = Math.max(from, 128); point <= Math.min(to, from + 512); point += 1) {
      const char = String.fromCodePoint(point);
      for (const other of [char.toLowerCase(), char.toUpperCase()]) {
        const folded = other.codePointAt(0) as number;
        if (folded !== point && other.length === String.fromCodePoint(folded).length) extra.push([folded, folded]);
      }
    }
  }
  return extra.length === 0 ? set : { ...set, ranges: [...set.ranges, ...extra] };
}

function overlap(into: [number, number][], from: number, to: number, low: number, high: number, shift: number): void {
  const [first, last] = [Math.max(from, low), Math.min(to, high)];
  if (first <= last) into.push([first + shift, last + shift]);
}

/** The set as JavaScript writes it under the flag `u`. */
export function setSource({ ranges: pairs, negated, properties }: CharSet): string {
  const [only] = pairs;
  if (!negated && properties.length === 0 && pairs.length === 1 && only && only[0] === only[1])
    return pointSource(only[0]);
  const inner = pairs.map(([from, to]) =>
    from === to ? pointSource(from) : `${pointSource(from)}-${pointSource(to)}`,
  );
  return `[${negated ? '^' : ''}${inner.join('')}${properties.join('')}]`;
}

function pointSource(point: number): string {
  const char = String.fromCodePoint(point);
  if (/[A-Za-z0-9 "'%&,:;<=>@_`~!#]/.test(char)) return char;
  return `\\u{${point.toString(16)}}`;
}
