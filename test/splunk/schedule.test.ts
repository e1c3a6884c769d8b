import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronOf, scheduledKeys } from '../../src/splunk/schedule.ts';
import { makeArticle, makeHunt } from '../support/hunts.ts';

const candidate = (key: string, severity: 'CRIT' | 'HIGH' | 'MED' | 'LOW', published: string | null) => ({
  key,
  hunt: makeHunt({ key, severity, articles: [makeArticle(key, published)] }),
});

const candidates = [
  candidate('low', 'LOW', '2026-05-09'),
  candidate('high-old', 'HIGH', '2020-01-01'),
  candidate('crit-undated', 'CRIT', null),
  candidate('high-b', 'HIGH', '2026-05-01'),
  candidate('high-a', 'HIGH', '2026-05-01'),
  candidate('crit', 'CRIT', '2021-01-01'),
];
const run = (cap: number, list = candidates) =>
  scheduledKeys(list, {
    enabled: true,
    severities: ['CRIT', 'HIGH'],
    every: 'daily',
    cap,
    output: 'none',
    summaryIndex: 'summary',
  });

describe('which hunts run by themselves', () => {
  test('none unless the policy says so', () => {
    expect(scheduledKeys(candidates, { enabled: false })).toEqual(new Set());
  });

  test('the most severe first, then the newest, then by key, to the cap', () => {
    expect([...run(3)]).toEqual(['crit', 'crit-undated', 'high-a']);
    expect([...run(4)].at(-1)).toBe('high-b');
    expect(run(100).has('low')).toBe(false);
    expect(run(100).size).toBe(5);
  });

  test('whatever the order of the hunts', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: candidates.length }), (list) => {
        expect(run(3, list)).toEqual(run(3));
      }),
    );
  });
});

describe('when they run', () => {
  test('always at the same minute, which is one of the period', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(cronOf(key, 'daily')).toBe(cronOf(key, 'daily'));
        expect(cronOf(key, 'daily')).toMatch(/^([0-9]|[1-5][0-9]) ([0-9]|1[0-9]|2[0-3]) \* \* \*$/);
        expect(cronOf(key, 'hourly')).toMatch(/^([0-9]|[1-5][0-9]) \* \* \* \*$/);
      }),
    );
  });

  test('spread over the day: no minute of 2,000 hunts has more than 10, no hour more than twice its share', () => {
    const crons = Array.from({ length: 2000 }, (_, i) => cronOf(`uc:UC_${i}`, 'daily'));
    const count = (keys: string[]) => {
      const counts = new Map<string, number>();
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      return Math.max(...counts.values());
    };
    expect(count(crons)).toBeLessThanOrEqual(10);
    expect(count(crons.map((cron) => cron.split(' ')[1] ?? ''))).toBeLessThanOrEqual(167);
  });
});
