import { describe, expect, test } from 'vitest';
import { withShortIds } from '../../../src/sync/evidence.ts';
import { contextFor } from '../../../src/sync/records/context.ts';
import { article } from '../../hunts/articles.ts';

const sure = article({ title: 'Sure', origin: 'a' });
const twin = { ...sure, origin: 'b' };
const damaged = article({
  title: 'Damaged',
  origin: 'a',
  problems: [{ code: 'unread-indicator', message: 'x', path: 'x' }],
});
const run = {
  today: '2026-06-01',
  complete: true,
  authoritative: new Set(['a', 'b']),
  retireAfterDays: 'off' as const,
  articles: withShortIds([sure.id, damaged.id]),
};

describe('what the rules of staleness look at', () => {
  test('who delivered each article, however many sources did', () => {
    const { deliveredBy, authoritative } = contextFor('articles', [sure, twin, damaged], run);
    expect(deliveredBy).toEqual(
      new Map([
        [sure.id, new Set(['a', 'b'])],
        [damaged.id, new Set(['a'])],
      ]),
    );
    expect(authoritative).toEqual(new Set(['a', 'b']));
  });

  test('an article that was read with a doubt says nothing', () => {
    const { deliveredBy } = contextFor('hunts', [sure, twin], { ...run, articles: new Set() });
    expect(deliveredBy.size).toBe(0);
  });

  test('a damaged list of indicators says nothing of indicators, and takes its source its authority over them', () => {
    const { deliveredBy, authoritative } = contextFor('indicators', [sure, twin, damaged], run);
    expect([...deliveredBy.keys()]).toEqual([sure.id]);
    expect(authoritative).toEqual(new Set(['b']));
    for (const type of ['articles', 'hunts'] as const) {
      expect(contextFor(type, [damaged], run)).toMatchObject({ authoritative: run.authoritative, today: run.today });
    }
  });
});
