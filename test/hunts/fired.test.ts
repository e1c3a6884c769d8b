import { expect, test } from 'vitest';
import { partCatalogue } from '../../src/hunts/fired.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { evidenceOf, isOutdated } from '../../src/sync/evidence.ts';
import { article, hunt } from './articles.ts';

const [useCase] = loadCatalogue().filter(({ queries }) => queries['spl'] !== undefined);
if (!useCase) throw new Error('the catalogue is empty');
const { id, title, phase, confidence, queries, techniques } = useCase;
const ours = { ...hunt({ useCase: id, title, queries }), phase, confidence, fromCatalogue: true as const };
const old = article({ title: 'Old', published: '2026-01-01', hunts: [hunt({ useCase: id, spl: 'theirs' })] });
const recent = article({ title: 'New', published: '2026-03-01', hunts: [ours] });

test("a classified article's use case is the catalogue's hunt, with its techniques", () => {
  const { hunts, problems } = normalizeHunts([recent]);
  expect(problems).toEqual([]);
  expect(hunts).toMatchObject([{ key: `uc:${id}`, title, queries, fromCatalogue: true }]);
  expect(hunts[0]?.techniques).toEqual(expect.arrayContaining([techniques[0]]));
});

test("a briefing's text outranks the catalogue's, however old; both articles are listed", () => {
  for (const articles of [
    [old, recent],
    [recent, old],
  ]) {
    const [found] = normalizeHunts(articles).hunts;
    expect(found).toMatchObject({ queries: { spl: 'theirs' }, articles: [{ title: 'New' }, { title: 'Old' }] });
    expect(found?.fromCatalogue).toBeUndefined();
  }
});

test('and still does when the briefing is out of sight, so that the two never alternate', () => {
  const [theirs] = normalizeHunts([old]).hunts;
  const [mine] = normalizeHunts([recent]).hunts;
  if (!theirs || !mine) throw new Error('no hunts');
  expect(isOutdated(evidenceOf(mine), evidenceOf(theirs), new Set())).toBe(true);
  expect(isOutdated(evidenceOf(theirs), evidenceOf(mine), new Set())).toBe(false);
  expect(isOutdated(evidenceOf(mine), evidenceOf(theirs), new Set([old.id]))).toBe(false);
});

test('they are parted where only one of several articles has any', () => {
  const { articles, fired } = partCatalogue([old, recent]);
  expect(fired.map(({ hunt: { id: found } }) => found)).toEqual([id]);
  expect(articles.map(({ hunts }) => hunts.length)).toEqual([1, 0]);
  const mixed = article({ title: 'Both', published: '2026-04-01', hunts: [hunt({ title: 'own', spl: 'x' }), ours] });
  expect(partCatalogue([mixed]).articles[0]?.hunts.map((one) => one.title)).toEqual(['own']);
});
