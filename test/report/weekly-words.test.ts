import { expect, test } from 'vitest';
import { titleWords } from '../../src/report/weekly-words.ts';

test.each([
  ['2026-01-01', 'Hunts of the week'],
  ['2025-12-09', 'Hunts since 2025-12-09'],
  ['2026-01-07', 'Hunts since 2026-01-07'],
])('since %s: %s', (since, title) => {
  expect(titleWords({ since, today: '2026-01-08' })).toBe(title);
});
