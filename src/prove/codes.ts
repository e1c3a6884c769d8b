import { codeArea } from '../core/codes.ts';

/** What running a hunt on made rows finds. */
export const PROOF_CODES = codeArea('proof', 'Hunts that were run on made rows', {
  dead: {
    means: 'No row can ever make the query hit; the message names the stage that lets none through, and why.',
    cause:
      'It asks of a field what cannot be true at once, or reads a field that an earlier stage has dropped or renamed.',
    remedy: 'Keep the field in the stage that drops it, or mend the condition at the place that is named.',
  },
});
