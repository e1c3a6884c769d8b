import { expect, test } from 'vitest';
import { holdBack } from '../../../src/sync/records/guard.ts';
import type { RecordRow } from '../../../src/sync/records/schema.ts';

const rows = (n: number) => Array.from({ length: n }, () => ({}) as RecordRow);
const plan = (n: number) => ({ upsert: rows(1), changed: [], remove: rows(n), unchanged: 0, kept: 2 });

test('removals past the limit stay, and what is to be written is written', () => {
  const held = holdBack('indicators', plan(31), 100, 30);
  expect(held.plan).toEqual({ upsert: rows(1), changed: [], remove: [], unchanged: 0, kept: 33 });
  expect(held.reason).toMatch(/31 of 100 .* 30 %.*--force/);
});

test('what only has another key now is no loss', () => {
  expect(holdBack('articles', { ...plan(90), renamed: 80 }, 100, 30)).toEqual({ plan: { ...plan(90), renamed: 80 } });
  const held = holdBack('articles', { ...plan(90), renamed: 40 }, 100, 30);
  expect(held.plan).toMatchObject({ remove: rows(40), kept: 52 });
  expect(held.reason).toMatch(/50 of 100/);
});

test.each([
  ['within the limit', 'articles', 30, 100, 30],
  ['of a few', 'articles', 9, 9, 30],
  ['that were asked for', 'indicators', 100, 100, 100],
  ['of hunts, which were weighed as objects', 'hunts', 100, 100, 30],
] as const)('removals %s go', (_, type, n, stored, percent) => {
  const safe = plan(n);
  expect(holdBack(type, safe, stored, percent)).toEqual({ plan: safe });
});
