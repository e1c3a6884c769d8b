import { NotEvaluated, type Refused } from '../outcome.ts';
import { type CharSet, ranges, singleChar } from './charset.ts';

interface Place {
  readonly pattern: string;
  at: number;
}

const CONTROLS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const CODE =
  /^\\(?:x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{0,2})|o\{([0-7]+)\}|(0[0-7]{0,2}|[1-7][0-7]{1,2})|c([ -~])|([pP])(?:\{(\^?)([\w &]+)\}|([A-Z])))/;

/** Reads an escape of one character or of a Unicode property, the backslash included. */
export function readEscape(place: Place, refused: (what: string) => Refused): CharSet {
  const rest = place.pattern.slice(place.at);
  const char = String.fromCodePoint(rest.codePointAt(1) as number);
  const match = CODE.exec(rest);
  if (match) {
    place.at += match[0].length;
    return fromCode(match, refused);
  }
  const control = CONTROLS[char];
  if (control !== undefined) {
    place.at += 2;
    return ranges([control, control]);
  }
  if (/[LlNUu]/.test(char)) throw refused(`PCRE does not support \\${char}`);
  // PCRE takes a letter without a meaning for itself, PCRE2 refuses it; which of them runs is not known here.
  if (/[A-Za-z]/.test(char)) throw new NotEvaluated(`regular expression with \\${char}`);
  place.at += 1 + char.length;
  return singleChar(char);
}

function fromCode(match: RegExpExecArray, refused: (what: string) => Refused): CharSet {
  const [, braced, hex, octalBraced, octal, control, property, caret, long, short] = match;
  if (property) return readProperty(property, caret === '^', long ?? (short as string), refused);
  const point = control
    ? control.toUpperCase().charCodeAt(0) ^ 64
    : braced !== undefined || hex !== undefined
      ? Number.parseInt(braced ?? (hex || '0'), 16)
      : Number.parseInt(octalBraced ?? (octal as string), 8);
  if (point > 0x10ffff) throw refused('character value in \\x{} or \\o{} is too large');
  return ranges([point, point]);
}

/** JavaScript has PCRE's names of general categories, and those of scripts under `Script=`. */
function readProperty(letter: string, caret: boolean, name: string, refused: (what: string) => Refused): CharSet {
  if (name === 'Any') return ranges([0, 0x10ffff]);
  const outside = (letter === 'P') !== caret;
  for (const written of [name, `Script=${name}`]) {
    const property = `\\${outside ? 'P' : 'p'}{${written}}`;
    try {
      new RegExp(property, 'u');
      return { ranges: [], negated: false, properties: [property] };
    } catch {
      // Not a name of this kind.
    }
  }
  throw refused('unknown property name after \\P or \\p');
}
