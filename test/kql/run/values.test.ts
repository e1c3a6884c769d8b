import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/prove/language.ts';
import { evaluate } from './support.ts';

describe('values of sample rows', () => {
  it('go in and come out as JSON has them', () => {
    const row = {
      n: '9007199254740993',
      i: 5,
      r: 1.5,
      s: 'x',
      b: true,
      d: { a: [1, null] },
      t: '2024-03-05T10:00:00Z',
      w: '1.02:03:04',
      g: '70FC66F7-8279-44FC-9092-D364D70FCE44',
    };
    const outcome = evaluate('T | project n, i, r, s, b, d, t, w, g', { tables: { T: [row] } });
    expect(outcome).toMatchObject({
      rows: [{ ...row, t: '2024-03-05T10:00:00.0000000Z', g: '70fc66f7-8279-44fc-9092-d364d70fce44' }],
    });
  });

  it('are taken for what their column is', () => {
    const rows: Row[] = [
      { s: 5 },
      { s: true },
      { s: { a: 1 } },
      { d: '{"a": 1}' },
      { d: 'text' },
      { n: '12' },
      { n: '' },
    ];
    const outcome = evaluate('T | project s, d, n', { tables: { T: rows } });
    expect(outcome).toMatchObject({
      rows: [
        { s: '5', d: null, n: null },
        { s: 'true' },
        { s: '{"a":1}' },
        { d: { a: 1 } },
        { d: 'text' },
        { n: 12 },
        { n: null },
      ],
    });
  });

  it('that are of another type are named', () => {
    expect(evaluate('T', { tables: { T: [{ n: 'twelve' }] } })).toEqual({
      status: 'not-evaluated',
      reasons: ['value "twelve" in T.n, which is a long'],
    });
  });
});
