/** Texts that a regular expression finds: enough of the syntax of RE2 and PCRE for what hunts look for. */

/** Takes alternatives and characters; each number tells one choice. */
interface Reader {
  readonly pattern: string;
  at: number;
  /** Which of the alternatives of a group is taken: this one, or the last that there is. */
  readonly choice: number;
  /** What stands for something optional: nothing, or one of it. */
  readonly least: number;
}

const CHOICES = 4;
/** No longer than any field of a hunt has reason for. */
const LONGEST = 4000;

/** Some texts that the pattern should find, the plainest first; none where the pattern is not understood. */
export function samplesOf(pattern: string): string[] {
  const body = pattern.replace(/\(\?[a-z]+\)/g, '');
  const found = new Set<string>();
  for (const least of [0, 1]) {
    for (let choice = 0; choice < CHOICES; choice += 1) {
      const reader: Reader = { pattern: body, at: 0, choice, least };
      const sample = alternatives(reader);
      if (sample !== null && reader.at === body.length) found.add(sample);
    }
  }
  return [...found];
}

/** `a|b|c`, up to the end or a closing bracket. */
function alternatives(reader: Reader): string | null {
  const all: string[] = [];
  for (;;) {
    const one = sequence(reader);
    if (one === null) return null;
    all.push(one);
    if (reader.pattern[reader.at] !== '|') break;
    reader.at += 1;
  }
  return all[Math.min(reader.choice, all.length - 1)] ?? null;
}

function sequence(reader: Reader): string | null {
  let text = '';
  while (reader.at < reader.pattern.length && !/[|)]/.test(reader.pattern[reader.at] as string)) {
    const atom = readAtom(reader);
    if (atom === null) return null;
    const times = readTimes(reader);
    if (text.length + atom.length * times > LONGEST) return null;
    text += atom.repeat(times);
  }
  return text;
}

function readAtom(reader: Reader): string | null {
  const { pattern } = reader;
  const character = pattern[reader.at] as string;
  switch (character) {
    case '(':
      return readGroup(reader);
    case '[':
      return readClass(reader);
    case '\\':
      reader.at += 2;
      return readEscape(reader, pattern[reader.at - 1]);
    case '^':
    case '$':
      reader.at += 1;
      return '';
    case '.':
      reader.at += 1;
      return 'x';
    default:
      reader.at += 1;
      return character;
  }
}

function readGroup(reader: Reader): string | null {
  const rest = reader.pattern.slice(reader.at);
  const [head = '('] = /^\((?:\?(?:P?<[A-Za-z_]\w*>|[a-z-]*:|>|<?[=!]))?/.exec(rest) ?? [];
  reader.at += head.length;
  const inner = alternatives(reader);
  if (inner === null || reader.pattern[reader.at] !== ')') return null;
  reader.at += 1;
  // What must, or must not, stand around it is left to the test of the whole.
  return /^\(\?<?[=!]$/.test(head) ? (head === '(?=' ? inner : '') : inner;
}

const SHORTHAND: Readonly<Record<string, string>> = {
  d: '7',
  D: 'x',
  w: 'w',
  W: ' ',
  s: ' ',
  S: 'x',
  b: '',
  B: '',
  A: '',
  z: '',
  Z: '',
};
const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readEscape(reader: Reader, letter: string | undefined): string | null {
  if (letter === undefined) return null;
  if (letter === 'x') {
    const [whole, code] = /^([0-9a-f]{2})/i.exec(reader.pattern.slice(reader.at)) ?? [];
    if (whole === undefined || code === undefined) return null;
    reader.at += whole.length;
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  if (/[1-9pPuUkQGRKX]/.test(letter)) return null;
  return SHORTHAND[letter] ?? CONTROL[letter] ?? letter;
}

/** The first of these characters that the class has: letters and digits that make a word before what is odd. */
const CANDIDATES = 'axA7 -_./\\:=+;,@#"\'|&<>$%!?*()[]{}~^`\tz0129Zbcdefghijklmnopqrstuvwy';

function readClass(reader: Reader): string | null {
  const rest = reader.pattern.slice(reader.at);
  const [whole] = /^\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]/.exec(rest) ?? [];
  if (whole === undefined) return null;
  reader.at += whole.length;
  try {
    const found = new RegExp(whole.replace(/\[:alnum:\]/g, 'A-Za-z0-9').replace(/\[:space:\]/g, '\\s'));
    return [...CANDIDATES].find((character) => found.test(character)) ?? null;
  } catch {
    return null;
  }
}

/** How often what stands before is repeated: as rarely as it may, and once where it may be left out. */
function readTimes(reader: Reader): number {
  const [whole = '', quantifier = ''] =
    /^([*+?]|\{(?:\d+)(?:,\d*)?\})[+?]?/.exec(reader.pattern.slice(reader.at)) ?? [];
  reader.at += whole.length;
  if (quantifier === '') return 1;
  if (quantifier === '+') return 1;
  if (quantifier === '*' || quantifier === '?') return reader.least;
  return Number(/\d+/.exec(quantifier)?.[0] ?? 1);
}
