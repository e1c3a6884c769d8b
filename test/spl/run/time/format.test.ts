import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { strftime } from '../../../../src/spl/run/time/format.ts';
import { strptime } from '../../../../src/spl/run/time/parse.ts';

const time = Date.parse('2026-05-01T09:05:07.250Z') / 1000;

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Commontimeformatvariables
describe('strftime', () => {
  test.each([
    ['%Y-%m-%dT%H:%M:%S', '2026-05-01T09:05:07'],
    ['%F %T', '2026-05-01 09:05:07'],
    ['%d %b %y', '01 May 26'],
    ['%A, %B %e', 'Friday, May  1'],
    ['%I:%M %p', '09:05 AM'],
    ['%H:%M:%S.%3N', '09:05:07.250'],
    ['%Q', '250'],
    ['%z %:z', '+0000 +00:00'],
    ['%j %w %V', '121 5 18'],
    ['%s', String(Math.floor(time))],
    ['100%%', '100%'],
  ])('%s', (format, text) => {
    expect(strftime(time, format)).toBe(text);
  });

  test('a variable that is not known is named', () => {
    expect(() => strftime(time, '%E')).toThrow('time format variable %E');
  });
});

describe('strptime', () => {
  test.each([
    ['2026-05-01 09:05:07', '%Y-%m-%d %H:%M:%S', '2026-05-01T09:05:07Z'],
    ['2026-05-01T09:05:07.250Z', '%Y-%m-%dT%H:%M:%S.%3N%Z', '2026-05-01T09:05:07.250Z'],
    ['2026-05-01T09:05:07+0200', '%Y-%m-%dT%H:%M:%S%z', '2026-05-01T07:05:07Z'],
    ['1 May 26 11:00 PM', '%d %b %y %I:%M %p', '2026-05-01T23:00:00Z'],
    ['2026-05-01 and more', '%F', '2026-05-01T00:00:00Z'],
  ])('%j as %s', (text, format, iso) => {
    expect(strptime(text, format)).toBe(Date.parse(iso) / 1000);
  });

  test('a text of another format is none', () => {
    expect(strptime('yesterday', '%Y-%m-%d')).toBeNull();
    expect(strptime('2026-13-01', '%Y-%m-%d')).toBeNull();
  });

  test('reads what strftime writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (epoch) => {
        const text = strftime(epoch, '%Y-%m-%dT%H:%M:%S') as string;
        expect(strptime(text, '%Y-%m-%dT%H:%M:%S')).toBe(epoch);
      }),
    );
  });
});
