import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOfNumber, bucketOfTime, readSpan, type Span } from '../../../../src/spl/run/time/span.ts';

function bucket(time: string, span: string): string {
  const start = bucketOfTime(Date.parse(time) / 1000, readSpan(span) as Span);
  return new Date(start * 1000).toISOString().replace('.000', '');
}

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
describe('spans', () => {
  test.each([
    ['2026-05-01T09:59:59Z', '1h', '2026-05-01T09:00:00Z'],
    ['2026-05-01T09:59:59Z', '15m', '2026-05-01T09:45:00Z'],
    ['2026-05-01T09:59:59Z', '1d', '2026-05-01T00:00:00Z'],
    ['2026-05-31T09:59:59Z', '1mon', '2026-05-01T00:00:00Z'],
    ['2026-05-31T09:59:59Z', '2mon', '2026-05-01T00:00:00Z'],
    ['2026-05-31T09:59:59Z', '1q', '2026-04-01T00:00:00Z'],
    ['2026-05-31T09:59:59Z', '1y', '2026-01-01T00:00:00Z'],
    ['2026-05-01T09:59:59Z', '1w@w1', '2026-04-27T00:00:00Z'],
  ])('%s in %s starts at %s', (time, span, start) => {
    expect(bucket(time, span)).toBe(start);
  });

  test.each(['1x', 'h', '0m', '-1h', ''])('%j is none', (text) => {
    expect(readSpan(text)).toBeNull();
  });

  test('a time lies in its bucket', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 1, max: 90 }), (time, minutes) => {
        const start = bucketOfTime(time, readSpan(`${minutes}m`) as Span);
        expect(start).toBeLessThanOrEqual(time);
        expect(time - start).toBeLessThan(minutes * 60);
      }),
    );
  });

  test('numbers', () => {
    expect([bucketOfNumber(17, 10), bucketOfNumber(-3, 10), bucketOfNumber(20, 10)]).toEqual([10, -10, 20]);
  });
});
