import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences, isSame } from '../../src/sentinel/compare.ts';
import type { ActualObject } from '../../src/sync/types.ts';

const OBJECT: ActualObject = {
  id: 'x',
  name: 'x',
  fields: { query: 'SigninLogs\n| take 5', tactics: 'Impact' },
  marker: null,
  extra: { tags: '[{"name":"Owner","value":"red"},{"name":"Team","value":"blue"}]' },
};

test('a version tag, blanks at the ends, line ends and the order of tags are no difference', () => {
  const fields = { query: '\n SigninLogs\r\n| take 5\r\n', tactics: 'Impact ' };
  const extra = { tags: '[{"name":"Team","value":"blue"},{"name":"Owner","value":"red"}]' };
  expect(differences(OBJECT, { ...OBJECT, fields, extra, etag: 'another' })).toEqual([]);
});

test('anything else is', () => {
  const marker = { key: 'k', written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
  expect(differences(OBJECT, { ...OBJECT, fields: { query: 'SigninLogs | take 5' } })).toEqual(['query', 'tactics']);
  expect(differences(OBJECT, { ...OBJECT, marker })).toEqual(['marker']);
  const { extra: _, ...bare } = OBJECT;
  expect(differences(OBJECT, bare)).toEqual(['extra']);
});

test('nothing is the same as nothing only', () => {
  expect([isSame(null, null), isSame(null, OBJECT), isSame(OBJECT, null), isSame(OBJECT, OBJECT)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test('a changed word is never taken for normalised text', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const blank = fc.constantFrom('', ' ', '\n', '\r\n');
  fc.assert(
    fc.property(word, word, blank, blank, (a, b, before, after) => {
      const other = { ...OBJECT, fields: { ...OBJECT.fields, query: before + b + after } };
      const one = { ...OBJECT, fields: { ...OBJECT.fields, query: a } };
      expect(isSame(one, other)).toBe(a === b);
    }),
  );
});
