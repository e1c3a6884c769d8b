import { expect, test } from 'vitest';
import { counted } from '../../src/core/counted.ts';

test.each([
  [0, '0 queries'],
  [1, '1 query'],
  [2, '2 queries'],
])('%i', (count, told) => {
  expect(counted(count, 'query', 'queries')).toBe(told);
  expect(counted(count, 'hunt')).toBe(told.replace(/quer(?:y|ies)/, count === 1 ? 'hunt' : 'hunts'));
});
