/** A sentence of a text, or a line that stands for itself. */
export interface Sentence {
  /** As written, trimmed. */
  readonly text: string;
  /** Offsets in the text: `text.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
}

/** Longer ones are lists that lost their breaks; they are cut at white space. In UTF-16 units. */
const LONGEST = 600;
const CUT = 400;

/** What the segmenter is given at once: it looks ahead from each point, to the end of the line where none ends a sentence. */
const AT_ONCE = 8000;

/**
 * Ends with a point that ends no sentence: an abbreviation or an initial. The segmenter that Node brings knows none of them
 * (Unicode's suppressions for English are not compiled in).
 */
const ABBREVIATED =
  /(?:^|[\s("'“[])(?:e\.g|i\.e|a\.k\.a|u\.s|u\.k|al|vs|cf|approx|dr|mr|mrs|ms|prof|st|no|figs?|sec|vol|ver|inc|corp|ltd|co|\p{Lu})\.["'”)\]]*\s*$/iu;

let segmenter: Intl.Segmenter | undefined;

/**
 * The sentences of a text in order: never across a line break, never inside `evil[.]com`, `svchost.exe` or `v1.2.3`, not after
 * `e.g.` or `Inc.`. Unicode's rules (UAX 29) by the segmenter of Node itself, mended for what security writing does to points.
 */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    for (let at = 0; at < line.length; ) {
      const part = line.slice(at, partEnd(line, at));
      if (part.trim() !== '')
        for (const [from, to] of pieces(part)) push(sentences, text, start + at + from, start + at + to);
      at += part.length;
    }
    start += line.length + 1;
  }
  return sentences;
}

/** Where a part that begins here ends: behind a space, where there is one. */
function partEnd(line: string, at: number): number {
  if (line.length - at <= AT_ONCE) return line.length;
  const space = line.slice(at, at + AT_ONCE).lastIndexOf(' ');
  return at + (space > 0 ? space + 1 : AT_ONCE);
}

function* pieces(line: string): Generator<[number, number]> {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  let from = 0;
  let to = 0;
  for (const { segment, index } of segmenter.segment(line)) {
    const before = line.slice(Math.max(from, to - 16), to);
    if (to > from && !continues(before)) {
      yield* cut(line, from, to);
      from = index;
    }
    to = index + segment.length;
  }
  yield* cut(line, from, to);
}

/** Whether what was read so far goes on although the segmenter ended it. */
function continues(tail: string): boolean {
  return !/\s$/.test(tail) || ABBREVIATED.test(tail);
}

function* cut(line: string, from: number, to: number): Generator<[number, number]> {
  let rest = from;
  while (to - rest > LONGEST) {
    const space = line.slice(rest, rest + CUT).search(/\s\S*$/);
    const end = rest + (space > 0 ? space + 1 : CUT);
    yield [rest, end];
    rest = end;
  }
  yield [rest, to];
}

function push(sentences: Sentence[], text: string, from: number, to: number): void {
  const raw = text.slice(from, to);
  const trimmed = raw.trim();
  if (trimmed === '') return;
  const start = from + raw.indexOf(trimmed);
  sentences.push({ text: trimmed, start, end: start + trimmed.length });
}
