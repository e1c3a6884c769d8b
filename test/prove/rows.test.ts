import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/knowledge/samples.ts';
import type { Proving } from '../../src/prove/language.ts';
import { minutesOf, rowsOf } from '../../src/prove/rows.ts';

const NOW = new Date('2027-03-10T10:00:00Z');

const PROVING: Proving = {
  schema: 'tables',
  complete: (_, fields, { at, number }) => ({ ...fields, at: at.toISOString(), number }),
  run: () => ({ status: 'evaluated', columns: [], rows: [] }),
  prepare: () => ({ sketch: null, run: () => ({ status: 'evaluated', columns: [], rows: [] }) }),
  lookback: () => null,
  allowed: () => [],
  lookups: () => ({ places: [{ ip: '203.0.113.9' }] }),
};

const SAMPLE: Sample = {
  name: 's',
  events: [
    {
      kind: 'process',
      minutesAgo: 30,
      repeat: { times: 3, everyMinutes: 10, jitter: 0 },
      fields: { name: 'a-{n}', activity: 'x', commandLine: 'c', user: 'u' },
      native: { own: { Extra: ['{n}', { deep: 'b{n}' }] } },
    },
  ],
  rows: { own: [{ table: 'T', minutesAgo: 5, row: { a: 1 } }], other: [{ table: 'U', minutesAgo: 5, row: {} }] },
  lookups: { own: { list: [{ k: 'v' }] } },
};

describe('rows of a sample', () => {
  it('are at their times, numbered, in the tables of the language', () => {
    const { data, count, missing } = rowsOf(SAMPLE, 'own', PROVING, { now: NOW });
    expect(Object.keys(data.tables)).toEqual(['DeviceProcessEvents', 'T']);
    expect(
      data.tables['DeviceProcessEvents']?.map(({ FileName, Extra, at, number }) => [FileName, Extra, at, number]),
    ).toEqual([
      ['a-1', ['1', { deep: 'b1' }], '2027-03-10T09:30:00.000Z', 1],
      ['a-2', ['2', { deep: 'b2' }], '2027-03-10T09:40:00.000Z', 2],
      ['a-3', ['3', { deep: 'b3' }], '2027-03-10T09:50:00.000Z', 3],
    ]);
    expect(data.tables['T']).toEqual([{ a: 1, at: '2027-03-10T09:55:00.000Z', number: 4 }]);
    expect(data.lookups).toEqual({ places: [{ ip: '203.0.113.9' }], list: [{ k: 'v' }] });
    expect([count, missing]).toEqual([4, []]);
  });

  it('can all be earlier', () => {
    const { data } = rowsOf(SAMPLE, 'own', PROVING, { now: NOW, earlier: 60 });
    expect(data.tables['T']?.[0]?.['at']).toBe('2027-03-10T08:55:00.000Z');
  });

  it('tell what the schema has no place for', () => {
    const sample: Sample = {
      ...SAMPLE,
      events: [{ kind: 'imageLoad', minutesAgo: 1, fields: {}, native: {} }],
      rows: {},
    };
    const { count, missing } = rowsOf(sample, 'own', { ...PROVING, schema: 'cim' }, { now: NOW });
    expect([count, missing]).toEqual([0, ['no place for the event imageLoad']]);
  });

  it('are uneven within the share that jitter says, and the same each time', () => {
    const uneven: Sample = {
      ...SAMPLE,
      events: [
        {
          kind: 'process',
          minutesAgo: 100,
          repeat: { times: 10, everyMinutes: 10, jitter: 0.2 },
          fields: {},
          native: {},
        },
      ],
      rows: {},
    };
    const minutes = minutesOf(uneven, 'own');
    expect(minutesOf(uneven, 'own')).toEqual(minutes);
    const off = minutes.map((each, index) => each - (100 - index * 10));
    expect(off.every((each) => Math.abs(each) <= 2)).toBe(true);
    expect(new Set(off).size).toBe(10);
  });
});
