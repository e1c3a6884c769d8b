import fc from 'fast-check';
import type { QueueItem } from '../../src/sync/queue.ts';

/** What the records may know of some hunts; `missing` are the sources that a blind one may lack. */
export function anyQueueItems(missing: readonly string[][]): fc.Arbitrary<QueueItem[]> {
  const item = fc.record({
    severity: fc.constantFrom('CRIT', 'HIGH', 'MED', 'LOW'),
    published: fc.option(
      fc.constantFrom('2026-05-10', '2026-05-03', '2026-05-02', '2026-04-01', '2025-06-01', '2020-01-01'),
    ),
    articleTitle: fc.constantFrom('An article', 'CISA KEV: a flaw', 'about cisa kev: a flaw'),
    proof: fc.constantFrom('proved', 'not-evaluated', 'unproved', 'dead', ''),
    stand: fc.constantFrom({}, {}, { edited: true }, { runOnly: true }),
    run: fc.option(
      fc.record({
        outcome: fc.constantFrom('hit', 'noisy', 'quiet', 'blind', 'slow', 'failing'),
        hits: fc.integer({ min: 1, max: 500 }),
        newHits: fc.boolean(),
        ranAt: fc.constant('2026-05-09T06:00:00Z'),
        missing: fc.constantFrom(...missing),
      }),
    ),
  });
  return fc.array(item, { minLength: 1, maxLength: 12 }).map(
    (drawn) =>
      drawn.map(({ stand, ...one }, at) => ({
        key: `k${String(at).padStart(2, '0')}`,
        title: `T${at}`,
        techniques: [],
        articleUrl: '',
        ...one,
        ...stand,
      })) as QueueItem[],
  );
}
