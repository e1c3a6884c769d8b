import { describe, expect, test } from 'vitest';
import { checkSpl } from '../../src/spl/check.ts';
import { parse } from '../../src/spl/parse.ts';
import { dispatchWindow, ownWindow } from '../../src/spl/time.ts';
import { splunk } from '../../src/splunk/siem.ts';
import { NO_EXTRAS, problems, processes } from './support.ts';

const DAY = 86_400;

test.each([
  [30 * DAY, '-30d@h'],
  [7 * DAY, '-7d@h'],
  [DAY, '-24h@h'],
  [36 * 3600, '-36h@h'],
  [2 * 3600, '-2h@h'],
  [90 * 60, '-2h@h'],
  [600, '-10m@m'],
  [1, '-1m@m'],
])('a look-back of %d seconds is dispatched from %s', (seconds, earliest) => {
  expect(dispatchWindow(seconds)).toEqual({ earliest, latest: 'now' });
});

test.each([null, 0, -5, Number.NaN, Number.POSITIVE_INFINITY])('no look-back (%s) leaves the default', (seconds) => {
  expect(dispatchWindow(seconds, { earliest: '-7d@d', latest: '@d' })).toEqual({ earliest: '-7d@d', latest: '@d' });
  expect(dispatchWindow(seconds)).toEqual({ earliest: '-24h@h', latest: 'now' });
});

describe('a window of the search itself', () => {
  test.each([
    ['index=main earliest=-30d@d latest=-4h error', '-30d@d', '-4h'],
    ['search index=main earliest="-1mon@mon" | stats count', '-1mon@mon', null],
    ['| tstats count from datamodel=Web where Web.url=x earliest=-7d latest=now() by Web.src', '-7d', 'now'],
    ['| tstats earliest(_time) as earliest from datamodel=Web by Web.src', null, null],
    ['index=main | stats earliest(_time) as x | where earliest=3', null, null],
  ])('%s', (source, earliest, latest) => {
    expect(ownWindow(parse(source))).toEqual({ earliest, latest, fixedAt: null });
  });

  test('is what the search is dispatched over; other ends come from how far the hunt looks back', () => {
    const windowOf = (search: string, lookback: number | null) =>
      splunk.withWindow?.(checkSpl(search, { environment: NO_EXTRAS }), lookback).window;
    expect(windowOf('index=main earliest=-2d error', 30 * DAY)).toEqual({ earliest: '-2d', latest: 'now' });
    expect(windowOf(processes('Processes.user=x'), 30 * DAY)).toEqual({ earliest: '-30d@h', latest: 'now' });
    expect(windowOf('index=main', null)).toEqual({ earliest: '-24h@h', latest: 'now' });
  });

  test('that is fixed is kept in the search, but is no dispatch time, and is pointed out', () => {
    const query = checkSpl('index=main earliest="01/02/2026:00:00:00" error', { environment: NO_EXTRAS });
    expect(query).toMatchObject({ verdict: 'ready', window: {} });
    expect(problems(query)).toEqual(['1:12 spl-fixed-window']);
  });
});
