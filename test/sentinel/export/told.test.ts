import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAtWord, toldOf } from '../../../src/sentinel/export/told.ts';
import { makeChecked } from '../../support/hunts.ts';

const article = (title: string, published: string | null = '2026-05-01') => ({
  id: title,
  title,
  url: 'https://intel.example/',
  published,
});
const named = (id: string, displayName: string, given: Parameters<typeof makeChecked>[0] = {}) => ({
  id,
  displayName,
  summary: 'Severity HIGH.',
  hunt: makeChecked(given).hunt,
});
const namesOf = (queries: Parameters<typeof toldOf>[0]) => [...toldOf(queries).values()].map(({ name }) => name);

describe('names', () => {
  test('that stand twice are told apart by technique, then by article, then by number', () => {
    const one = [article('A flaw in a gateway')];
    expect(
      namesOf([
        named('1', 'Exploited flaw', { techniques: ['T1190'], articles: one }),
        named('2', 'exploited flaw', { techniques: ['T1068'], articles: one }),
        named('3', 'Exploited flaw', { techniques: ['T1003'], articles: [article('Another flaw')] }),
        named('4', 'Exploited flaw', { techniques: ['T1003'], articles: one }),
        named('5', 'Odd logons', { techniques: [], articles: one }),
      ]),
    ).toEqual([
      'Exploited flaw (T1190)',
      'exploited flaw (T1068)',
      'Exploited flaw (Another flaw)',
      'Exploited flaw (A flaw in a gateway)',
      'Odd logons',
    ]);
    const same = [1, 2, 3].map((n) => named(`${n}`, 'Same', { techniques: ['T1003'], articles: one }));
    expect(namesOf(same)).toEqual(['Same (T1003)', 'Same (2)', 'Same (3)']);
  });

  test('are cut behind a word, are 100 characters at most, and differ, whatever the titles', () => {
    expect(cutAtWord('one two three', 9)).toBe('one two…');
    expect(cutAtWord('short', 9)).toBe('short');
    expect(cutAtWord('x'.repeat(20), 9)).toBe(`${'x'.repeat(8)}…`);
    const titles = fc.array(
      fc.oneof(fc.constantFrom('a', 'A', 'word '.repeat(40).trim()), fc.string({ maxLength: 150 })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(titles, (all) => {
        const names = namesOf(all.map((title, n) => named(`${n}`, title)));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(all.length);
        for (const name of names) expect(name.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 200 },
    );
  });
});

test('a description says what is found, why, and what to do, in whole lines', () => {
  const told = (articles: readonly ReturnType<typeof article>[]) =>
    [...toldOf([{ ...named('1', 'Odd logons', { articles, why: 'They log on at night.' }) }]).values()][0];
  const lines = told([article('Night shift')])?.description.split('\n') ?? [];
  expect(lines[0]).toBe("Finds: Odd logons, as told by 'Night shift'.");
  expect(lines).toContain('Why: They log on at night.');
  expect(lines).toContain('Severity HIGH.');
  const long =
    told(Array.from({ length: 80 }, (_, n) => article(`${n} ${'long title '.repeat(8)}`)))?.description ?? '';
  expect(long.length).toBeLessThan(4100);
  expect(long).toMatch(/\n… \d+ more lines$/);
});

test('a version grows with the newest article, and with an older one that is read later', () => {
  const version = (articles: readonly ReturnType<typeof article>[]) =>
    [...toldOf([named('1', 'x', { articles })]).values()][0]?.version;
  const [may, june, undated] = [article('may', '2026-05-01'), article('june', '2026-06-01'), article('?', null)];
  expect(version([may])).toBe('1.20260501.1');
  expect(version([may, undated])).toBe('1.20260501.2');
  expect(version([june, may])).toBe('1.20260601.2');
  expect(version([undated])).toBe('1.0.1');
});
