import type { BriefingExtras } from '../briefing/render.ts';
import { oneLine, truncateWords } from '../core/text.ts';
import type { ItemDocument } from '../sources/source.ts';
import type { Classification } from './classify.ts';

/** The longest quoted sentence, in UTF-16 units. */
const QUOTE = 300;

/** What the briefing of a classified article says beside its facts; what called for its hunts is with the hunts. */
export function extrasOf(item: ItemDocument, { article, reasons, evidence }: Classification): BriefingExtras {
  const kept = new Set(article.hunts.map(({ useCase }) => useCase));
  // A text without a threat has left out all of them, which its header says.
  const others = article.noThreat === undefined ? evidence.useCases.filter(({ useCase }) => !kept.has(useCase.id)) : [];
  return {
    reasons,
    profile: item.text,
    evidence: [
      ...others.map(({ useCase, evidence: why }) => `Also told, and left out as one too many: ${useCase.id}: ${why}`),
      ...evidence.techniques.map(({ id, sentence }) => `${id}: ${truncateWords(oneLine(sentence), QUOTE)}`),
    ],
  };
}
