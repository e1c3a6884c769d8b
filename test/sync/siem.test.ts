import { expect, test } from 'vitest';
import { languagesOf } from '../../src/sync/siem.ts';
import { MEMORY_LANGUAGE } from '../support/memory-siem/language.ts';

test('a language that several SIEMs share is one, in the order of the SIEMs', () => {
  const other = { ...MEMORY_LANGUAGE, id: 'other' };
  const siems = [{ language: other }, { language: MEMORY_LANGUAGE }, { language: MEMORY_LANGUAGE }];
  expect(languagesOf(siems)).toEqual([other, MEMORY_LANGUAGE]);
  expect(languagesOf([])).toEqual([]);
});
