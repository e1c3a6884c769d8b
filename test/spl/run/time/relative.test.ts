import { describe, expect, test } from 'vitest';
import { relativeTime, searchTime } from '../../../../src/spl/run/time/relative.ts';

const now = Date.parse('2026-05-01T12:34:56Z') / 1000; // a Friday

function iso(modifier: string): string | null {
  const time = relativeTime(now, modifier);
  return time === null ? null : new Date(time * 1000).toISOString().replace('.000', '');
}

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/SearchTimeModifiers
describe('time modifiers', () => {
  test.each([
    ['now', '2026-05-01T12:34:56Z'],
    ['now()', '2026-05-01T12:34:56Z'],
    ['-1h', '2026-05-01T11:34:56Z'],
    ['-h', '2026-05-01T11:34:56Z'],
    ['-7d@d', '2026-04-24T00:00:00Z'],
    ['@d', '2026-05-01T00:00:00Z'],
    ['-24h@h', '2026-04-30T12:00:00Z'],
    ['@w0', '2026-04-26T00:00:00Z'],
    ['@w', '2026-04-26T00:00:00Z'],
    ['@w1', '2026-04-27T00:00:00Z'],
    ['@w5', '2026-05-01T00:00:00Z'],
    ['-1mon@mon+7d', '2026-04-08T00:00:00Z'],
    ['-15minutes', '2026-05-01T12:19:56Z'],
    ['@q', '2026-04-01T00:00:00Z'],
    ['-1y@y', '2025-01-01T00:00:00Z'],
    ['+1d', '2026-05-02T12:34:56Z'],
    ['-1d@d-2h', '2026-04-29T22:00:00Z'],
    ['0', '1970-01-01T00:00:00Z'],
  ])('%s is %s', (modifier, time) => {
    expect(iso(modifier)).toBe(time);
  });

  test.each(['yesterday', '-7x', '@w9', '--1d', '-1d@', ''])('%j is none', (modifier) => {
    expect(iso(modifier)).toBeNull();
  });

  test('the last day of a shorter month stands for one that it lacks', () => {
    const march = Date.parse('2026-03-31T00:00:00Z') / 1000;
    expect(relativeTime(march, '-1mon')).toBe(Date.parse('2026-02-28T00:00:00Z') / 1000);
  });

  test('earliest and latest take dates as well', () => {
    expect(searchTime(now, '05/01/2026:10:00:00')).toBe(Date.parse('2026-05-01T10:00:00Z') / 1000);
    expect(searchTime(now, '2026-05-01T10:00:00')).toBe(Date.parse('2026-05-01T10:00:00Z') / 1000);
    expect(searchTime(now, '-1h')).toBe(now - 3600);
    expect(searchTime(now, 'last week')).toBeNull();
  });
});
