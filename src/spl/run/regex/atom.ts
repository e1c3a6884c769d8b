import { type CharSet, classEscape, foldSet, setSource, singleChar } from './charset.ts';
import { readClass } from './class.ts';
import { readEscape } from './escape.ts';
import { readGroup } from './group.ts';
import { ATOM, EMPTY, type Piece, type Reader, refused, unknown } from './reader.ts';

/** Reads one thing that a quantifier may stand behind. */
export function readAtom(reader: Reader): Piece {
  const { pattern, flags } = reader;
  const char = pattern[reader.at] as string;
  if (reader.at < reader.quotedEnd) return readLiteral(reader);
  if (flags.x && /[\s#]/.test(char)) {
    skipComments(reader);
    return EMPTY;
  }
  switch (char) {
    case '(':
      return readGroup(reader);
    case '[':
      return fromSet(
        readClass(reader, (what) => refused(what, reader)),
        reader,
      );
    case '.':
      reader.at += 1;
      return { ...ATOM, out: [flags.s ? '[^]' : '[^\\n]'], min: 1, max: 1 };
    case '^':
      reader.at += 1;
      return { ...EMPTY, out: [flags.m ? '(?<![^\\n])' : '(?<![^])'] };
    case '$':
      reader.at += 1;
      return { ...EMPTY, out: [flags.m ? '(?![^\\n])' : '(?=\\n?(?![^]))'] };
    case '*':
    case '+':
    case '?':
      throw refused('quantifier does not follow a repeatable item', reader);
    case '{':
      // Any other brace is a character.
      if (/^\{\d+(?:,\d*)?\}/.test(pattern.slice(reader.at, reader.at + 32)))
        throw refused('quantifier does not follow a repeatable item', reader);
      return readLiteral(reader);
    case '\\':
      return readBackslash(reader);
    default:
      return readLiteral(reader);
  }
}

function readLiteral(reader: Reader): Piece {
  const char = String.fromCodePoint(reader.pattern.codePointAt(reader.at) as number);
  reader.at += char.length;
  return fromSet(singleChar(char), reader);
}

function fromSet(set: CharSet, reader: Reader): Piece {
  return { ...ATOM, out: [setSource(reader.flags.i ? foldSet(set) : set)], min: 1, max: 1 };
}

/** White space and comments, where `(?x)` lets them stand. */
export function skipComments(reader: Reader): void {
  const match = /^(?:\s+|#[^\n]*(?:\n|$))+/.exec(reader.pattern.slice(reader.at));
  reader.at += match?.[0].length ?? 0;
}

const ASSERTIONS: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  z: '(?![^])',
  Z: '(?=\\n?(?![^]))',
  b: '\\b',
  B: '\\B',
};

function readBackslash(reader: Reader): Piece {
  const { pattern } = reader;
  if (reader.at + 1 >= pattern.length) throw refused('\\ at end of pattern', reader);
  const char = pattern[reader.at + 1] as string;
  const assertion = ASSERTIONS[char];
  if (assertion) {
    reader.at += 2;
    return { ...EMPTY, out: [assertion] };
  }
  if (char === 'Q') return readQuoted(reader);
  if (char === 'E') {
    reader.at += 2;
    return EMPTY;
  }
  if (char === 'R') {
    reader.at += 2;
    return { ...ATOM, out: ['(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])'], min: 1, max: 2 };
  }
  if (char === 'K' || char === 'G' || char === 'X' || char === 'C') throw unknown(`\\${char}`);
  const backReference = readBackReference(reader);
  if (backReference) return backReference;
  const set = classEscape(char);
  if (set) {
    reader.at += 2;
    return fromSet(set, reader);
  }
  return fromSet(
    readEscape(reader, (what) => refused(what, reader)),
    reader,
  );
}

/** Opens `\Q…\E`; what stands in it is read character by character. */
function readQuoted(reader: Reader): Piece {
  const end = reader.pattern.indexOf('\\E', reader.at);
  reader.at += 2;
  reader.quotedEnd = end < 0 ? reader.pattern.length : end;
  return EMPTY;
}

const BACK_REFERENCE = /^\\(?:([1-9]\d?)|g(-?\d+)|g\{(-?\d+)\}|k(?:<(\w+)>|'(\w+)'|\{(\w+)\})|g\{(\w+)\})/;

function readBackReference(reader: Reader): Piece | null {
  const match = BACK_REFERENCE.exec(reader.pattern.slice(reader.at));
  if (!match) return null;
  const number = match[1] ?? match[2] ?? match[3];
  // `\11` is a character in octal where there are not that many groups.
  if (match[1] && match[1].length > 1 && Number(match[1]) > reader.groups) return null;
  reader.at += match[0].length;
  const relative = number?.startsWith('-') ? reader.groups + 1 + Number(number) : Number(number);
  const group = number === undefined ? (match.slice(4).find((name) => name !== undefined) as string) : relative;
  return { ...ATOM, out: [{ group, fold: reader.flags.i }], min: 0, max: Infinity, loops: true };
}
