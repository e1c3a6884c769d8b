import { oneLine } from '../core/text.ts';
import type { DriftNote } from '../sync/plan.ts';

/** What became of an edit, in an output's own words; of an object with actions of its own, why an article changes nothing of it. */
export function driftWords(
  { decision, actions }: Pick<DriftNote, 'decision' | 'actions'>,
  words: Readonly<Record<DriftNote['decision'], string>>,
): string {
  if (actions === undefined) return words[decision];
  return `somebody has it act on what it finds (${oneLine(actions.join(', '))}), so no article changes it`;
}
