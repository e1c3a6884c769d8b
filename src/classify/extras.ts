import type { BriefingExtras } from '../briefing/render.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { ItemDocument } from '../sources/source.ts';
import type { Classification } from './classify.ts';

/** The longest quoted sentence, in UTF-16 units. */
const QUOTE = 300;

/** What the briefing of a classified article says beside its facts; what called for its hunts is with the hunts. */
export function extrasOf(item: ItemDocument, { reasons, evidence }: Omit<Classification, 'article'>): BriefingExtras {
  return {
    reasons,
    profile: item.text,
    evidence: evidence.techniques.map(({ id, sentence }) => `${id}: ${truncate(oneLine(sentence), QUOTE)}`),
  };
}
