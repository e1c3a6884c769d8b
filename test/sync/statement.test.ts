import { expect, test } from 'vitest';
import { statementKey, statementSuffix } from '../../src/sync/statement.ts';

test('the first statement has the bare key, the others are numbered from 2', () => {
  expect([0, 1, 2].map((index) => statementKey('uc:X', index))).toEqual(['uc:X', 'uc:X#2', 'uc:X#3']);
  expect([0, 1, 2].map(statementSuffix)).toEqual(['', ' - part 2', ' - part 3']);
});
