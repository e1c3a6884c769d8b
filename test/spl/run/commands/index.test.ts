import { describe, expect, test } from 'vitest';
import type { SampleData } from '../../../../src/prove/language.ts';
import { ago, column, events, NOW, rows, trouble } from '../support.ts';

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rex
describe('rex', () => {
  const extracted = (rest: string, value = 'pid=12 uid=7 pid=13') =>
    rows(`| makeresults | eval f="${value}" | rex field=f ${rest} | fields - _time f`)[0];

  test('named groups become fields', () => {
    expect(extracted('"pid=(?<pid>\\d+) uid=(?P<uid>\\d+)"')).toEqual({ pid: '12', uid: '7' });
    expect(extracted('max_match=0 "pid=(?<pid>\\d+)"')).toEqual({ pid: ['12', '13'] });
    expect(extracted('"(?i)PID=(?<pid>\\d+)"')).toEqual({ pid: '12' });
    expect(extracted('"nothing(?<pid>\\d+)"')).toEqual({ pid: null });
  });

  test('mode=sed edits', () => {
    const edited = (script: string) =>
      rows(`| makeresults | eval f="a1b22" | rex mode=sed field=f "${script}" | table f`)[0]?.['f'];
    expect(edited('s/\\d+/#/g')).toBe('a#b#');
    expect(edited('s/([a-z])(\\d)/\\2\\1/')).toBe('1ab22');
    expect(edited('y/ab/xy/')).toBe('x1y22');
  });

  test('what Splunk refuses', () => {
    expect(trouble('search x | rex field=f "abc"')).toContain('does not extract anything');
    expect(trouble('search x | rex field=f "(?<a>abc"')).toContain('failed: Error in regular expression');
    expect(trouble('search x | rex field=f')).toContain('failed: ');
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Regex
test('regex keeps what matches', () => {
  const tables = events({ f: 'abc' }, { f: 'xyz' });
  expect(column(rows('search index=main | regex f="^a"', tables), 'f')).toEqual(['abc']);
  expect(column(rows('search index=main | regex f!="^a"', tables), 'f')).toEqual(['xyz']);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin
describe('bin', () => {
  test('times and numbers', () => {
    expect(
      column(rows('search index=main | bin _time span=1h | stats count by _time', events({}, {}, {})), 'count'),
    ).toEqual([3]);
    expect(rows('| makeresults | eval n=17 | bin n span=10 as range | table n range')).toEqual([
      { n: 17, range: '10-20' },
    ]);
    expect(rows('| makeresults | bucket _time span=1d | table _time')).toEqual([{ _time: '2026-05-01T00:00:00.000Z' }]);
    expect(trouble('search x | bin _time')).toBe('not evaluated: bin without a span');
    expect(trouble('search x | bin _time span=1x')).toContain('failed: ');
  });

  test('buckets may start where they are told', () => {
    expect(rows('| makeresults | bin _time span=1h aligntime=-30m | table _time')).toEqual([
      { _time: '2026-05-01T11:42:00.000Z' },
    ]);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Join
describe('join', () => {
  const tables = {
    ...events({ id: 1, a: 'x' }, { id: 2, a: 'y' }, { a: 'z' }),
    'Web.Web': [
      { _time: ago(5), user: '1', url: 'u1', http_method: 'GET' },
      { _time: ago(4), user: '1', url: 'u2', http_method: 'GET' },
    ],
  };
  const right = '[| from datamodel:Web.Web | sort url | rename user as id | table id url]';
  const joined = (options: string) =>
    rows(`search index=main | table id a | join ${options} ${right} | sort a url`, tables);

  test('inner and left, one match or all', () => {
    expect(joined('id')).toEqual([{ id: '1', a: 'x', url: 'u1' }]);
    expect(joined('type=left id')).toEqual([
      { id: '1', a: 'x', url: 'u1' },
      { id: 2, a: 'y', url: null },
      { id: null, a: 'z', url: null },
    ]);
    expect(column(joined('type=inner max=0 id'), 'url')).toEqual(['u1', 'u2']);
    expect(column(joined(''), 'url')).toEqual(['u1']);
  });

  test('fields of the subsearch replace those of the same name, unless they may not', () => {
    const over = (options: string) =>
      rows(
        `search index=main id=1 | table id a | join ${options} id [search index=main id=1 | eval a="new" | table id a]`,
        tables,
      );
    expect(column(over(''), 'a')).toEqual(['new']);
    expect(column(over('overwrite=f'), 'a')).toEqual(['x']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Append and …/Appendpipe, …/Union, …/Multisearch
test('append, appendpipe, union and multisearch put results behind each other', () => {
  const tables = events({ a: 1 });
  expect(
    column(rows('search index=main | table a | append [| makeresults | eval a=2 | table a]', tables), 'a'),
  ).toEqual([1, 2]);
  expect(
    column(rows('search index=main | table a | appendpipe [stats sum(a) as a | eval a=a+10]', tables), 'a'),
  ).toEqual([1, 11]);
  expect(
    column(rows('| union [search index=main | table a] [| makeresults | eval a=2 | table a]', tables), 'a'),
  ).toEqual([1, 2]);
  expect(column(rows('| multisearch [search index=main | eval a=3] [search index=main]', tables), 'a')).toEqual([3, 1]);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup and …/Inputlookup
describe('lookups', () => {
  const lookups: SampleData['lookups'] = {
    owners: [
      { host: 'a', owner: 'ann', team: 'blue' },
      { host: 'A', owner: 'abe' },
      { host: 'b', owner: ['x', 'y'] },
    ],
  };
  const looked = (rest: string) =>
    rows(
      `search index=main | table dest owner | lookup owners ${rest}`,
      events({ dest: 'a', owner: 'old' }),
      lookups,
    )[0];

  test('whole values, case and all', () => {
    expect(looked('host AS dest OUTPUT owner')).toEqual({ dest: 'a', owner: 'ann' });
    expect(looked('host AS dest OUTPUTNEW owner')).toEqual({ dest: 'a', owner: 'old' });
    expect(looked('host AS dest OUTPUT owner AS who team')).toEqual({
      dest: 'a',
      owner: 'old',
      who: 'ann',
      team: 'blue',
    });
    expect(looked('host AS dest')).toEqual({ dest: 'a', owner: 'ann', team: 'blue' });
  });

  test('inputlookup has its rows', () => {
    expect(column(rows('| inputlookup owners.csv where owner="abe"', {}, lookups), 'host')).toEqual(['A']);
    expect(column(rows('| makeresults | table host | inputlookup append=t owners max=1', {}, lookups), 'host')).toEqual(
      [null, 'a'],
    );
  });

  test('a lookup that is not there is named, a field that it lacks refused', () => {
    expect(trouble('| inputlookup nowhere')).toBe('not evaluated: lookup nowhere');
    expect(
      trouble('search index=main | lookup owners nosuchfield AS dest OUTPUT owner', {
        tables: events({}),
        ...(lookups ? { lookups } : {}),
      }),
    ).toContain('failed: ');
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makemv, …/Mvexpand, …/Nomv
test('makemv, mvexpand and nomv', () => {
  const made = (rest: string) => rows(`| makeresults | eval m="a,b,,c" | ${rest} | table m`);
  expect(column(made('makemv delim="," m'), 'm')).toEqual([['a', 'b', 'c']]);
  expect(column(made('makemv delim="," allowempty=t m'), 'm')).toEqual([['a', 'b', '', 'c']]);
  expect(column(made('makemv tokenizer="(\\w)" m'), 'm')).toEqual([['a', 'b', 'c']]);
  expect(column(made('makemv delim="," m | mvexpand m'), 'm')).toEqual(['a', 'b', 'c']);
  expect(column(made('makemv delim="," m | mvexpand m limit=2'), 'm')).toEqual(['a', 'b']);
  expect(column(made('makemv delim="," m | nomv m'), 'm')).toEqual(['a\nb\nc']);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath
test('spath takes fields out of JSON', () => {
  const tables = events({
    _raw: '{"user":{"username":"eve"},"sourceIPs":["10.1.1.1","10.1.1.2"],"ok":true,"items":[{"n":1},{"n":2}]}',
  });
  expect(rows('search index=main | spath | table user.username sourceIPs{} ok items{}.n', tables)).toEqual([
    { 'user.username': 'eve', 'sourceIPs{}': ['10.1.1.1', '10.1.1.2'], ok: 'true', 'items{}.n': [1, 2] },
  ]);
  expect(rows('search index=main | spath output=u path=user.username | table u', tables)).toEqual([{ u: 'eve' }]);
  expect(rows('search index=main | spath items{1}.n | table items{1}.n', tables)).toEqual([{ 'items{1}.n': 2 }]);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Iplocation
test('iplocation takes places from a lookup of the data, and is not evaluated without one', () => {
  const tables = events({ src: '203.0.113.9' });
  const lookups = { iplocation: [{ ip: '203.0.113.0/24', Country: 'Netherlands' }] };
  expect(rows('search index=main | iplocation src | table src Country', tables, lookups)).toEqual([
    { src: '203.0.113.9', Country: 'Netherlands' },
  ]);
  expect(trouble('search index=main | iplocation src', { tables })).toBe('not evaluated: command iplocation');
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makeresults and …/Addinfo
test('makeresults and addinfo', () => {
  expect(rows('| makeresults count=2 | addinfo | table _time info_max_time')).toEqual(
    Array.from({ length: 2 }, () => ({ _time: NOW.toISOString(), info_max_time: NOW.getTime() / 1000 })),
  );
});

test('fieldformat changes no value', () => {
  expect(rows('| makeresults | eval a=1 | fieldformat a=tostring(a, "commas") | table a')).toEqual([{ a: 1 }]);
});
