import { compilePhrases, findPhrases, type PhraseHit, type Phrases, type Word, wordsOf } from '../knowledge/words.ts';

/** Words that deny what follows them, and how far they reach. */
const DENIALS: ReadonlyMap<string, number> = new Map([
  ...['not', 'no', 'never', 'nor', 'isn', 'wasn', 'aren', 'weren', 'doesn', 'didn', 'cannot'].map(
    (word) => [word, 3] as const,
  ),
  ...['anti', 'without', 'unlike', 'non'].map((word) => [word, 1] as const),
  ...['unrelated', 'lacks', 'lacked', 'instead of', 'rather than'].map((word) => [word, 3] as const),
  // A list of what is missing.
  ...['minus', 'excluding'].map((word) => [word, 10] as const),
]);
const FARTHEST = Math.max(...DENIALS.values());

/** What cancels a denial: "not only phishing", "no longer". */
const STILL = new Set(['only', 'just', 'longer', 'doubt', 'matter', 'surprise', 'less', 'yet']);

/** Sentences that sell or advise rather than tell what attackers do. */
const SELLING = compilePhrases([
  'protect against',
  'protect you',
  'protect your',
  'protection against',
  'protected against',
  'defend against',
  'defense against',
  'defence against',
  'safeguard against',
  'stay safe from',
  'webinar',
  'free trial',
  'book a demo',
  'request a demo',
  'sign up for',
  'subscribe to',
  'our newsletter',
  'phishing resistant',
  'phishing simulation',
  'simulated phishing',
  'awareness training',
  'trusted by',
  'known ransomware use unknown',
  'known ransomware campaign use unknown',
  'no evidence of',
  'no indication of',
  'no sign of',
]);

/** A text, split once for all word searches. */
export interface TextReading {
  readonly text: string;
  readonly words: readonly Word[];
  /** Whether words are meant: not denied, and not in a sentence that advertises protection against them. */
  isMeant(hit: PhraseHit): boolean;
}

export function readText(text: string): TextReading {
  const words = wordsOf(text);
  const selling = new Set([...findPhrases(words, SELLING).values()].flat().map(({ sentence }) => sentence));
  return { text, words, isMeant: (hit) => !selling.has(hit.sentence) && !isDenied(words, hit) };
}

/** The first place where each phrase is meant, in the order of the text, as offsets. */
export function firstMeant({ words, isMeant }: TextReading, phrases: Phrases) {
  return [...findPhrases(words, phrases)]
    .flatMap(([phrase, hits]) => {
      const hit = hits.find(isMeant);
      return hit ? [{ phrase, start: words[hit.first]?.start ?? 0, end: words[hit.last]?.end ?? 0 }] : [];
    })
    .sort((a, b) => a.start - b.start);
}

function isDenied(words: readonly Word[], { first, sentence }: PhraseHit): boolean {
  for (let back = 1; back <= FARTHEST; back += 1) {
    const word = words[first - back];
    if (word?.sentence !== sentence) return false;
    const reach = DENIALS.get(word.form) ?? DENIALS.get(`${words[first - back - 1]?.form} ${word.form}`);
    if (reach !== undefined && back <= reach && !STILL.has(words[first - back + 1]?.form ?? '')) return true;
  }
  return false;
}
