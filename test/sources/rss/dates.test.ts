import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/sources/rss/dates.ts';

describe('a day', () => {
  test.each([
    ['Tue, 12 May 2026 10:00:00 GMT', '2026-05-12'],
    ['Tue, 12 May 2026 23:30:00 -0500', '2026-05-13'],
    ['Tue, 12 May 2026 00:10:00 +0200', '2026-05-11'],
    ['Wed, 12 May 2026 10:00 EST', '2026-05-12'],
    ['12 May 26 10:00 PDT', '2026-05-12'],
    ['12 May 2026 11:30 PM PDT', '2026-05-13'],
    ['12 May 2026 12:30 AM PDT', '2026-05-12'],
    ['Tue,12 May 2026 10:00:00 Z', '2026-05-12'],
    ['Tue, 12 Sept 2026 00:10:00 +0200', '2026-09-11'],
    ['Tue, 12-May-26 10:00:00 GMT', '2026-05-12'],
    ['Tue, 12 May 2026 24:00:00 GMT', '2026-05-13'],
    ['Thu, 5 Mar 2026 00:30:00 GMT+2', '2026-03-04'],
    ['Tue May 12 10:00:00 UTC 2026', '2026-05-12'],
    ['Tue May 12 10:00:00 2026', '2026-05-12'],
    ['May 12, 2026', '2026-05-12'],
    ['May 12th, 2026', '2026-05-12'],
    ['Tuesday, May 12, 2026 - 10:00', '2026-05-12'],
    ['May 12 2026 10:00PM', '2026-05-12'],
    ['12th May 2026', '2026-05-12'],
    ['2026-05-12', '2026-05-12'],
    ['  2026-05-12\n', '2026-05-12'],
    ['2026-5-2', '2026-05-02'],
    ['2026/05/12', '2026-05-12'],
    ['2026.05.12', '2026-05-12'],
    ['20260512', '2026-05-12'],
    ['20260512T101010Z', '2026-05-12'],
    ['2026-05-12T23:30:00-05:00', '2026-05-13'],
    ['2026-05-12T10:00:00.123456+0000', '2026-05-12'],
    ['2026-05-12T10:00:00', '2026-05-12'],
    ['2026-05-12 10:10:10 +0000 UTC', '2026-05-12'],
    ['1778580000', '2026-05-12'],
    ['1778580000000', '2026-05-12'],
    ['12.05.2026', '2026-05-12'],
    ['Di, 12.05.2026 10:00', '2026-05-12'],
    ['12. Mai 2026', '2026-05-12'],
    ['12. März 2026', '2026-03-12'],
    ['12 août 2026', '2026-08-12'],
    ['12 de mayo de 2026', '2026-05-12'],
    ['13/06/2026', '2026-06-13'],
    ['06/13/2026', '2026-06-13'],
    ['05/05/2026', '2026-05-05'],
    ['Sat, Oct 28 2023 08:28:28 PM', '2023-10-28'],
    ['Nov. 24th 2026', '2026-11-24'],
    ['Thu, 05 Nov 2026 25:61:00 GMT', '2026-11-05'],
    ['24 ноября 2026', '2026-11-24'],
    ['Вт, 24 ноя 2026 23:30:00 -0500', '2026-11-25'],
    ['4 мая 2026 г.', '2026-05-04'],
    ['24 май 2026', '2026-05-24'],
    ['24 листопада 2026', '2026-11-24'],
    ['24 кастрычніка 2026', '2026-10-24'],
    ['2026年11月24日', '2026-11-24'],
    ['２０２６年１１月２４日 10:00', '2026-11-24'],
    ['2026년 11월 24일', '2026-11-24'],
    ['24 11 月, 2026', '2026-11-24'],
    ['24 十一月 2026', '2026-11-24'],
    ['十二月 24, 2026', '2026-12-24'],
    ['11월 24, 2026', '2026-11-24'],
  ])('%s', (text, day) => {
    expect(parseDate(text)).toBe(day);
  });
});

describe('no day', () => {
  test.each([
    '',
    'yesterday',
    '05/06/2026',
    'Tue,',
    '0',
    '24 十三月 2026',
    '2026年13月24日',
    'May 2026',
    '2026-05',
    'Tue, 31 Feb 2026 00:00:00 GMT',
    '2026-13-01',
    '00 May 2026',
    'Mon, 01 Jan 0001 00:00:00 +0000',
    '1970-01-01T00:00:00Z',
    '0000-00-00 00:00:00',
    '99999999999999999999',
    'Invalid Date',
    'CVE-2026-1234',
  ])('%s', (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

test('every moment reads as its day in the forms that programs write', () => {
  const moment = fc.date({ min: new Date('1990-01-02'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, (date) => {
      const day = date.toISOString().slice(0, 10);
      expect(parseDate(date.toISOString())).toBe(day);
      expect(parseDate(date.toUTCString())).toBe(day);
    }),
  );
});

test('a zone moves the day as the platform does', () => {
  const moment = fc.date({ min: new Date('1990-01-02'), max: new Date('2090-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, fc.integer({ min: -12 * 60, max: 14 * 60 }), (date, offset) => {
      const sign = offset < 0 ? '-' : '+';
      const zone = `${sign}${String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')}:${String(Math.abs(offset) % 60).padStart(2, '0')}`;
      const written = `${date.toISOString().slice(0, 19)}${zone}`;
      expect(parseDate(written)).toBe(new Date(written).toISOString().slice(0, 10));
    }),
  );
});

test('no text is too odd', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseDate(text)));
});
