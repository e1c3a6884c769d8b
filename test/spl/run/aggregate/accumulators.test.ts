import { describe, expect, test } from 'vitest';
import { isStatsFunction, percentileOf, STATS_FUNCTIONS } from '../../../../src/spl/run/facts/stats-functions.ts';
import { events, rows, trouble } from '../support.ts';

const tables = events({ n: '3', s: 'b', m: ['x', 'y'] }, { n: '10', s: 'a', m: 'x' }, { n: '10', s: 'B' }, { s: 'a' });

/** What a function gives over the four events; they are seen from the latest to the earliest. */
function stats(call: string): unknown {
  return rows(`search index=main | stats ${call} as result`, tables)[0]?.['result'];
}

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Aggregatefunctions
describe('aggregate functions', () => {
  test.each([
    ['count', 4],
    ['count(n)', 3],
    ['count(m)', 3],
    ['count(eval(n>5))', 2],
    ['c(s)', 4],
    ['dc(s)', 3],
    ['distinct_count(m)', 2],
    ['sum(n)', 23],
    ['avg(n)', 23 / 3],
    ['mean(n)', 23 / 3],
    ['min(n)', 3],
    ['max(n)', 10],
    ['min(s)', 'B'],
    ['max(s)', 'b'],
    ['range(n)', 7],
    ['median(n)', 10],
    ['mode(n)', '10'],
    ['stdevp(n)', Math.sqrt(98 / 9)],
    ['var(n)', 49 / 3],
    ['sumsq(n)', 209],
    ['perc50(n)', 10],
    ['p10(n)', 3],
    ['sum(eval(if(s="a", 1, 0)))', 2],
    ['avg(s)', undefined],
  ])('%s', (call, result) => {
    const value = stats(call);
    if (typeof result === 'number' && !Number.isInteger(result)) expect(value).toBeCloseTo(result);
    else expect(value ?? undefined).toBe(result);
  });

  test('one value has no deviation', () => {
    expect(rows('| makeresults | eval n=5 | stats stdev(n) as d', {})).toEqual([{ d: 0 }]);
  });

  test('a mode that two values share is not guessed', () => {
    expect(trouble('search index=main | stats mode(m) as x', { tables: events({ m: 'x' }, { m: 'y' }) })).toContain(
      'not evaluated: mode',
    );
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Multivaluefunctions
test('values are distinct, in lexicographical order and text; list keeps order and doubles', () => {
  expect(stats('values(s)')).toEqual(['B', 'a', 'b']);
  expect(stats('values(n)')).toEqual(['10', '3']);
  expect(stats('list(n)')).toEqual(['10', '10', '3']);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eventorderfunctions and …/Timefunctions
test('first and last go by the order of the results, earliest and latest by time', () => {
  expect([stats('first(n)'), stats('last(n)')]).toEqual(['10', '3']);
  expect([stats('earliest(s)'), stats('latest(s)')]).toEqual(['b', 'a']);
  expect(rows('search index=main | sort s | stats first(s) as f earliest(s) as e', tables)).toEqual([
    { f: 'B', e: 'b' },
  ]);
});

describe('the closed list', () => {
  test('knows names, percentiles and what tstats has', () => {
    expect(isStatsFunction('p95')).toBe(true);
    expect(isStatsFunction('foo')).toBe(false);
    expect(percentileOf('exactperc99.9')).toEqual({ kind: 'exactperc', percent: 99.9 });
    expect(percentileOf('perc101')).toBeNull();
    expect(STATS_FUNCTIONS.get('list')?.tstats).toBe(false);
    for (const { page } of STATS_FUNCTIONS.values()) expect(page).toMatch(/^https:\/\/docs\.splunk\.com\//);
  });

  test.each([
    ['stats foo(n)', 'failed: '],
    ['stats sum', 'failed: '],
    ['stats sum()', 'failed: '],
    ['stats', 'failed: '],
    ['stats count by', 'failed: '],
    ['stats rate(n)', 'not evaluated: function rate'],
    ['stats sparkline(count)', 'not evaluated: function sparkline'],
  ])('%s: %s', (command, outcome) => {
    expect(trouble(`search x | ${command}`)).toContain(outcome);
  });
});
