import { describe, expect, it } from 'vitest';
import { cells, evaluate, itGives } from '../support.ts';

const AT = 'datetime(2024-03-05 13:45:07.1234567)';

describe('times', () => {
  itGives({
    'scalar-data-types/datetime': [
      [AT, '2024-03-05T13:45:07.1234567Z'],
      ['todatetime("2024-03-05T13:45:07.1234567Z")', '2024-03-05T13:45:07.1234567Z'],
      ['todatetime("2024-01-01T10:00:00+02:00")', '2024-01-01T08:00:00.0000000Z'],
      ['todatetime("12/02/2022 10:20:30")', '2022-12-02T10:20:30.0000000Z'],
      ['todatetime("12-02-2022")', '2022-12-02T00:00:00.0000000Z'],
      ['todatetime("8 Nov 2014")', '2014-11-08T00:00:00.0000000Z'],
      ['todatetime("Sat, 8 Nov 2014 15:05:02 GMT")', '2014-11-08T15:05:02.0000000Z'],
      ['todatetime("2024-02-30")', null],
      ['todatetime("nothing")', null],
      ['todatetime("")', null],
    ],
    'totimespan-function': [
      ['totimespan("0.00:01:00")', '00:01:00'],
      ['totimespan("1.02:03:04.5")', '1.02:03:04.5000000'],
      ['totimespan("-02:00:00")', '-02:00:00'],
      ['totimespan("00:01:00 junk")', null],
      ['totimespan("abc")', null],
    ],
    'datetime-timespan-arithmetic': [
      ['datetime(1997-06-25) - datetime(1910-06-11)', '31791.00:00:00'],
      ['datetime(1910-06-11) - datetime(1997-06-25)', '-31791.00:00:00'],
      ['datetime(2024-01-31) + 1d', '2024-02-01T00:00:00.0000000Z'],
      [`${AT} - 1tick`, '2024-03-05T13:45:07.1234566Z'],
      ['2d / 1d', 2],
      ['1d / 4h', 6],
      ['1h * 1.5', '01:30:00'],
      ['3 * 1h', '03:00:00'],
      ['1d / 4', '06:00:00'],
      ['100h % 24h', '04:00:00'],
    ],
    'bin-function': [
      [`bin(${AT}, 1h)`, '2024-03-05T13:00:00.0000000Z'],
      ['bin(datetime(1970-05-11 13:45:07), 1d)', '1970-05-11T00:00:00.0000000Z'],
      ['bin(time(16d), 7d)', '14.00:00:00'],
      ['bin(-1h, 1d)', '-1.00:00:00'],
      ['bin(4.5, 1)', 4],
      ['bin(-7, 5)', -10],
      ['bin(9007199254740993, 2)', '9007199254740992'],
      ['bin(7, 0)', null],
      ['bin(7, -5)', null],
      ['bin(int(null), 5)', null],
      ['floor(-7, 5)', -10],
    ],
    'bin-at-function': [
      ['bin_at(6.5, 2.5, 7)', 4.5],
      ['bin_at(1h, 1d, 12h)', '-12:00:00'],
      ['bin_at(datetime(2017-05-15 10:20:00.0), 1d, datetime(1970-01-01 12:00:00.0))', '2017-05-14T12:00:00.0000000Z'],
    ],
    'startofday-function': [
      [`startofday(${AT})`, '2024-03-05T00:00:00.0000000Z'],
      [`startofday(${AT}, -1)`, '2024-03-04T00:00:00.0000000Z'],
      [`endofday(${AT})`, '2024-03-05T23:59:59.9999999Z'],
    ],
    'startofweek-function': [
      ['startofweek(datetime(2017-01-01 10:10:17))', '2017-01-01T00:00:00.0000000Z'],
      ['startofweek(datetime(2017-01-01 10:10:17), -1)', '2016-12-25T00:00:00.0000000Z'],
      [`endofweek(${AT})`, '2024-03-09T23:59:59.9999999Z'],
    ],
    'startofmonth-function': [
      [`startofmonth(${AT}, -1)`, '2024-02-01T00:00:00.0000000Z'],
      ['endofmonth(datetime(2024-02-05))', '2024-02-29T23:59:59.9999999Z'],
      [`startofyear(${AT})`, '2024-01-01T00:00:00.0000000Z'],
      [`endofyear(${AT})`, '2024-12-31T23:59:59.9999999Z'],
    ],
    'datetime-diff-function': [
      ['datetime_diff("year", datetime(2017-01-01), datetime(2000-12-31))', 17],
      ['datetime_diff("quarter", datetime(2017-07-01), datetime(2017-03-30))', 2],
      ['datetime_diff("month", datetime(2017-01-01), datetime(2015-12-30))', 13],
      ['datetime_diff("week", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))', 5],
      ['datetime_diff("day", datetime(2017-10-29 00:00), datetime(2017-09-30 23:59))', 29],
      ['datetime_diff("hour", datetime(2017-10-31 01:00), datetime(2017-10-30 23:59))', 2],
      ['datetime_diff("minute", datetime(2017-10-30 23:05:01), datetime(2017-10-30 23:00:59))', 5],
      ['datetime_diff("second", datetime(2017-10-30 23:00:10.100), datetime(2017-10-30 23:00:00.900))', 10],
      [
        'datetime_diff("nanosecond", datetime(2017-10-30 23:00:00.0000000), datetime(2017-10-30 23:00:00.0000007))',
        -700,
      ],
    ],
    'datetime-add-function': [
      ['datetime_add("month", 1, datetime(2024-01-31))', '2024-02-29T00:00:00.0000000Z'],
      ['datetime_add("week", -1, datetime(2024-01-31))', '2024-01-24T00:00:00.0000000Z'],
      [`datetime_add("year", -1, ${AT})`, '2023-03-05T13:45:07.1234567Z'],
    ],
    'datetime-part-function': [
      [`datetime_part("year", ${AT})`, 2024],
      [`datetime_part("quarter", ${AT})`, 1],
      ['datetime_part("week_of_year", datetime(2024-12-30))', 1],
      [`datetime_part("DayOfYear", ${AT})`, 65],
      [`datetime_part("hour", ${AT})`, 13],
      [`datetime_part("millisecond", ${AT})`, 123],
      [`datetime_part("nanosecond", ${AT})`, 123456700],
      [`hourofday(${AT})`, 13],
      [`monthofyear(${AT})`, 3],
    ],
    'dayofweek-function': [
      ['dayofweek(datetime(2015-12-14))', '1.00:00:00'],
      ['dayofweek(datetime(2024-03-03))', '00:00:00'],
    ],
    'make-datetime-function': [
      ['make_datetime(2017, 10, 1, 12, 10)', '2017-10-01T12:10:00.0000000Z'],
      ['make_datetime(2017, 10, 1, 12, 11, 0.1234567)', '2017-10-01T12:11:00.1234567Z'],
      ['make_datetime(2017, 13, 1)', null],
      ['make_timespan(1, 30)', '01:30:00'],
    ],
    'unixtime-seconds-todatetime-function': [
      ['unixtime_seconds_todatetime(1546300800)', '2019-01-01T00:00:00.0000000Z'],
      ['unixtime_milliseconds_todatetime(1546300800000)', '2019-01-01T00:00:00.0000000Z'],
    ],
    'format-datetime-function': [
      ['format_datetime(datetime(2017-01-29 09:00:05), "yy-MM-dd [HH:mm:ss]")', '17-01-29 [09:00:05]'],
      ['format_datetime(datetime(2017-01-29 09:00:05), "yyyy-M-dd [H:mm:ss]")', '2017-1-29 [9:00:05]'],
      ['format_datetime(datetime(2017-01-29 09:00:05), "yy-MM-dd [hh:mm:ss tt]")', '17-01-29 [09:00:05 AM]'],
      [`format_datetime(${AT}, "h.fff")`, '1.123'],
      ['format_datetime(datetime(2020-01-01), "ss.FFF")', '00.'],
    ],
    'format-timespan-function': [['format_timespan(time(29.09:00:05.12345), "dd.hh:mm:ss [FF]")', '29.09:00:05 [12]']],
  });

  it('of a query is one, whoever asks (https://learn.microsoft.com/kusto/query/now-function)', () => {
    expect(cells('print now(), now(1h) - now(), now() - ago(2d)')).toEqual([
      ['2024-03-05T13:45:07.1230000Z', '01:00:00', '2.00:00:00'],
    ]);
  });

  it('keeps every tick of a row', () => {
    const tables = { T: [{ t: '2024-03-05T13:45:07.1234567Z' }, { t: '2024-03-05T13:45:07.1234568Z' }] };
    expect(cells('T | summarize dcount(t), max(t) - min(t)', tables)).toEqual([[2, '00:00:00.0000001']]);
  });

  it('names a date that it cannot read rather than take it for none', () => {
    expect(evaluate('print todatetime("the 3rd of May 2024, 10:00")')).toEqual({
      status: 'not-evaluated',
      reasons: ['a date in a form that is not read'],
    });
  });
});
