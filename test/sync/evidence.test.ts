import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeNewest,
  encodeNewest,
  evidenceOf,
  isOutdated,
  mergeEvidence,
  SHORT_ID_LENGTH,
  sameEvidence,
  withShortIds,
} from '../../src/sync/evidence.ts';
import type { Evidence, NewestArticle } from '../../src/sync/types.ts';
import { makeArticle, makeHunt } from '../support/hunts.ts';
import { A, B } from './support.ts';

const C = 'cccccccc-0000-5000-8000-000000000003';
const short = (id: string) => id.slice(0, SHORT_ID_LENGTH);
const none: ReadonlySet<string> = new Set();

function evidence(
  articles: readonly string[],
  date: string | null = '2026-05-01',
  more: Partial<Evidence> = {},
): Evidence {
  const article = articles[0] ?? '';
  return { articles, newest: { published: date, article, fromCatalogue: false }, sources: ['feed'], ...more };
}

describe('the newest article as text', () => {
  const id = fc.stringMatching(/^[0-9a-f-]{8,36}$/);
  const day = fc.option(fc.stringMatching(/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/));
  const newest: fc.Arbitrary<NewestArticle> = fc.record({ published: day, article: id, fromCatalogue: fc.boolean() });

  test('any is read as it was written', () => {
    fc.assert(
      fc.property(newest, (one) => {
        expect(decodeNewest(encodeNewest(one))).toEqual(one);
      }),
    );
  });

  test('a later day sorts later, and an undated article is older than any', () => {
    const text = (published: string | null) => encodeNewest({ published, article: A, fromCatalogue: false });
    const days = [null, '1999-12-31', '2026-01-09', '2026-01-10'];
    expect(days.map(text)).toEqual(days.map(text).sort());
    expect(text(null)).toBe(`0000-00-00 ${A}`);
    expect(encodeNewest({ published: '2026-01-09', article: A, fromCatalogue: true })).toBe(
      `2026-01-09 ${A} catalogue`,
    );
  });

  test.each(['', 'x', '2026-05-01', `26-05-01 ${A}`, `2026-05-01 ${A} other`, ` 2026-05-01 ${A}`])(
    '%j cannot be read: no article is known',
    (text) => {
      expect(decodeNewest(text)).toBeNull();
      expect(encodeNewest(null)).toBe('');
    },
  );
});

describe('what a hunt amounts to', () => {
  test('its articles, whose text it is and who delivered it', () => {
    const articles = [makeArticle('New', '2026-05-20'), makeArticle('Old', '2026-05-01')];
    const [first] = articles;
    expect(evidenceOf(makeHunt({ articles, sources: ['a', 'b'] }))).toEqual({
      articles: articles.map(({ id }) => id),
      newest: { published: '2026-05-20', article: first?.id, fromCatalogue: false },
      sources: ['a', 'b'],
    });
    expect(evidenceOf(makeHunt({ articles, fromCatalogue: true })).newest?.fromCatalogue).toBe(true);
  });

  test('without an article there is no newest', () => {
    expect(evidenceOf(makeHunt({ articles: [] }))).toMatchObject({ articles: [], newest: null });
  });
});

test('ids are found in full and shortened', () => {
  const ids = withShortIds([A, B]);
  expect([...ids].sort()).toEqual([A, B, short(A), short(B)].sort());
});

