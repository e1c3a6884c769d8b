import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Article, ThreatLabel } from '../../src/briefing/article.ts';
import { findCampaigns } from '../../src/hunts/campaigns.ts';
import { mergeArticles } from '../../src/hunts/merge.ts';
import { normalizeHunts } from '../../src/hunts/normalize.ts';
import { article, hunt } from './articles.ts';
import { item } from './feed-articles.ts';

const NEW: ThreatLabel = { name: 'MOSSLATCH', kind: 'malware', coined: true };
const KNOWN: ThreatLabel = { name: 'Cobalt Strike', kind: 'malware' };

function titlesOf(articles: readonly Article[]): string[][] {
  return findCampaigns(mergeArticles(articles).articles).map((one) =>
    one.articles.map((source) => source.article.title),
  );
}

/** Five publishers of which each knows a little more, or less. */
const five = [
  item({
    title: 'A',
    published: '2026-03-01',
    domains: ['moss-cdn.top', 'latch-api.top'],
    files: ['mosssvc.exe'],
    names: [NEW],
  }),
  item({ title: 'B', published: '2026-03-02', domains: ['moss-cdn.top'], addresses: ['45.155.204.7'], names: [NEW] }),
  item({
    title: 'C',
    published: '2026-03-03',
    domains: ['latch-api.top', 'moss-cdn.top'],
    files: ['mosssvc.exe', 'latch.dll'],
  }),
  item({ title: 'D', published: '2026-03-05', names: [NEW] }),
  item({ title: 'E', published: '2026-03-09', addresses: ['45.155.204.7'], domains: ['moss-cdn.top'] }),
];

describe('five publishers of one campaign', () => {
  const { hunts, campaigns } = normalizeHunts(five);

  test('have one set of hunts that looks for what any of them names, called for by all of them', () => {
    const [first] = five;
    expect(hunts.map(({ key }) => key)).toEqual([
      `${first?.id}:article-specific-behavioural-hunt`,
      `${first?.id}:article-specific-network-indicators`,
    ]);
    for (const found of hunts) {
      expect(found.articles.map(({ title }) => title)).toEqual(['E', 'D', 'C', 'B', 'A']);
      expect(found.campaign).toMatchObject({ name: 'MOSSLATCH', firstSeen: '2026-03-01', lastSeen: '2026-03-09' });
      expect(found.title).toMatch(/ — MOSSLATCH$/);
    }
    const [files, network] = hunts;
    expect(files?.observables).toEqual(['mosssvc.exe', 'latch.dll']);
    for (const value of ['moss-cdn.top', 'latch-api.top', '45.155.204.7']) {
      expect(network?.queries['spl']).toContain(value);
      expect(network?.queries['kql']).toContain(value);
    }
    expect(campaigns).toMatchObject([{ name: 'MOSSLATCH', id: first?.id }]);
  });

  test('cost no more hunts than the richest of them alone', () => {
    expect(hunts.length).toBe(Math.max(...five.map((one) => normalizeHunts([one]).hunts.length)));
  });

  test('know by which keys an earlier run may have written each hunt: every article’s own, by its title too', () => {
    const aliases = hunts.flatMap((found) => found.aliases ?? []);
    for (const one of five.slice(1).flatMap((source) => normalizeHunts([source]).hunts))
      expect(aliases).toContain(one.key);
    expect(aliases.some((key) => key.endsWith(':article-specific-network-indicators-b'))).toBe(true);
  });

  test('keep their keys when a sixth joins', () => {
    const later = item({
      title: 'F',
      published: '2026-03-12',
      domains: ['moss-cdn.top', 'third.top'],
      files: ['mosssvc.exe'],
    });
    const after = normalizeHunts([later, ...five]);
    expect(after.hunts.map(({ key }) => key)).toEqual(hunts.map(({ key }) => key));
    expect(after.hunts[1]?.queries['kql']).toContain('third.top');
  });
});

describe('no campaign', () => {
  test.each<[string, Article[]]>([
    [
      'that share what everybody uses',
      ['A', 'B'].map((title) =>
        item({ title, domains: ['github.com', 'google.com'], addresses: ['8.8.8.8', '127.0.0.1'] }),
      ),
    ],
    [
      'that name malware which everybody writes about',
      ['A', 'B'].map((title, n) => item({ title, domains: [`own-${n}-c2.top`], names: [KNOWN] })),
    ],
    [
      'that name the same new malware half a year apart',
      ['2026-01-01', '2026-07-01'].map((published, n) =>
        item({ title: `${n}`, published, domains: [`own-${n}-c2.top`], names: [NEW] }),
      ),
    ],
    [
      'that share one address, which may have changed hands',
      ['A', 'B'].map((title) => item({ title, addresses: ['45.155.204.7'] })),
    ],
    [
      'of which two long lists have a little in common',
      ['a', 'b'].map((title) =>
        item({ title, domains: [...Array(20).keys()].map((n) => `${n < 2 ? 'both' : title}-${n}-c2.top`) }),
      ),
    ],
    [
      'that are briefings of others',
      ['A', 'B'].map((title) => {
        const { itemId: _, ...rest } = item({ title, domains: ['moss-cdn.top', 'latch-api.top'] });
        return rest;
      }),
    ],
    [
      'of which one tells of no threat',
      ['A', 'B'].map((title, n) =>
        item({ title, domains: ['moss-cdn.top', 'latch-api.top'], ...(n === 0 ? { noThreat: 'a webinar' } : {}) }),
      ),
    ],
  ])('articles %s', (_, articles) => {
    expect(titlesOf(articles)).toEqual([]);
  });

  test('a survey that tells of two campaigns makes them no one: it belongs to the one that it shares most with', () => {
    const one = ['moss-cdn.top', 'latch-api.top'];
    const two = ['fern-cdn.top', 'reed-api.top', 'sedge-api.top'];
    const articles = [
      item({ title: 'one', published: '2026-03-01', domains: one }),
      item({ title: 'two', published: '2026-03-02', domains: two }),
      item({ title: 'survey', published: '2026-03-03', domains: [...one, ...two] }),
      item({ title: 'one again', published: '2026-03-04', domains: one }),
    ];
    expect(titlesOf(articles)).toEqual([
      ['one', 'one again'],
      ['two', 'survey'],
    ]);
  });
});

