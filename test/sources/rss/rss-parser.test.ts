import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodesOf, readFeed, snippetSteps } from '../../../src/sources/rss/rss-parser.ts';

describe('rss-parser reads', () => {
  test('every candidate of a field, with its attributes, under the name that its namespace gives it', async () => {
    const feed = await readFeed(
      `<rss xmlns:n="http://purl.org/dc/elements/1.1/" xmlns:dc="http://example.org/other" xml:base="https://a.example/">
        <channel xml:base="b/"><link>https://a.example/</link><ITEM><TITLE>A</TITLE><title>B</title><n:date>2026-05-12</n:date>
        <dc:date>never</dc:date><guid isPermaLink="false">x</guid></ITEM></channel></rss>`,
    );
    const [item] = feed.items;
    expect(nodesOf(item?.['all title'])).toEqual([{ _: 'A' }, { _: 'B' }]);
    expect(nodesOf(item?.['all dc:date'])).toEqual([{ _: '2026-05-12' }]);
    expect(nodesOf(item?.['all guid'])).toEqual([{ $: { isPermaLink: 'false' }, _: 'x' }]);
    expect(nodesOf(item?.['all link'])).toEqual([]);
    expect(feed.bases).toEqual(['https://a.example/', 'b/']);
    expect(feed.links).toEqual([{ _: 'https://a.example/' }]);
    expect(feed.itemElements).toBe(1);
  });

  test.each([
    [
      'a date that JavaScript does not know',
      '<feed><entry><published>soon</published><updated>12. Mai 2026</updated></entry></feed>',
    ],
    ['an entry without anything', '<feed><entry/></feed>'],
    ['a version that is none', '<rss version="x"><channel><item/></channel></rss>'],
  ])('%s', async (_name, xml) => {
    expect((await readFeed(xml)).items).toHaveLength(1);
  });

  test.each([
    [
      'text that would cost quadratic time',
      `<rss><channel><item><description>${'&lt;p'.repeat(20_000)}</description></item></channel></rss>`,
    ],
    ['more items than are wanted', `<rss><channel>${'<item/>'.repeat(10_001)}</channel></rss>`],
    [
      'one item in another',
      '<rss><channel><item><description><![CDATA[x</item><item>]]></description></item></channel></rss>',
    ],
    ['what is not well-formed', '<rss><channel><item></channel></rss>'],
  ])('not %s', async (_name, xml) => {
    await expect(readFeed(xml)).rejects.toThrow();
  });
});

/** Steps to the end of the text from each `<` that finds no `>` before another sign than a line's end. */
function counted(text: string): number {
  const starts = Array.from(text.matchAll(/</g), ({ index }) => index);
  return starts.filter((at) => !/>[^\n]/.test(text.slice(at))).reduce((sum, at) => sum + text.length - at, 0);
}

test('the steps that a snippet wastes are never told as fewer than they are', () => {
  const text = fc.array(fc.constantFrom('<', '>', '\n', 'p', 'x'), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (one) => snippetSteps(one) >= counted(one)));
  expect(snippetSteps('<p>some</p> <b>text</b>.')).toBe(0);
});
