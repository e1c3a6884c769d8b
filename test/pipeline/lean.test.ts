import { expect, test } from 'vitest';
import { readDesired } from '../../src/pipeline/desired.ts';
import { withoutArticleHunts, withoutContents } from '../../src/pipeline/lean.ts';
import { SIEMS } from '../../src/siems.ts';
import type { Source } from '../../src/sources/source.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const MARK = 'zanzibar';

const feed: Source = {
  name: 'lab',
  async read() {
    const documents = [1, 2].map((number) => ({
      kind: 'item' as const,
      path: `feed#${number}`,
      publisher: 'Lab',
      title: `Loader ${number} steals credentials`,
      url: `https://lab.example/${number}`,
      published: '2026-11-20',
      text: `Attackers of ${MARK} started kzqvldr.exe, which contacted evil-loader[.]com and 203.0.113.77. They dumped the memory of LSASS with procdump.`,
    }));
    return { source: 'lab', authoritative: true, problems: [], complete: true, documents };
  },
};

test('of an article nothing is kept that its text was made into, and its identity is', async () => {
  const whole = await readDesired([feed], { now: NOW, siems: SIEMS });
  expect(JSON.stringify(whole.articles)).toContain(MARK);
  expect(whole.campaigns).toHaveLength(1);
  const hunted = withoutArticleHunts(whole);
  expect(hunted.articles.flatMap(({ hunts }) => hunts)).toEqual([]);
  expect(hunted.hunts).toBe(whole.hunts);
  const kept = withoutContents({ ...hunted, hunts: [] });
  expect(JSON.stringify([kept.articles, kept.dated, kept.merged, kept.campaigns])).not.toMatch(
    /zanzibar|evil-loader|tstats/,
  );
  const identity = ({ id, itemId, title, url, published, origin, problems }: (typeof whole.articles)[number]) => {
    return { id, itemId, title, url, published, origin, problems };
  };
  expect(kept.articles.map(identity)).toEqual(whole.articles.map(identity));
  expect(kept.merged.map(({ article }) => identity(article))).toEqual(
    whole.merged.map(({ article }) => identity(article)),
  );
  expect(kept.campaigns[0]?.articles).toHaveLength(2);
});

test('techniques stay, the same one once: reports weigh them against the hunts', async () => {
  const whole = await readDesired([feed], { now: NOW, siems: SIEMS });
  const kept = withoutContents(whole);
  const techniques = kept.merged.map(({ article }) => article.techniques);
  expect(techniques).toEqual(whole.merged.map(({ article }) => article.techniques));
  expect(techniques[0]?.length).toBeGreaterThan(0);
  expect(techniques[1]?.[0]).toBe(techniques[0]?.[0]);
});

test('articles that are shared stay shared', async () => {
  const whole = await readDesired([feed], { now: NOW, siems: SIEMS });
  const kept = withoutArticleHunts(whole);
  const shared = kept.merged.filter(({ article }) => kept.articles.includes(article));
  expect(shared).toHaveLength(whole.merged.filter(({ article }) => whole.articles.includes(article)).length);
  expect(kept.campaigns[0]?.articles.every((one) => kept.merged.includes(one))).toBe(
    whole.campaigns[0]?.articles.every((one) => whole.merged.includes(one)),
  );
});
