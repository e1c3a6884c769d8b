import { describe, expect, test } from 'vitest';
import { column, events, rows, trouble } from '../support.ts';

const tables = events({ u: 'bob', n: 1 }, { u: 'eve', n: 2 }, { u: 'bob', n: 3 }, { n: 4 });

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Stats
describe('stats', () => {
  test('a row without a field of the group is in no group', () => {
    expect(rows('search index=main | stats count sum(n) as total by u', tables)).toEqual([
      { u: 'bob', count: 2, total: 4 },
      { u: 'eve', count: 1, total: 2 },
    ]);
  });

  test('a multivalue field makes a group of each value', () => {
    expect(rows('search index=main | stats count by m', events({ m: ['a', 'b'] }, { m: 'b' }))).toEqual([
      { m: 'a', count: 1 },
      { m: 'b', count: 2 },
    ]);
  });

  test('names as they are written, wildcards over fields', () => {
    expect(rows('search index=main | table u n | stats dc(u), max(n) max("n") as "the most"', tables)[0]).toEqual({
      'dc(u)': 2,
      'max(n)': 4,
      'the most': 4,
    });
    expect(rows('search index=main | table u n | stats values(*) as all_* by u', tables)[0]).toEqual({
      u: 'bob',
      all_n: ['1', '3'],
    });
  });

  test('nothing to count is a count of 0, and no groups no rows', () => {
    expect(rows('search index=none | stats count values(u) as u')).toEqual([{ count: 0, u: null }]);
    expect(rows('search index=none | stats values(u) as u')).toEqual([]);
    expect(rows('search index=none | stats count by u')).toEqual([]);
  });

  test('groups come in order, numbers by size', () => {
    expect(
      column(rows('search index=main | stats count by n', events({ n: '10' }, { n: '9' }, { n: 'x' })), 'n'),
    ).toEqual(['9', '10', 'x']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eventstats
test('eventstats adds to the rows, and leaves those without the group as they are', () => {
  const found = rows('search index=main | sort n | eventstats sum(n) as total by u | table n total', tables);
  expect(found).toEqual([
    { n: 1, total: 4 },
    { n: 2, total: 2 },
    { n: 3, total: 4 },
    { n: 4, total: null },
  ]);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Streamstats
describe('streamstats', () => {
  const stream = (options: string) =>
    column(rows(`search index=main | sort n | streamstats ${options} as r | table r`, tables), 'r');

  test('counts what came before', () => {
    expect(stream('sum(n)')).toEqual([1, 3, 6, 10]);
    expect(stream('current=f last(n)')).toEqual([null, 1, 2, 3]);
    expect(stream('window=2 sum(n)')).toEqual([1, 3, 5, 7]);
  });

  test('of one window or one for each group', () => {
    const by = (options: string) =>
      column(rows(`search index=main | sort n | streamstats ${options} sum(n) as r by u | table r`, tables), 'r');
    expect(by('')).toEqual([1, 2, 4, null]);
    expect(by('window=2')).toEqual([1, 2, 3, null]);
    expect(by('window=2 global=f')).toEqual([1, 2, 4, null]);
  });

  test('an alias may be the field that is counted', () => {
    expect(
      column(rows('search index=main | sort n | streamstats current=f last(n) as n | table n', tables), 'n'),
    ).toEqual([null, 1, 2, 3]);
  });

  test('a window of time', () => {
    const times = (minutes: string) =>
      column(
        rows(`search index=main | sort 0 _time | streamstats time_window=${minutes} count as r | table r`, tables),
        'r',
      );
    expect(times('90s')).toEqual([1, 2, 2, 2]);
    expect(trouble('search index=main | sort 0 _time | streamstats time_window=1m count', { tables })).toContain(
      'very end of its time_window',
    );
    expect(
      trouble('search index=main | sort n | streamstats time_window=5m count', {
        tables: events({ n: 2 }, { n: 3 }, { n: 1 }),
      }),
    ).toContain('order of time');
  });
});
