import { expect, test } from 'vitest';
import { countOutcomes, OUTCOMES, outcomeOf } from '../../../src/sync/run/outcome.ts';

test.each([
  [{ hits: 0, missing: 0, reads: 2 }, 'quiet'],
  [{ hits: 0, missing: 1, reads: 2 }, 'quiet'],
  [{ hits: 0, missing: 2, reads: 2 }, 'blind'],
  [{ hits: 0, missing: 0, reads: 0 }, 'quiet'],
  [{ hits: 1, missing: 0, reads: 0 }, 'hit'],
  [{ hits: 100, missing: 0, reads: 0 }, 'hit'],
  [{ hits: 101, missing: 0, reads: 0 }, 'noisy'],
] as const)('%j is %s, where more than 100 rows are noise', (result, outcome) => {
  expect(outcomeOf(result, 100)).toBe(outcome);
});

test('every outcome is counted, those that did not happen too', () => {
  const counts = countOutcomes([{ outcome: 'hit' }, { outcome: 'hit' }, { outcome: 'blind' }]);
  expect(Object.keys(counts)).toEqual([...OUTCOMES]);
  expect(counts).toMatchObject({ hit: 2, blind: 1, quiet: 0 });
});
