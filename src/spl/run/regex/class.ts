import { NotEvaluated, type Refused } from '../outcome.ts';
import { type CharSet, classEscape, complement, ranges } from './charset.ts';
import { readEscape } from './escape.ts';

interface Place {
  readonly pattern: string;
  at: number;
}

const POSIX: Readonly<Record<string, CharSet['ranges']>> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: [[48, 57]],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: [
    [9, 13],
    [32, 32],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  graph: [[33, 126]],
  print: [[32, 126]],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
  word: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  ascii: [[0, 127]],
};

interface Draft {
  readonly ranges: (readonly [number, number])[];
  readonly properties: string[];
}

/** Reads a class in brackets, its opening bracket included. A `]` that stands first is one of its characters, as in PCRE. */
export function readClass(place: Place, refused: (what: string) => Refused): CharSet {
  const { pattern } = place;
  place.at += 1;
  const negated = pattern[place.at] === '^';
  if (negated) place.at += 1;
  const draft: Draft = { ranges: [], properties: [] };
  for (let first = true; first || pattern[place.at] !== ']'; first = false) {
    if (place.at >= pattern.length) throw refused('missing terminating ] for character class');
    readItem(place, draft, refused);
  }
  place.at += 1;
  return { ...draft, negated };
}

function readItem(place: Place, draft: Draft, refused: (what: string) => Refused): void {
  const posix = /^\[:(\^?)(\w+):\]/.exec(place.pattern.slice(place.at, place.at + 20));
  if (posix) {
    const set = POSIX[posix[2] as string];
    if (!set) throw refused('unknown POSIX class name');
    place.at += posix[0].length;
    draft.ranges.push(...(posix[1] ? complement(set) : set));
    return;
  }
  const low = readMember(place, refused);
  const from = pointOf(low);
  const isRange =
    place.pattern[place.at] === '-' && place.at + 1 < place.pattern.length && place.pattern[place.at + 1] !== ']';
  if (from === null || !isRange) {
    add(low, draft);
    return;
  }
  const back = place.at;
  place.at += 1;
  const high = /^\[:\^?\w+:\]/.test(place.pattern.slice(place.at)) ? null : readMember(place, refused);
  const to = high && pointOf(high);
  if (to === null) {
    // `[a-\d]`: the hyphen is a character.
    place.at = back + 1;
    add(low, draft);
    add(ranges([45, 45]), draft);
    return;
  }
  if (to < from) throw refused('range out of order in character class');
  draft.ranges.push([from, to]);
}

function readMember(place: Place, refused: (what: string) => Refused): CharSet {
  const { pattern } = place;
  if (pattern[place.at] !== '\\') {
    const point = pattern.codePointAt(place.at) as number;
    place.at += String.fromCodePoint(point).length;
    return ranges([point, point]);
  }
  const char = pattern[place.at + 1];
  if (char === undefined) throw refused('\\ at end of pattern');
  if (char === 'b') {
    place.at += 2;
    return ranges([8, 8]);
  }
  if (char === 'Q' || char === 'E') throw new NotEvaluated('regular expression with \\Q inside a class');
  if (/[BRXN]/.test(char)) throw refused('escape sequence is invalid in character class');
  const set = classEscape(char);
  if (!set) return readEscape(place, refused);
  place.at += 2;
  return set;
}

/** The one character of a set, or null. */
function pointOf(set: CharSet): number | null {
  const [pair] = set.ranges;
  if (set.negated || set.properties.length > 0 || set.ranges.length !== 1 || !pair) return null;
  return pair[0] === pair[1] ? pair[0] : null;
}

function add(set: CharSet, draft: Draft): void {
  draft.ranges.push(...(set.negated ? complement(set.ranges) : set.ranges));
  draft.properties.push(...set.properties);
}
