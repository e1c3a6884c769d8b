import { readAlternatives } from './pcre.ts';
import { ATOM, EMPTY, type Flags, type Piece, type Reader, refused, unknown } from './reader.ts';

const GROUP_HEAD =
  /^\((?:\?(?:(#)[^)]*\)|(P?<([A-Za-z_]\w*)>)|('(\w+)')|(P=(\w+)\))|(:|=|!|<=|<!|>)|([imsxJU]*(?:-[imsxJU]+)?)([:)])|([^\s]))|(\*))?/;

/** Reads what stands in parentheses. */
export function readGroup(reader: Reader): Piece {
  const match = GROUP_HEAD.exec(reader.pattern.slice(reader.at)) as RegExpExecArray;
  const [head, comment, named, name1, , name2, , backName, kind, flags, flagsEnd, other, verb] = match;
  if (verb) throw unknown('a verb such as (*SKIP)');
  if (other) {
    if (/[R&P|(\d+C-]/.test(other)) throw unknown(`(?${other}`);
    throw refused('unrecognized character after (? or (?<', reader);
  }
  reader.at += head.length;
  if (comment) return EMPTY;
  if (backName)
    return { ...ATOM, out: [{ group: backName, fold: reader.flags.i }], min: 0, max: Infinity, loops: true };
  if (flags !== undefined) return readFlags(flags, flagsEnd as string, reader);
  if (kind) return readSpecial(kind, reader);
  return readCapture(named ? name1 : name2, reader);
}

function readFlags(written: string, end: string, reader: Reader): Piece {
  if (/[JU]/.test(written)) throw unknown(`(?${written})`);
  const [on = '', off = ''] = written.split('-');
  const set = (flag: keyof Flags) => (on.includes(flag) || reader.flags[flag]) && !off.includes(flag);
  const inner: Flags = { i: set('i'), s: set('s'), m: set('m'), x: set('x') };
  if (end === ')') {
    reader.flags = inner;
    return EMPTY;
  }
  const outer = reader.flags;
  reader.flags = inner;
  const body = readAlternatives(reader);
  reader.flags = outer;
  return close(body, '(?:', reader);
}

function close(body: Piece, head: string, reader: Reader): Piece {
  if (reader.pattern[reader.at] !== ')') throw refused('missing closing parenthesis', reader);
  reader.at += 1;
  return { ...body, out: [head, ...body.out, ')'], repeatable: true };
}

function readSpecial(kind: string, reader: Reader): Piece {
  if (kind === ':') return close(readAlternatives(reader), '(?:', reader);
  if (kind === '>') {
    // Claimed before its content is read, so that its number is right whatever it holds.
    reader.captures += 1;
    const index = reader.captures;
    const body = close(readAlternatives(reader), '(?=(', reader);
    return { ...body, out: [...body.out, `)(?:\\${index})`], repeatable: true };
  }
  const body = close(readAlternatives(reader, kind.startsWith('<')), `(?${kind}`, reader);
  return { ...body, out: ['(?:', ...body.out, ')'], min: 0, max: 0, repeatable: true };
}

function readCapture(name: string | undefined, reader: Reader): Piece {
  reader.captures += 1;
  reader.groups += 1;
  reader.groupIndex[reader.groups] = reader.captures;
  if (name !== undefined) {
    if (reader.names.has(name)) throw refused('two named subpatterns have the same name', reader);
    reader.names.set(name, reader.captures);
  }
  return close(readAlternatives(reader), '(', reader);
}
