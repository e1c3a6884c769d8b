import { describe, expect, test } from 'vitest';
import { column, events, rows, run, trouble } from '../support.ts';

const tables = events({ a_x: 1, a_y: 2, b: 3 });

describe('table and fields', () => {
  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Table
  test('table keeps what it names, in that order', () => {
    const outcome = run('search index=main | table b gone a_*', { tables });
    expect(outcome).toMatchObject({
      columns: ['b', 'gone', 'a_x', 'a_y'],
      rows: [{ b: 3, gone: null, a_x: 1, a_y: 2 }],
    });
  });

  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fields
  test('fields keeps internal fields, and takes away what stands behind a minus', () => {
    expect(Object.keys(rows('search index=main | fields b, a_x', tables)[0] ?? {})).toEqual([
      '_time',
      '_raw',
      'b',
      'a_x',
    ]);
    expect(Object.keys(rows('search index=main | table a_x a_y b | fields - a_*', tables)[0] ?? {})).toEqual(['b']);
    expect(Object.keys(rows('search index=main | table a_x a_y b | fields -b', tables)[0] ?? {})).toEqual([
      'a_x',
      'a_y',
    ]);
    expect(Object.keys(rows('search index=main | fields - _time, _raw | fields b', tables)[0] ?? {})).toEqual(['b']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename
describe('rename', () => {
  const renamed = (rest: string) => rows(`search index=main | table a_x a_y b | rename ${rest}`, tables)[0];

  test.each([
    ['a_x as x', { x: 1, a_y: 2, b: 3 }],
    ['a_x as x, b AS "the b"', { x: 1, a_y: 2, 'the b': 3 }],
    ['a_* as *', { x: 1, y: 2, b: 3 }],
    ['"a_*" as n.*', { 'n.x': 1, 'n.y': 2, b: 3 }],
    ['a_x as b', { b: 1, a_y: 2 }],
    ['gone as q', { a_x: 1, a_y: 2, b: 3 }],
    ['gone as b', { a_x: 1, a_y: 2 }],
  ])('%s', (rest, row) => {
    expect(renamed(rest)).toEqual(row);
  });

  test('drop_dm_object_name takes the name of the dataset away', () => {
    expect(rows('| makeresults | eval "Web.src"="a" | `drop_dm_object_name("Web")` | table src')).toEqual([
      { src: 'a' },
    ]);
  });

  test('is refused where it cannot be', () => {
    expect(trouble('search x | rename a')).toContain('failed: ');
    expect(trouble('search x | rename a_* as b')).toContain('Wildcard mismatch');
  });
});

describe('fillnull and filldown', () => {
  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fillnull
  test('fillnull puts something where nothing is', () => {
    const data = events({ a: 'x' }, { b: 'y' });
    expect(rows('search index=main | table a b | fillnull', data)).toEqual([
      { a: '0', b: 'y' },
      { a: 'x', b: '0' },
    ]);
    expect(rows('search index=main | table a b | fillnull value=none a c', data)).toEqual([
      { a: 'none', b: 'y', c: 'none' },
      { a: 'x', b: null, c: 'none' },
    ]);
  });

  // https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Filldown
  test('filldown takes the last value', () => {
    expect(column(rows('search index=main | filldown a | table a', events({}, { a: 'x' })), 'a')).toEqual(['x', 'x']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Convert
describe('convert', () => {
  const converted = (rest: string) =>
    rows(`| makeresults | eval t=0, k="1,234", u="12 ms", x="abc" | convert ${rest} | fields - _time`)[0];

  test.each([
    ['ctime(t)', { t: '01/01/1970 00:00:00' }],
    ['timeformat="%Y-%m-%d" ctime(t) as day', { t: 0, day: '1970-01-01' }],
    ['rmcomma(k)', { k: '1234' }],
    ['rmunit(u)', { u: 12 }],
    ['num(x)', { x: null }],
    ['auto(x)', { x: 'abc' }],
  ])('%s', (rest, fields) => {
    expect(converted(rest)).toMatchObject(fields);
  });

  test('mktime reads a time', () => {
    expect(rows('| makeresults | eval t="2026-05-01" | convert timeformat="%F" mktime(t) | table t')).toEqual([
      { t: Date.parse('2026-05-01') / 1000 },
    ]);
    expect(trouble('search x | convert nosuch(t)')).toContain('failed: ');
    expect(trouble('search x | convert dur2sec(t)')).toBe('not evaluated: convert dur2sec');
  });
});
