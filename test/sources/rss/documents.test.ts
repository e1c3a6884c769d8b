import { expect, test } from 'vitest';
import { parseFeed } from '../../../src/sources/rss.ts';

const FEED = 'https://feeds.example/private.xml?key=of-our-own';

async function urls(...links: readonly string[]): Promise<string[]> {
  const items = links.map((link, n) => `<item><title>An article ${n}</title><link>${link}</link></item>`).join('');
  const text = `<rss version="2.0"><channel><title>a</title>${items}</channel></rss>`;
  const { items: found } = await parseFeed(text, { path: FEED, url: FEED, publisher: 'Lab' });
  return found.map(({ url }) => url);
}

test("a relative address of an article has nothing of the key in the feed's own", async () => {
  expect(await urls('#a', '?p=5', 'b.html', '/c')).toEqual([
    'https://feeds.example/private.xml#a',
    'https://feeds.example/private.xml?p=5',
    'https://feeds.example/b.html',
    'https://feeds.example/c',
  ]);
});
