import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripUnsafe } from '../../src/core/text.ts';
import { parseFeed } from '../../src/sources/rss.ts';
import { ODD_FEEDS } from './rss-broken-feeds.ts';

const AT = { path: 'https://news.example/feed', url: 'https://news.example/feed', publisher: 'News' };

test('there are at least 80 classes of error, each named once', () => {
  expect(ODD_FEEDS.length).toBeGreaterThan(80);
  expect(new Set(ODD_FEEDS.map(({ name }) => name)).size).toBe(ODD_FEEDS.length);
});

describe('an odd feed gives all that can be read of it', () => {
  test.each(ODD_FEEDS.map((odd) => [odd.name, odd] as const))('%s', async (_name, odd) => {
    const { items, problems, outcome } = await parseFeed(odd.feed, AT);
    expect(items.map(({ title }) => title)).toEqual(odd.titles);
    expect(items[0] ?? {}).toMatchObject(odd.first ?? {});
    expect(problems.map(({ code }) => code)).toEqual(odd.problems ?? []);
    expect(outcome).toBe(odd.outcome ?? 'whole');
    for (const { title, text, path } of items) {
      for (const line of [title, path]) expect(stripUnsafe(line)).toBe(line);
      expect(stripUnsafe(text)).toBe(text);
      expect(title).not.toMatch(/[\n\t]/);
    }
  });
});

test('a page that names its feed says which', async () => {
  const page = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>';
  const { problems } = await parseFeed(page, AT);
  expect(problems[0]?.message).toContain('https://news.example/rss.xml');
});

test('any damage to a feed leaves the items before it as they were, and throws nothing', async () => {
  const feed = ODD_FEEDS[0]?.feed ?? '';
  const second = feed.lastIndexOf('<item>');
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: second, max: feed.length }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      async (at, rubbish) => {
        const { items } = await parseFeed(feed.slice(0, at) + rubbish + feed.slice(at), AT);
        expect(items[0]).toMatchObject({ title: 'Item 1', url: 'https://news.example/1', published: '2026-05-12' });
        const cut = await parseFeed(feed.slice(0, at), AT);
        expect(cut.items[0]).toMatchObject({ title: 'Item 1', url: 'https://news.example/1', published: '2026-05-12' });
      },
    ),
  );
});

test('texts of feeds, shuffled, throw nothing', async () => {
  const piece = fc.constantFrom(
    ...[
      '<rss version="2.0">',
      '<channel>',
      '<item>',
      '</item>',
      '<title>',
      '</title>',
      '<link>',
      '<link href="',
      '"/>',
      '<entry>',
      '</entry>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
    ],
    ...[
      '<description>',
      '</description>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&lt;',
      '&',
      '<',
      '>',
      '{',
      '"items":[',
      '}',
      ']',
      '<content type="xhtml">',
      '\u0000',
      'text',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const { items } = await parseFeed(pieces.join(''), AT);
      for (const { title } of items) expect(title).not.toBe('');
    }),
    { numRuns: 500 },
  );
});
