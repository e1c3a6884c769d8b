import { describe, expect, test } from 'vitest';
import { column, events, rows, trouble } from '../support.ts';

const tables = events(
  { n: '10', s: 'b', ip: '10.0.0.9' },
  { n: '9', s: 'a', ip: '10.0.0.10' },
  { n: '100', s: 'B', ip: '9.0.0.1' },
  { s: 'c' },
);
const ordered = (rest: string, name: string) => column(rows(`search index=main | ${rest}`, tables), name);

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sort
describe('sort', () => {
  test('numbers by size, addresses by number, text by characters; without the field last', () => {
    expect(ordered('sort n', 'n')).toEqual(['9', '10', '100', undefined].map((n) => n ?? null));
    expect(ordered('sort - n', 'n')).toEqual(['100', '10', '9', null]);
    expect(ordered('sort ip', 'ip')).toEqual(['9.0.0.1', '10.0.0.9', '10.0.0.10', null]);
    expect(ordered('sort s', 's')).toEqual(['B', 'a', 'b', 'c']);
    expect(ordered('sort str(n)', 'n')).toEqual(['10', '100', '9', null]);
    expect(ordered('sort -num(n)', 'n')).toEqual(['100', '10', '9', null]);
  });

  test('a sign with a blank holds for all fields behind it, one without for its own', () => {
    const pairs = events({ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 1 });
    const both = (rest: string) =>
      rows(`search index=main | sort ${rest} | table a b`, pairs).map((row) => `${row['a']}${row['b']}`);
    expect(both('- a b')).toEqual(['21', '12', '11']);
    expect(both('-a b')).toEqual(['21', '11', '12']);
    expect(both('a -b')).toEqual(['12', '11', '21']);
    expect(both('a, b desc')).toEqual(['21', '12', '11']);
  });

  test('as many as it is told', () => {
    expect(ordered('sort 2 s', 's')).toEqual(['B', 'a']);
    expect(ordered('sort limit=1 - s', 's')).toEqual(['c']);
    expect(ordered('sort 0 s', 's')).toHaveLength(4);
    expect(trouble('search x | sort -')).toContain('failed: ');
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Head, …/Tail, …/Reverse
test('head, tail and reverse', () => {
  expect(ordered('sort s | head 2', 's')).toEqual(['B', 'a']);
  expect(ordered('sort s | head s!="b"', 's')).toEqual(['B', 'a']);
  expect(ordered('sort s | tail 2', 's')).toEqual(['c', 'b']);
  expect(ordered('sort s | reverse', 's')).toEqual(['c', 'b', 'a', 'B']);
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Dedup
describe('dedup', () => {
  const data = events({ u: 'a', n: 1 }, { u: 'a', n: 2 }, { u: 'b', n: 3 }, { n: 4 }, { u: 'a', n: 5 });
  const kept = (rest: string) => column(rows(`search index=main | sort n | dedup ${rest}`, data), 'n');

  test('keeps the first of each, and none without the field', () => {
    expect(kept('u')).toEqual([1, 3]);
    expect(kept('2 u')).toEqual([1, 2, 3]);
    expect(kept('u keepempty=t')).toEqual([1, 3, 4]);
    expect(kept('u consecutive=t')).toEqual([1, 3, 5]);
    expect(kept('u sortby -n')).toEqual([3, 1]);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Top and …/Rare
test('top and rare', () => {
  const data = events({ u: 'a' }, { u: 'a' }, { u: 'a' }, { u: 'b' }, {});
  expect(rows('search index=main | top u', data)).toEqual([
    { u: 'a', count: 3, percent: 75 },
    { u: 'b', count: 1, percent: 25 },
  ]);
  expect(rows('search index=main | rare limit=1 showperc=f u', data)).toEqual([{ u: 'b', count: 1 }]);
});
