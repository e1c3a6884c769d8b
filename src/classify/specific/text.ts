import { oneLine, truncateWords } from '../../core/text.ts';

/** A thing that an article names, with the words that do. */
export interface NamedThing {
  readonly value: string;
  /** The sentence, in the article's own spelling, on one line. */
  readonly evidence: string;
}

/** A line of an article in the forms that the finders read. */
export interface Line {
  /** As the article has it. */
  readonly text: string;
  /** Dots and schemes refanged. */
  readonly plain: string;
  /** Refanged, and without addresses that were written out in full: those are references, not the attackers'. */
  readonly named: string;
}

/** A book has less; a longer text is somebody's attack on the reader. */
const MAX_TEXT = 500_000;
const MAX_LINE = 20_000;
/** Longer runs of white space are cut to this: what looks for words with white space between them tries each run from each of its places. */
const MAX_SPACE = 8;
const WIDE_SPACE = new RegExp(`\\s{${MAX_SPACE + 1},}`, 'g');
const URL = /\b(?:https?|ftp):\/\/[^\s"'<>`|)\]}]{1,2000}/gi;
const DOT = /\[\.\]|\(\.\)|\{\.\}|\[dot\]/gi;
/** Where a bracketed dot parts a host from one of these, it is a domain and no file. */
const DOMAIN_LIKE = /(?:\[\.\]|\(\.\)|\{\.\}|\[dot\])(?=(?:sh|py|so|pl|app|zip|one|pub|rs|js|ps)\b)/gi;

/** The lines of a title and a text, empty ones left out. */
export function linesOf(title: string, text: string): Line[] {
  return `${title}\n${text}`
    .slice(0, MAX_TEXT)
    .split(/\r\n?|\n|\u2028|\u2029/)
    .flatMap((line) => (line.length <= MAX_LINE ? [line] : chunks(line)))
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      text: line,
      plain: refang(line),
      named: refang(line.replace(URL, ' ').replace(DOMAIN_LIKE, ' ')),
    }));
}

function chunks(line: string): string[] {
  return Array.from({ length: Math.ceil(line.length / MAX_LINE) }, (_, n) =>
    line.slice(n * MAX_LINE, (n + 1) * MAX_LINE),
  );
}

function refang(line: string): string {
  return line
    .replace(WIDE_SPACE, ' '.repeat(MAX_SPACE))
    .replace(DOT, '.')
    .replace(/\bhxxp(s?)(?:\[:\]|:)(?:\/\/|\[\/\/\])/gi, 'http$1://')
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2018\u2019]/g, "'");
}

/** The sentence of a line that holds a word, at most 200 characters of it; the line's beginning where the word is spelt otherwise. */
export function sentenceWith(line: string, word: string): string {
  const at = Math.max(0, line.indexOf(word));
  const before = line.slice(Math.max(0, at - 120), at);
  const opened = [...before.matchAll(/[.!?]\s+/g)].at(-1);
  // Where the sentence's beginning is too far away, that of a word does.
  const inside = opened === undefined && before.length < at;
  const start = at - before.length + (opened ? opened.index + 1 : inside ? Math.max(0, before.search(/(?<=\s)\S/)) : 0);
  const rest = line.slice(at + word.length, at + word.length + 200);
  const end = rest.search(/[.!?](?:\s|$)/);
  const sentence = oneLine(line.slice(start, at + word.length + (end < 0 ? rest.length : end + 1)));
  return truncateWords(inside ? `…${sentence}` : sentence, 200);
}

/** Findings without repeats (in any case), in order, at most `max`. */
export function distinct<T extends NamedThing>(findings: Iterable<T>, max: number): T[] {
  const byValue = new Map<string, T>();
  for (const finding of findings) {
    const key = finding.value.toLowerCase();
    if (!byValue.has(key)) byValue.set(key, finding);
    if (byValue.size === max) break;
  }
  return [...byValue.values()];
}
