import { expect, test } from 'vitest';
import { retireQueue } from '../../src/report/retire-queue.ts';
import { ageReason } from '../../src/sync/retire.ts';
import type { ActualObject } from '../../src/sync/types.ts';

function object(key: string, published: string, calledOn?: string, retired: string | null = null): ActualObject {
  const newest = { published, article: 'a', fromCatalogue: false, ...(calledOn ? { calledOn } : {}) };
  return {
    id: key,
    name: key,
    fields: {},
    marker: { key, written: {}, evidence: { articles: [], newest, sources: [] }, retired },
  };
}

const policy = { retireAfterDays: 100, feedRetireAfterDays: 50 };

test('lists what will be retired soon, the nearest first, on the day on which the engine retires it', () => {
  const objects = [
    object('old', '2026-01-01'),
    object('fed', '2026-03-01', '2026-02-15'),
    object('gone', '2026-01-01', undefined, '2026-02-02'),
    object('young', '2026-04-01'),
  ];
  const found = retireQueue(objects, policy, new Map([['young', '2026-04-20']]), '2026-04-01', 30);
  expect(found.map(({ key, because, retiresOn }) => [key, because, retiresOn])).toEqual([
    ['fed', 'aged', '2026-04-07'],
    ['old', 'expired', '2026-04-12'],
    ['young', 'ended', '2026-04-21'],
  ]);
  const context = {
    ...policy,
    complete: true,
    articles: new Set<string>(),
    carrying: new Set<string>(),
    authoritative: new Set<string>(),
    pruneAfterDays: 'off' as const,
    requested: new Set<string>(),
  };
  const newest = object('old', '2026-01-01').marker?.evidence.newest;
  expect(ageReason(newest, { ...context, today: '2026-04-11' })).toBeNull();
  expect(ageReason(newest, { ...context, today: '2026-04-12' })).toBe('expired');
});
