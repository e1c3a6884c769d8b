import { expect, test } from 'vitest';
import { countUse, isInUse } from '../../src/sync/in-use.ts';
import type { ActualObject } from '../../src/sync/types.ts';

const RULE = { retiredFields: { disabled: '1', place: 'attic' } };

function object(key: string | null, retired: string | null = null, fields: Record<string, string> = {}): ActualObject {
  const evidence = { articles: [], newest: null, sources: [] };
  return { id: 'i', name: 'n', fields, marker: key === null ? null : { key, written: {}, evidence, retired } };
}

test('what is retired, switched off on the platform or not ours is not in use', () => {
  const off = { disabled: '1', place: 'attic' };
  expect(isInUse(object('uc:A'), RULE)).toBe(true);
  expect(isInUse(object('uc:A', '2026-05-01'), RULE)).toBe(false);
  expect(isInUse(object('uc:A', null, off), RULE)).toBe(false);
  expect(isInUse(object('uc:A', null, { disabled: '1', place: 'hall' }), RULE)).toBe(true);
  expect(isInUse(object(null), RULE)).toBe(false);
  expect(isInUse(object('uc:A', null, off), { retiredFields: {} })).toBe(true);
});

test('a hunt counts once, and is in use where one of its objects is', () => {
  const objects = [
    object('uc:A'),
    object('uc:A#2', '2026-05-01'),
    object('uc:B', '2026-05-01'),
    object('uc:B#2', '2026-05-02'),
    object('uc:C'),
    object(null),
  ];
  expect(countUse(objects, RULE)).toEqual({ inUse: 2, retired: 1 });
  expect(countUse([], RULE)).toEqual({ inUse: 0, retired: 0 });
});
