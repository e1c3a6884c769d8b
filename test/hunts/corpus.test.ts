import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, test } from 'vitest';
import type { Article } from '../../src/briefing/article.ts';
import { parseBriefing } from '../../src/briefing/parse.ts';
import { queriesDigest } from '../../src/hunts/digest.ts';
import { namedUseCase } from '../../src/hunts/identity.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { CORPORA } from '../support/corpora.ts';

function readFrom(
  folder: string,
  change: (text: string) => string = String,
  place: (path: string) => string = String,
): Article[] {
  const files = globSync(['briefings/**/*.md', 'variants/**/*.md', 'seeds/*.txt'], { cwd: folder }).sort();
  return files.map((path) =>
    parseBriefing(
      { kind: 'briefing', path: place(path), text: change(readFileSync(join(folder, path), 'utf8')) },
      'corpus',
    ),
  );
}

describe.each(CORPORA)('$name', ({ folder, present, small }) => {
  const articles = present ? readFrom(folder) : [];
  const normalized = normalizeHunts(articles);
  const { hunts, problems } = normalized;

  test.skipIf(!present)('every query is in use, but older versions of named use cases and doubled ones', () => {
    expect(articles).toHaveLength(small ? 10 : 60);
    const digestOf = ([language, text]: [string, string]) => queriesDigest({ queries: { [language]: text } });
    const inUse = new Set(hunts.flatMap(({ queries }) => Object.entries(queries).map(digestOf)));
    for (const article of articles) {
      for (const { title, useCase, queries } of article.hunts) {
        if (namedUseCase(useCase) !== null) continue;
        for (const query of Object.entries(queries)) {
          expect(inUse.has(digestOf(query)), `${article.path}: ${title}`).toBe(true);
        }
      }
    }
  });

  test.skipIf(!present)('named use cases are one hunt each, other hunts one a text', () => {
    const named = new Set(articles.flatMap((article) => article.hunts.flatMap((h) => namedUseCase(h.useCase) ?? [])));
    expect(hunts.filter(({ key }) => key.startsWith('uc:')).map(({ key }) => key)).toEqual(
      [...named].sort().map((id) => `uc:${id}`),
    );
    const texts = hunts.map(queriesDigest);
    expect(new Set(texts).size).toBe(texts.length);
    for (const id of named) {
      const callers = articles.filter((article) => article.hunts.some(({ useCase }) => useCase === id));
      const listed = hunts.find(({ key }) => key === `uc:${id}`)?.articles.map((ref) => ref.id);
      expect(listed?.toSorted(), id).toEqual(callers.map((article) => article.id).sort());
    }
    expect(hunts.find(({ key }) => key === 'uc:UC_SUPPLY_CHAIN')).toMatchObject({
      techniques: ['T1195.002'],
      tactics: ['initial-access'],
    });
    expect(problems.filter(({ code }) => code === 'duplicate-article')).toEqual([]);
  });

  test.skipIf(!present)('another order, another folder, CRLF and other numbers change nothing', () => {
    const order = fc.sample(fc.shuffledSubarray(articles, { minLength: articles.length }), { numRuns: 3, seed: 1 });
    for (const shuffled of order) expect(normalizeHunts(shuffled)).toEqual(normalized);
    const elsewhere = readFrom(
      folder,
      (text) => text.replace(/\r?\n/g, '\r\n').replace(/^`UC_\d+_\d+`/gm, '`UC_12345_0`'),
      (path) => `elsewhere/${path.replaceAll('/', '-')}`,
    );
    expect(normalizeHunts(elsewhere).hunts).toEqual(hunts);
  });
});
