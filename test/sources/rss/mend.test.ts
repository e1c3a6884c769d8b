import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeFeed } from '../../../src/sources/rss/mended-feed.ts';
import { rawItem } from '../../../src/sources/rss/raw-item.ts';
import { readFeed } from '../../../src/sources/rss/rss-parser.ts';
import { mendFeed } from '../../../src/sources/rss/salvage.ts';
import { ODD_FEEDS } from '../rss-broken-feeds.ts';

async function itemsOf(xml: string) {
  const { items, bases } = await readFeed(xml);
  return items.map((item) => rawItem(item, bases, false));
}

function mended(text: string): string {
  return writeFeed(mendFeed(text));
}

describe('a sound feed says the same, mended or as it came', () => {
  const sound = ODD_FEEDS.filter(({ name }) =>
    /^(?:RSS 0\.9\d|RSS 2\.0|RSS 1\.0.*|Atom 1\.0|Atom 0\.3|Atom with relative links.*|an odd prefix.*|FeedBurner.*|xml:base on <rss>|CDATA in pieces)$/.test(
      name,
    ),
  );

  test.each(sound.map(({ name, feed }) => [name, feed]))('%s', async (_name, feed) => {
    const asItCame = await itemsOf(feed);
    expect(asItCame.length).toBeGreaterThan(0);
    expect(await itemsOf(mended(feed))).toEqual(asItCame);
  });

  test('there are such feeds', () => expect(sound.length).toBeGreaterThan(9));
});

test('mended, the text of a field is what it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), async (text) => {
      const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\r/g, '');
      const feed = `<rss><item><title>x</title><description>${escaped}</description></item></rss>`;
      const [item] = await itemsOf(mended(feed));
      expect(item?.bodies.map((body) => body.text)).toEqual(escaped.trim() === '' ? [] : [text.replace(/\r/g, '')]);
    }),
  );
});

test('whatever is mended is well-formed, and rss-parser sees each of its items', async () => {
  const piece = fc.constantFrom(
    ...[
      '<rss version="2.0">',
      '<channel>',
      '</channel>',
      '</rss>',
      '<feed xmlns="http://www.w3.org/2005/Atom">',
      '</feed>',
    ],
    ...[
      '<rdf:RDF>',
      '<item rdf:about="x">',
      '<item>',
      '</item>',
      '<entry>',
      '</entry>',
      '<title type="xhtml">',
      '<title>',
      '</title>',
    ],
    ...[
      '<link>',
      '<link/>',
      '<link href="',
      '"/>',
      '</link>',
      '<a:b c=d e>',
      '</a:b>',
      '<x-ä>',
      '<br>',
      '<content type="xhtml">',
    ],
    ...[
      '</content>',
      '<description>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '&lt;',
      '&amp;',
      '&nbsp;',
      '&#0;',
      '&#x1b;',
      '&',
      '<',
      '>',
    ],
    ...[
      '\u0000',
      '\ud800',
      '\ufffe',
      '"',
      "'",
      'text',
      '<__proto__>',
      '<media:group>',
      '</media:group>',
      '<?xml version="1.0"?>',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const feed = mendFeed(pieces.join(''));
      const read = await readFeed(writeFeed(feed), { isMended: true });
      expect(read.items).toHaveLength(feed.items.length);
      expect(read.itemElements).toBe(feed.items.length);
    }),
    { numRuns: 1_000, examples: [[['<entry>', '<link>', '</entry>', '<feed xmlns="http://www.w3.org/2005/Atom">']]] },
  );
});

test('an element that is never closed holds nothing back; one that is keeps what is its own', async () => {
  const feed = `<rss><channel><item><media:group><title>Item 1</title></item>
    <item><image><title>Picture</title></image><title>Item 2</title></item></channel></rss>`;
  expect((await itemsOf(mended(feed))).map(({ title }) => title)).toEqual(['Item 1', 'Item 2']);
});
