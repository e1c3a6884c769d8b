import { expect, test } from 'vitest';
import { registerSecret } from '../../../src/core/log.ts';
import { failureLines } from '../../../src/sync/records/failures.ts';

const failures = (n: number, message: string, from = 0) =>
  Array.from({ length: n }, (_, i) => ({ key: `i-${from + i}`, message }));

test('nothing failed, nothing to tell', () => {
  expect(failureLines('indicators', [])).toEqual([]);
});

test('a reason is told once, with how many records and some of them', () => {
  const many = failures(1000, 'Azure answered 403. Give it the role.');
  expect(failureLines('indicators', [...many, ...failures(1, 'It is too large.', 1000)])).toEqual([
    'indicators i-0, i-1, i-2 and 997 more: Azure answered 403. Give it the role.',
    'indicators i-1000: It is too large.',
  ]);
  expect(failureLines('hunts', failures(3, 'no'))).toEqual(['hunts i-0, i-1, i-2: no']);
});

test('more reasons than anyone reads are counted', () => {
  const lines = failureLines('hunts', Array.from({ length: 9 }, (_, i) => failures(2, `reason ${i}`, i * 2)).flat());
  expect(lines).toHaveLength(6);
  expect(lines.at(-1)).toBe('hunts: 8 more failed.');
  const six = Array.from({ length: 6 }, (_, i) => failures(1, `reason ${i}`, i)).flat();
  expect(failureLines('hunts', six).at(-1)).toBe('hunts: 1 more failed.');
  expect(failureLines('hunts', six.slice(1))).toHaveLength(5);
});

test('no secret is told', () => {
  registerSecret('a-secret-of-failures');
  expect(failureLines('hunts', failures(1, 'Bearer a-secret-of-failures was refused'))).toEqual([
    'hunts i-0: Bearer [secret] was refused',
  ]);
});