test('what does not fit into one query stays a hunt of its article', () => {
  const many = (from: number) => [...Array(100).keys()].map((n) => `c2-${from + n}.top`);
  const articles = [
    item({ title: 'A', published: '2026-03-01', domains: many(0) }),
    item({ title: 'B', published: '2026-03-02', domains: many(50) }),
    item({ title: 'C', published: '2026-03-03', domains: many(120) }),
  ];
  const { hunts } = normalizeHunts(articles);
  const all = hunts.flatMap(({ observables = [] }) => observables);
  expect(hunts.length).toBe(2);
  expect(new Set(all)).toEqual(new Set([...many(0), ...many(50), ...many(120)]));
});

test('what others brief of the same campaign is theirs', () => {
  const theirs = article({ title: 'Theirs', hunts: [hunt({ title: 'Beacon', spl: 'a' })] });
  const { hunts } = normalizeHunts([...five, theirs]);
  expect(hunts.find(({ key }) => key === `${theirs.id}:beacon`)).toMatchObject({ articles: [{ title: 'Theirs' }] });
});

const arbitraryItems = fc
  .uniqueArray(
    fc.record({
      title: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'),
      published: fc.constantFrom(null, '2026-03-01', '2026-03-02', '2026-03-20', '2026-05-30', '2027-06-01'),
      domains: fc.subarray(['moss-cdn.top', 'latch-api.top', 'fern-cdn.top', 'github.com']),
      addresses: fc.subarray(['45.155.204.7', '8.8.8.8']),
      files: fc.subarray(['mosssvc.exe', 'latch.dll', 'fern.js']),
      names: fc.subarray([NEW, KNOWN]),
    }),
    { selector: ({ title }) => title, maxLength: 8 },
  )
  .map((list) => list.map(item));

describe('any articles of feeds', () => {
  const permuted = arbitraryItems.chain((articles) =>
    fc.tuple(fc.constant(articles), fc.shuffledSubarray(articles, { minLength: articles.length })),
  );

  test('give the same hunts and campaigns in any order', () => {
    fc.assert(
      fc.property(permuted, ([articles, other]) => {
        expect(normalizeHunts(other)).toEqual(normalizeHunts(articles));
      }),
    );
  });

  test('read twice give what they give once', () => {
    fc.assert(
      fc.property(arbitraryItems, (articles) => {
        const [once, twice] = [normalizeHunts(articles), normalizeHunts([...articles, ...articles])];
        expect(twice.hunts).toEqual(once.hunts);
        expect(twice.campaigns.map(({ id, name }) => [id, name])).toEqual(
          once.campaigns.map(({ id, name }) => [id, name]),
        );
      }),
    );
  });

  test('lose nothing: what one of them looks for some hunt looks for that it calls for', () => {
    fc.assert(
      fc.property(arbitraryItems, (articles) => {
        const { hunts } = normalizeHunts(articles);
        for (const one of articles) {
          const own = hunts.filter((found) => found.articles.some(({ id }) => id === one.id));
          const sought = new Set(own.flatMap(({ observables = [] }) => observables));
          for (const alone of normalizeHunts([one]).hunts.flatMap(({ observables = [] }) => observables)) {
            expect(sought.has(alone), alone).toBe(true);
          }
        }
        const keys = hunts.flatMap(({ key, aliases = [] }) => [key, ...aliases]);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test('keep every key when a newer one joins', () => {
    const newer = fc.record({
      domains: fc.subarray(['moss-cdn.top', 'latch-api.top', 'new-c2.top']),
      files: fc.subarray(['mosssvc.exe', 'new.exe']),
      names: fc.subarray([NEW, KNOWN]),
    });
    const dated = arbitraryItems.map((articles) => articles.filter(({ published }) => published !== null));
    fc.assert(
      fc.property(dated, newer, (articles, more) => {
        const after = normalizeHunts([...articles, item({ title: 'Z', published: '2028-01-01', ...more })]);
        const keys = new Set(after.hunts.map(({ key }) => key));
        expect(normalizeHunts(articles).hunts.filter(({ key }) => !keys.has(key))).toEqual([]);
      }),
    );
  });
});