describe('what to record on an object that exists', () => {
  test('articles out of sight stay behind the current ones; those that were read and call no more do not', () => {
    const merged = mergeEvidence(evidence([A]), evidence([B, C]), withShortIds([C]), false);
    expect(merged.articles).toEqual([A, B]);
  });

  test('an id that was recorded shortened is the same article', () => {
    const recorded = evidence([short(B), short(A)]);
    expect(mergeEvidence(evidence([A, B]), recorded, none, false).articles).toEqual(recorded.articles);
    expect(mergeEvidence(evidence([A]), recorded, none, false).articles).toEqual(recorded.articles);
    expect(mergeEvidence(evidence([A]), recorded, withShortIds([B]), false).articles).toEqual([A]);
  });

  test('the same articles in another order are no news, one more is', () => {
    expect(mergeEvidence(evidence([B, A]), evidence([A, B]), none, false).articles).toEqual([A, B]);
    expect(mergeEvidence(evidence([C, B, A]), evidence([A, B]), none, false).articles).toEqual([C, B, A]);
  });

  test('sources are everyone who ever delivered it, sorted', () => {
    const merged = mergeEvidence(
      evidence([A], null, { sources: ['z', 'b'] }),
      evidence([A], null, { sources: ['c', 'b'] }),
      none,
      false,
    );
    expect(merged.sources).toEqual(['b', 'c', 'z']);
  });

  test('where what is recorded may be forgotten, the current evidence is all', () => {
    const current = evidence([A], '2026-01-01');
    expect(mergeEvidence(current, evidence([B], '2026-05-01', { sources: ['old'] }), none, true)).toBe(current);
  });

  test('merging twice changes nothing, whatever was recorded', () => {
    const any = fc
      .tuple(fc.shuffledSubarray([A, B, C, short(A), short(B)]), fc.constantFrom(null, '2026-01-01', '2026-05-01'))
      .map(([articles, date]) => evidence(articles, date));
    const ids = fc.subarray([A, B, C]).map(withShortIds);
    const whole = fc.shuffledSubarray([A, B, C], { minLength: 1 }).map((articles) => evidence(articles));
    fc.assert(
      fc.property(whole, any, ids, (current, recorded, seen) => {
        const once = mergeEvidence(current, recorded, seen, false);
        expect(mergeEvidence(current, once, seen, false)).toEqual(once);
      }),
    );
  });
});

describe('whose text wins', () => {
  const catalogue = (articles: readonly string[], date: string | null) => {
    const { newest, ...rest } = evidence(articles, date);
    return { ...rest, newest: newest && { ...newest, fromCatalogue: true } };
  };

  test.each<[string, Evidence, Evidence, ReadonlySet<string>, boolean]>([
    ['an older text, of an article out of sight', evidence([A], '2026-05-01'), evidence([B], '2026-05-20'), none, true],
    ['a newer text', evidence([A], '2026-05-21'), evidence([B], '2026-05-20'), none, false],
    ['the very same article', evidence([A], '2026-05-01'), evidence([A], '2026-05-01'), none, false],
    ['an article that was read', evidence([A], '2026-05-01'), evidence([B], '2026-05-20'), withShortIds([B]), false],
    ['an article that calls for it still', evidence([A, B], '2026-05-01'), evidence([B], '2026-05-20'), none, false],
    [
      'a catalogue against a briefing, however old',
      catalogue([A], '2026-05-21'),
      evidence([B], '2020-01-01'),
      none,
      true,
    ],
    [
      'a briefing against a catalogue, however new',
      evidence([A], '2020-01-01'),
      catalogue([B], '2026-05-21'),
      none,
      false,
    ],
    ['a catalogue against an older one', catalogue([A], '2026-05-21'), catalogue([B], '2026-05-01'), none, false],
    ['nothing recorded', evidence([A]), evidence([], null, { newest: null }), none, false],
  ])('%s', (_, current, recorded, seen, outdated) => {
    expect(isOutdated(current, recorded, seen)).toBe(outdated);
    const { newest } = mergeEvidence(current, recorded, seen, false);
    expect(newest).toEqual(outdated ? recorded.newest : current.newest);
  });
});

test('evidence is the same where articles, newest and sources are', () => {
  const one = evidence([A, B]);
  expect(sameEvidence(one, evidence([A, B]))).toBe(true);
  expect(sameEvidence(one, evidence([B, A]))).toBe(false);
  expect(sameEvidence(one, evidence([A, B], '2026-05-02'))).toBe(false);
  expect(sameEvidence(one, { ...one, sources: ['other'] })).toBe(false);
});
