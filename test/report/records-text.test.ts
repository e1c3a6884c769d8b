import { expect, test } from 'vitest';
import { recordsToText } from '../../src/report/records-text.ts';

const COUNTS = { total: 3, sent: 2, removed: 0, unchanged: 1, kept: 0, failed: 0 };

test('records have a column for what was kept only where something was', () => {
  const one = { name: 'soc', requests: 1, errors: [], notes: ['a note'] };
  const head = (kept: number) => recordsToText([{ ...one, hunts: { ...COUNTS, kept } }], true).split('\n')[1];
  expect(head(0)).toBe('│ platform │ records │ total │ sent │ removed │ unchanged │ failed │');
  expect(head(2)).toBe('│ platform │ records │ total │ sent │ removed │ unchanged │ kept │ failed │');
  expect(recordsToText([{ ...one, hunts: COUNTS }], false)).toContain('│ send │ remove │');
  expect(
    recordsToText([{ ...one, hunts: COUNTS }], false)
      .split('\n')
      .at(-1),
  ).toContain('soc records: a note');
});
