/** What a bracketed character becomes in marked text, so that a defanged value can be told from a plain one. */
export const DOT = '\uE000';
const COLON = '\uE001';
export const AT = '\uE002';
/** `[/]`, which parts a host from its path. */
export const SLASH = '\uE003';
const MARKS = /[\uE000-\uE003]/;

/** A text with every way of defanging reduced to one mark, and the way back to the original's offsets. */
export interface MarkedText {
  readonly text: string;
  /** The original offset of an offset in `text`. */
  originalOffset(offset: number): number;
}

const OPEN = '[[({<]{1,2}';
const CLOSE = String.raw`[\])}>]{1,2}`;
const WORD = '[A-Za-z0-9]';
/** Ends of names that are believed where a dot is only said. */
const ENDINGS = '(?:com|net|org|info|ru|xyz|top|cc|biz|online|site|club|shop|live|icu|space|store)';
/** What goes on after a spaced mark: a name, not one of the words that are also top-level domains. */
const NEXT = String.raw`(?=${WORD})(?!(?:in|is|it|to|at|be|as|by|my|me|no|so|us|do|am|an|and|the|for|of|on)\b)`;
// Each alternative has a bounded length, so that no text can make it slow. Outer spaces belong to the mark only between words.
const DEFANGED = new RegExp(
  [
    String.raw`(?<spaced>(?<=${WORD})[ \t]{1,2}\[[ \t]?(?:\.|[Dd][Oo][Tt])[ \t]?\][ \t]{0,2}${NEXT}|(?<=${WORD})[ \t]{1,2}[({][Dd][Oo][Tt][)}][ \t]{1,2}${NEXT})`,
    String.raw`(?<dot>${OPEN}[ \t]?(?:[.·．。․｡•]|[Dd][Oo0][Tt]|punkt|punto|point|ponto|punt|nokta)[ \t]?${CLOSE}(?:[ \t]{1,2}${NEXT}(?=[a-z0-9-]{2,63}(?:[\s[(/,;]|$)))?)`,
    String.raw`(?<half>(?<=${WORD})(?:[[({]\.|\.[\])}])(?=[a-z0-9]))`,
    // `evil\.com`, but not `C:\Users\.ssh`.
    String.raw`(?<escaped>(?<=${WORD})(?<![\\/][\w-]{0,40})\\\.(?=[a-z0-9]))`,
    String.raw`(?<said>(?<=[a-z0-9]{0,20}[-\d][a-z0-9-]{2,20})(?:[ ](?:\.|dot|DOT)[ ]|[·․．])(?=${ENDINGS}\b))`,
    `(?<slash>\\[/\\]|\\(/\\))`,
    String.raw`(?<scheme>:(?:${OPEN}/{1,2}${CLOSE}){1,2}/?|:/${OPEN}/${CLOSE}|${OPEN}[ \t]?:[ \t]?(?://${CLOSE}|/${CLOSE}/|${CLOSE}//|${CLOSE}\[//\]|${CLOSE}\[/\]\[/\]))`,
    `(?<colons>${OPEN}::${CLOSE})`,
    `(?<colon>${OPEN}:${CLOSE})`,
    String.raw`(?<at>[ \t]?${OPEN}[ \t]?(?:@|[Aa][Tt])[ \t]?${CLOSE}[ \t]?)`,
    // A soft hyphen shows at the end of a line, and the word goes on in the next.
    String.raw`(?<hidden>\u00ad(?:[ \t]{0,3}\n[ \t]{0,8}|[ ](?=${WORD}))?|[\u200b-\u200d\u2060\ufeff])`,
  ].join('|'),
  'g',
);

/** Finds every defanged dot, colon, scheme and at sign: `[.]`, `( dot )`, `[:]//`, `[://]`, `[@]`, and mixtures of brackets. */
export function markDefanged(original: string): MarkedText {
  const source = original.replace(/[\uE000-\uF8FF]/g, ' ');
  const parts: string[] = [];
  const cuts: { readonly at: number; readonly original: number }[] = [];
  let done = 0;
  let length = 0;
  for (const match of source.matchAll(DEFANGED)) {
    const kept = source.slice(done, match.index);
    const mark = markOf(match.groups ?? {});
    parts.push(kept, mark);
    length += kept.length + mark.length;
    done = match.index + match[0].length;
    cuts.push({ at: length, original: done });
  }
  parts.push(source.slice(done));
  return { text: parts.join(''), originalOffset: (offset) => originalOffset(cuts, offset) };
}

function markOf(groups: Readonly<Record<string, string | undefined>>): string {
  if (groups['dot'] || groups['spaced'] || groups['half'] || groups['escaped'] || groups['said']) return DOT;
  if (groups['slash']) return SLASH;
  if (groups['scheme']) return `${COLON}//`;
  if (groups['colons']) return COLON + COLON;
  if (groups['colon']) return COLON;
  return groups['at'] ? AT : '';
}

function originalOffset(cuts: readonly { readonly at: number; readonly original: number }[], offset: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const cut = cuts[low - 1];
  return cut ? cut.original + (offset - cut.at) : offset;
}

export function isMarked(value: string): boolean {
  return MARKS.test(value);
}

/** The value without marks: what the author would have written had he not defanged it. */
export function refang(marked: string): string {
  return marked.replaceAll(DOT, '.').replaceAll(COLON, ':').replaceAll(AT, '@').replaceAll(SLASH, '/');
}
