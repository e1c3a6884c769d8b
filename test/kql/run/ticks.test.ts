import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whole } from '../../../src/kql/run/numbers.ts';
import { parseDatetime, parseTimespan } from '../../../src/kql/run/parse-time.ts';
import { formatDatetime, formatTimespan, ticksOfDate } from '../../../src/kql/run/ticks.ts';

const datetime = fc.bigInt({ min: 0n, max: 3_155_378_975_999_999_999n });
const timespan = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });

describe('ticks', () => {
  it('of a datetime are read back as written', () => {
    fc.assert(
      fc.property(datetime, (ticks) => {
        expect(parseDatetime(formatDatetime(whole(ticks)))).toBe(whole(ticks));
      }),
    );
  });

  it('of a timespan are read back as written', () => {
    fc.assert(
      fc.property(timespan, (ticks) => {
        expect(parseTimespan(formatTimespan(whole(ticks)))).toBe(whole(ticks));
      }),
    );
  });

  it('say what a Date says', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(formatDatetime(ticksOfDate(date))).toBe(date.toISOString().replace('Z', '0000Z'));
        expect(parseDatetime(date.toISOString())).toBe(ticksOfDate(date));
      }),
    );
  });
});
