import { describe, expect, it } from 'vitest';
import { cells, evaluate } from '../support.ts';

const TABLES = `
let L = datatable(k: string, v: long) ["a", 1, "a", 2, "b", 3, "", 4];
let R = datatable(k: string, w: long) ["a", 10, "a", 20, "c", 30, "", 40];
`;
const join = (kind: string) => cells(`${TABLES} L | join ${kind} R on k`);

describe('join', () => {
  it.each([
    [
      'kind=inner',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['a', 2, 'a', 10],
        ['a', 2, 'a', 20],
        ['', 4, '', 40],
      ],
    ],
    [
      '',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['', 4, '', 40],
      ],
    ],
    [
      'kind=innerunique',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['', 4, '', 40],
      ],
    ],
    [
      'kind=leftouter',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['a', 2, 'a', 10],
        ['a', 2, 'a', 20],
        ['b', 3, '', null],
        ['', 4, '', 40],
      ],
    ],
    [
      'kind=rightouter',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['a', 2, 'a', 10],
        ['a', 2, 'a', 20],
        ['', 4, '', 40],
        ['', null, 'c', 30],
      ],
    ],
    [
      'kind=fullouter hint.strategy=broadcast',
      [
        ['a', 1, 'a', 10],
        ['a', 1, 'a', 20],
        ['a', 2, 'a', 10],
        ['a', 2, 'a', 20],
        ['b', 3, '', null],
        ['', 4, '', 40],
        ['', null, 'c', 30],
      ],
    ],
    [
      'kind=leftsemi',
      [
        ['a', 1],
        ['a', 2],
        ['', 4],
      ],
    ],
    [
      'kind=rightsemi',
      [
        ['a', 10],
        ['a', 20],
        ['', 40],
      ],
    ],
    ['kind=leftanti', [['b', 3]]],
    ['kind=anti', [['b', 3]]],
    ['kind=leftantisemi', [['b', 3]]],
    ['kind=rightanti', [['c', 30]]],
  ])('%s (https://learn.microsoft.com/kusto/query/join-operator)', (kind, expected) => {
    expect(join(kind)).toEqual(expected);
  });

  it('by several keys, named differently', () => {
    const rows = `${TABLES} L | join kind=inner (R | project key = k, w) on $left.k == $right.key and $left.v == $right.w`;
    expect(cells(rows)).toEqual([]);
    expect(
      cells(
        `${TABLES} L | join kind=inner (R | project key = k, w = w / 10) on $left.k == $right.key, $left.v == $right.w`,
      ),
    ).toEqual([
      ['a', 1, 'a', 1],
      ['a', 2, 'a', 2],
      ['', 4, '', 4],
    ]);
  });

  it('meets a null key with a null key, as the engine does', () => {
    const left = 'datatable(k: long, v: long) [1, 1, long(null), 2]';
    expect(
      cells(`${left} | join kind=inner (datatable(k: long, w: string) [long(null), "none"]) on k | project v, w`),
    ).toEqual([[2, 'none']]);
  });

  it('is told from text by its case', () => {
    expect(cells('datatable(k: string) ["A"] | join kind=inner (datatable(k: string) ["a"]) on k')).toEqual([]);
  });

  it('lookup leaves the right keys out (https://learn.microsoft.com/kusto/query/lookup-operator)', () => {
    expect(cells(`${TABLES} L | lookup R on k`)).toEqual([
      ['a', 1, 10],
      ['a', 1, 20],
      ['a', 2, 10],
      ['a', 2, 20],
      ['b', 3, null],
      ['', 4, 40],
    ]);
    expect(cells(`${TABLES} L | lookup kind=inner (R | project x = k, w) on $left.k == $right.x | count`)).toEqual([
      [5],
    ]);
  });

  it('ends where it would make too many rows', () => {
    const many = { T: Array.from({ length: 600 }, () => ({ s: 'x' })) };
    expect(evaluate('T | join kind=inner T on s', { tables: many })).toEqual({
      status: 'not-evaluated',
      reasons: ['more than 200000 rows'],
    });
  });
});
