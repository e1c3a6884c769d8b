import type { ReadSentence } from './mentions/mentions.ts';

const TITLE = /\b(?:corrections?|corrected|retractions?|retract(?:s|ed|ing)?|errat(?:um|a)|corrigendum)\b/i;
const TAKES_BACK =
  /\b(?:(?:we|hereby|has|have|is|are|was|were) (?:now |hereby |since )?retract(?:s|ed|ing)?|in error|by mistake|mistakenly|erroneously|(?:wrongly|incorrectly|falsely) (?:listed|attributed|named|identified|reported|published|blamed|flagged)|(?:is|are|was|were) not malicious)\b/i;

/** How many sentences from the top may say so. */
const OPENING = 6;

/**
 * The sentence by which an article takes back or corrects an earlier one; null where it is none. A title that says so is enough; else
 * two sentences of its opening must.
 */
export function correctionIn(sentences: readonly Pick<ReadSentence, 'text'>[]): string | null {
  const [title, ...rest] = sentences.slice(0, OPENING).map(({ text }) => text);
  const said = rest.filter((text) => TAKES_BACK.test(text));
  if (title !== undefined && TITLE.test(title) && said.length > 0) return said[0] ?? null;
  return said.length >= 2 ? (said[0] ?? null) : null;
}
