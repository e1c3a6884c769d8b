import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type QueueItem, queueOf } from '../../src/sync/queue.ts';

const TODAY = '2026-05-10';
const ITEM: QueueItem = {
  key: 'uc:UC_A',
  title: 'A',
  severity: 'HIGH',
  techniques: ['T1003.001'],
  published: '2026-05-08',
  articleTitle: 'An article',
  articleUrl: '',
  proof: 'proved',
  run: null,
};
const RUN = { outcome: 'hit', hits: 2, newHits: true, ranAt: '2026-05-09T06:00:00Z', missing: [] } as const;

function keysOf(items: readonly Partial<QueueItem>[], others: Parameters<typeof queueOf>[1] = []): string[] {
  return queueOf(
    items.map((item, at) => ({ ...ITEM, key: `k${at}`, ...item })),
    others,
    TODAY,
  ).map(({ key }) => key);
}

test('what a model expects of a vulnerability counts and is told, less than what is known to be exploited', () => {
  const scores = {
    date: '2026-11-01',
    byCve: new Map([
      ['CVE-2026-4100', { probability: 0.94, percentile: 0.999 }],
      ['CVE-2026-4200', { probability: 0.12, percentile: 0.93 }],
    ]),
  };
  const items = [
    { key: 'none', cves: ['CVE-2026-4300'] },
    { key: 'possible', cves: ['CVE-2026-4200'] },
    { key: 'likely', cves: ['CVE-2026-4200', 'CVE-2026-4100'] },
    { key: 'exploited', cves: ['CVE-2026-4100'], articleTitle: 'CISA KEV: CVE-2026-4100 in a product' },
  ].map((item) => ({ ...ITEM, ...item }));
  const queue = queueOf(items, [], TODAY, scores);
  expect(queue.map(({ key }) => key)).toEqual(['exploited', 'likely', 'possible', 'none']);
  expect(queue.map(({ reasons }) => reasons.filter((reason) => reason.startsWith('EPSS')))).toEqual([
    ['EPSS 0.94 (percentile 99.9) on 2026-11-01'],
    ['EPSS 0.94 (percentile 99.9) on 2026-11-01'],
    ['EPSS 0.12 (percentile 93.0) on 2026-11-01'],
    [],
  ]);
  const without = queueOf(items, [], TODAY);
  expect(new Set(without.filter(({ key }) => key !== 'exploited').map(({ score }) => score)).size).toBe(1);
});

describe('what to hunt first', () => {
  test('new hits come before anything else, the more severe first', () => {
    expect(keysOf([{ severity: 'CRIT' }, { severity: 'LOW', run: RUN }, { severity: 'MED', run: RUN }])).toEqual([
      'k2',
      'k1',
      'k0',
    ]);
  });

  test.each<[string, Partial<QueueItem>, Partial<QueueItem>]>([
    ['severity', { severity: 'CRIT' }, { severity: 'HIGH' }],
    ['freshness', {}, { published: '2026-01-01' }],
    ['a date', { published: '2025-01-01', severity: 'CRIT' }, { published: null, severity: 'HIGH' }],
    ['exploitation that CISA knows of', { articleTitle: 'CISA KEV: CVE-2026-1 in a product' }, {}],
    ['exploitation that an article tells of', { exploited: true }, {}],
    [
      'data',
      { run: { ...RUN, newHits: false, outcome: 'quiet', hits: 0 } },
      { run: { ...RUN, newHits: false, outcome: 'blind', hits: 0 } },
    ],
    ['what has never run', {}, { run: { ...RUN, newHits: false, outcome: 'quiet', hits: 0 } }],
    ['proof', {}, { proof: 'unproved' }],
  ])('%s counts', (_, first, second) => {
    expect(keysOf([second, first])).toEqual(['k1', 'k0']);
  });

  test('what something else covers comes later, with its name; a parent technique covers, a sibling does not', () => {
    const others = [
      { name: 'Their rule', techniques: ['T1003'] },
      { name: 'Another', techniques: ['T1059.001'] },
    ];
    const [first, second] = queueOf([ITEM, { ...ITEM, key: 'uc:UC_B', techniques: ['T1059.003'] }], others, TODAY);
    expect([first?.key, second?.key]).toEqual(['uc:UC_B', 'uc:UC_A']);
    expect(first?.reasons).toContain('nothing else covers it');
    expect(second?.reasons).toContain('also covered by Their rule');
  });

  test('says why in words, and nothing of coverage where that is not known', () => {
    const [entry] = queueOf([{ ...ITEM, run: RUN }], null, TODAY);
    expect(entry?.reasons).toEqual(['2 new hits', 'HIGH', 'article 2 d old', '2 hits on 2026-05-09', 'proved']);
    const blind = { ...RUN, outcome: 'blind', newHits: false, hits: 0, missing: ['Endpoint.Filesystem'] } as const;
    expect(queueOf([{ ...ITEM, run: blind }], null, TODAY)[0]?.reasons).toContain(
      'blind: no data in Endpoint.Filesystem',
    );
  });

  test('names who says that it is exploited', () => {
    const reasons = (item: Partial<QueueItem>) => queueOf([{ ...ITEM, ...item }], null, TODAY)[0]?.reasons;
    expect(reasons({ exploited: true })).toContain('exploited in the wild');
    expect(reasons({ exploited: true, articleTitle: 'CISA KEV: a flaw' })).toContain('exploited (CISA KEV)');
    expect(reasons({})?.join()).not.toContain('exploited');
  });

  test('does not depend on the order in which hunts come', () => {
    const item = fc.record({
      severity: fc.constantFrom('CRIT', 'HIGH', 'MED', 'LOW') as fc.Arbitrary<QueueItem['severity']>,
      published: fc.constantFrom(null, '2026-05-08', '2026-03-01', '2024-01-01'),
      proof: fc.constantFrom('proved', 'unproved', '') as fc.Arbitrary<QueueItem['proof']>,
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (items) => {
        const all = items.map((one, at) => ({ ...ITEM, ...one, key: `k${at}` }));
        expect(queueOf([...all].reverse(), [], TODAY)).toEqual(queueOf(all, [], TODAY));
      }),
    );
  });
});

test('a query that was edited since is not called proved, nor held to be dead', () => {
  const [first, second] = queueOf(
    [
      { ...ITEM, key: 'a', edited: true },
      { ...ITEM, key: 'b', edited: true, proof: 'dead' },
    ],
    null,
    TODAY,
  );
  expect(first?.reasons).toContain('proved as written, edited since');
  expect(second?.reasons).toContain('dead on samples as written, edited since');
  expect(first?.score).toBe(second?.score);
  expect(first?.score).toBe(queueOf([{ ...ITEM, proof: '' }], null, TODAY)[0]?.score);
});
