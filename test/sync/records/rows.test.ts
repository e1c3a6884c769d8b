import { expect, test } from 'vitest';
import { rowsMadeBy } from '../../../src/sync/records/rows.ts';
import { written } from '../../../src/sync/records/values.ts';

test('rows are made one after the other, and anew for whoever walks through them again', () => {
  const now = new Date('2026-05-01T08:30:00Z');
  const records = ['a', 'b', 'c'].map((key) => written('hunts', { hunt_key: key }, undefined, now));
  let made = 0;
  const rows = rowsMadeBy(
    records.map((record) => () => {
      made += 1;
      return record;
    }),
  );
  expect(rows.length).toBe(3);
  const [first] = rows;
  expect([first, made]).toEqual([records[0], 1]);
  expect([...rows]).toEqual(records);
  expect(made).toBe(4);
});
