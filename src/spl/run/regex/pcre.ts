import { readAtom, skipComments } from './atom.ts';
import { type Out, type Piece, type Reader, refused, unknown } from './reader.ts';

/** A PCRE pattern in JavaScript's terms. */
export interface Translated {
  readonly source: string;
  readonly flags: string;
  /** PCRE's number of a group to JavaScript's: atomic groups become captures of their own. */
  readonly groupIndex: readonly number[];
  /** Names of named groups to JavaScript's number of the group. */
  readonly names: ReadonlyMap<string, number>;
  /** What is repeated repeats itself, or can match in several ways: backtracking may never get through it. */
  readonly risky: boolean;
}

/**
 * Translates a pattern of Splunk's (PCRE) into one of JavaScript's with the same meaning.
 *
 * Throws `Refused` for what PCRE does not compile and `NotEvaluated` for what JavaScript cannot do (recursion, conditions, `\K`).
 * Source: pcrepattern(3), https://www.pcre.org/original/doc/html/pcrepattern.html; Splunk says that its regular expressions are
 * PCRE in https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/AboutSplunkregularexpressions.
 */
export function translatePcre(pattern: string, ignoreCase = false): Translated {
  const reader: Reader = {
    pattern,
    at: 0,
    flags: { i: ignoreCase, s: false, m: false, x: false },
    groups: 0,
    captures: 0,
    groupIndex: [0],
    names: new Map(),
    risky: false,
    depth: 0,
    quotedEnd: 0,
  };
  const piece = readAlternatives(reader);
  if (reader.at < pattern.length) throw refused('unmatched closing parenthesis', reader);
  return {
    source: piece.out.map((part) => (typeof part === 'string' ? part : reference(part, reader))).join(''),
    flags: 'u',
    groupIndex: reader.groupIndex,
    names: reader.names,
    risky: reader.risky,
  };
}

function reference({ group, fold }: { group: number | string; fold: boolean }, reader: Reader): string {
  const index = typeof group === 'number' ? reader.groupIndex[group] : reader.names.get(group);
  if (index === undefined) throw refused('reference to non-existent subpattern', reader);
  if (fold) throw unknown('a back reference that ignores case');
  return `(?:\\${index})`;
}

/** Alternatives up to a closing parenthesis or the end. Flags that are set inside last to the end of the group. */
export function readAlternatives(reader: Reader, lookbehind = false): Piece {
  reader.depth += 1;
  if (reader.depth > 200) throw unknown('more than 200 nested groups');
  const outer = reader.flags;
  const branches: Piece[] = [readSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    branches.push(readSequence(reader));
  }
  reader.flags = outer;
  reader.depth -= 1;
  if (lookbehind && branches.some(({ max }) => max === Infinity)) {
    throw refused('lookbehind assertion is not fixed length', reader);
  }
  // PCRE before 10.43 wants one length for each branch, later versions take bounds: which one runs is not known here.
  if (lookbehind && branches.some(({ min, max }) => min !== max)) throw unknown('a lookbehind of several lengths');
  return {
    out: branches.flatMap(({ out }, at) => (at === 0 ? out : ['|', ...out])),
    min: Math.min(...branches.map(({ min }) => min)),
    max: Math.max(...branches.map(({ max }) => max)),
    loops: branches.some(({ loops }) => loops),
    forks: branches.length > 1 || branches.some(({ forks }) => forks),
    repeatable: false,
  };
}

function readSequence(reader: Reader): Piece {
  const out: Out[] = [];
  let [min, max, loops, forks] = [0, 0, false, false];
  while (reader.at < reader.pattern.length) {
    const char = reader.pattern[reader.at];
    if (reader.at >= reader.quotedEnd && (char === '|' || char === ')')) break;
    const piece = quantified(readAtom(reader), reader);
    out.push(...piece.out);
    min += piece.min;
    max += piece.max;
    loops ||= piece.loops;
    forks ||= piece.forks;
  }
  return { out, min, max, loops, forks, repeatable: false };
}

function quantified(first: Piece, reader: Reader): Piece {
  let piece = first;
  for (;;) {
    endQuoted(reader);
    if (reader.at < reader.quotedEnd) return piece;
    if (reader.flags.x) skipComments(reader);
    const match = QUANTIFIER.exec(reader.pattern.slice(reader.at, reader.at + 32));
    if (!match) return piece;
    if (!piece.repeatable) throw refused('quantifier does not follow a repeatable item', reader);
    reader.at += match[0].length;
    piece = repeat(piece, match, reader);
  }
}

/** A quantifier behind `\E` is for the last character in front of it. */
function endQuoted(reader: Reader): void {
  if (reader.at === reader.quotedEnd && reader.pattern.startsWith('\\E', reader.at)) reader.at += 2;
}

const QUANTIFIER = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})([+?]?)/;

function repeat(piece: Piece, [, sign, from, comma, to, mode]: RegExpExecArray, reader: Reader): Piece {
  const low = sign ? (sign === '+' ? 1 : 0) : Number(from);
  const high = sign ? (sign === '?' ? 1 : Infinity) : comma ? (to ? Number(to) : Infinity) : low;
  if (high < low) throw refused('numbers out of order in {} quantifier', reader);
  if (low > 65_535 || (high !== Infinity && high > 65_535)) throw refused('number too big in {} quantifier', reader);
  const unbounded = high === Infinity || high > 100;
  if (high > 1 && (piece.loops || piece.forks)) reader.risky = true;
  const count = sign ?? (comma ? `{${low},${to}}` : `{${low}}`);
  const repeated: Piece = {
    out: ['(?:', ...piece.out, ')', count + (mode === '?' ? '?' : '')],
    min: piece.min * low,
    max: piece.max === 0 ? 0 : piece.max * high,
    loops: piece.loops || unbounded,
    forks: piece.forks || low !== high,
    repeatable: true,
  };
  return mode === '+' ? atomic(repeated, reader, false) : { ...repeated, repeatable: false };
}

/** `(?>…)`: JavaScript gives up nothing of what a lookahead has captured. */
function atomic(piece: Piece, reader: Reader, repeatable: boolean): Piece {
  // The capture opens before those inside it: its number is only right where it holds none.
  const index = claim(reader, piece);
  return { ...piece, out: ['(?=(', ...piece.out, `))(?:\\${index})`], repeatable };
}

function claim(reader: Reader, piece: Piece): number {
  if (piece.out.some((part) => part === '(' || part === '(?=('))
    throw unknown('a possessive repetition of a group that captures');
  reader.captures += 1;
  return reader.captures;
}
