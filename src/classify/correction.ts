import type { ReadSentence } from './mentions/mentions.ts';

const TITLE =
  /\b(?:corrections?|corrected|retractions?|retract(?:s|ed|ing)?|withdrawn|errat(?:um|a)|corrigendum|false[- ]positives?)\b/i;
/** How a text begins that corrects. */
const LABEL = /^(?:update[ :–-]+)?(?:correction|retraction|erratum|corrigendum)\s*[:–-]/i;
const TAKES_BACK =
  /\b(?:(?:we|hereby|has|have|is|are|was|were) (?:now |hereby |since )?retract(?:s|ed|ing)?|in error|by mistake|mistakenly|erroneously|(?:wrongly|incorrectly|falsely) (?:listed|attributed|named|identified|reported|published|blamed|flagged)|(?:is|are|was|were) not malicious|we (?:hereby )?withdraw|(?:that|this|it|which) was (?:a|our) mistake|(?:is|are|was|were) (?:a )?false[- ]positives?(?! rates?)|(?:has|have) (?:now |since )?been removed from (?:the|our|its|this) (?:list|feed|post|report|indicators|iocs)|should be (?:deleted|removed) from (?:your |any |all )?(?:block ?lists?|feeds|watch ?lists?))\b/i;

/** How many sentences from the top may say so. */
const OPENING = 6;

/**
 * The sentence by which an article takes back or corrects an earlier one; null where it is none. A title that says so is enough; else
 * two sentences of its opening must.
 */
export function correctionIn(sentences: readonly Pick<ReadSentence, 'text'>[]): string | null {
  const [title, ...rest] = sentences.slice(0, OPENING).map(({ text }) => text);
  const said = rest.filter((text) => TAKES_BACK.test(text));
  const named = (title !== undefined && TITLE.test(title)) || rest.some((text) => LABEL.test(text));
  if (named && said.length > 0) return said[0] ?? null;
  return said.length >= 2 ? (said[0] ?? null) : null;
}
