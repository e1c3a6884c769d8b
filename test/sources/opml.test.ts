import { describe, expect, test } from 'vitest';
import { parseOpml } from '../../src/sources/opml.ts';

const opml = (body: string) =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${body}</body></opml>`;
const FEED = { name: 'One', url: 'https://one.example/rss' };

describe('OPML', () => {
  test('outlines at any depth, each address once', () => {
    const text =
      opml(`<outline text="Security"><outline type="rss" text="One" title="One" xmlUrl="https://one.example/rss" htmlUrl="https://one.example/"/>
      <outline text="Two &amp; more" xmlUrl="http://two.example/atom"/></outline><outline text="Again" xmlUrl="https://one.example/rss"/>`);
    expect(parseOpml(text, 'f.opml')).toEqual({
      feeds: [FEED, { name: 'Two & more', url: 'http://two.example/atom' }],
      problems: [],
    });
  });

  test.each([
    ['lower-case attribute names', '<outline text="One" xmlurl="https://one.example/rss"/>'],
    ['no closing tags', '<outline text="Folder"><outline text="One" xmlUrl="https://one.example/rss">'],
    ['feed: addresses', '<outline text="One" xmlUrl="feed://one.example/rss"/>'],
    ['feed:https: addresses', '<outline text="One" xmlUrl="feed:https://one.example/rss"/>'],
    [
      'bare ampersands and controls',
      '<outline text="O\u0000ne" description="a & b" xmlUrl=" https://one.example/rss "/>',
    ],
    ['upper-case tags', '<OUTLINE text="One" xmlUrl="https://one.example/rss"/>'],
  ])('%s', (_name, body) => {
    expect(parseOpml(opml(body), 'f.opml').feeds).toEqual([FEED]);
  });

  test('without a name, the host is one', () => {
    expect(parseOpml(opml('<outline xmlUrl="https://one.example/rss"/>'), 'f').feeds[0]?.name).toBe('one.example');
  });

  test('what is no web address is named and skipped', () => {
    const { feeds, problems } = parseOpml(
      opml(
        '<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="https://u:p@x.example/"/><outline text="One" xmlUrl="https://one.example/rss"/>',
      ),
      'f.opml',
    );
    expect(feeds).toEqual([FEED]);
    expect(problems.map(({ code }) => code)).toEqual(['bad-url', 'bad-url']);
  });

  test('no OPML', () => {
    expect(parseOpml('<html>', 'f.opml').problems).toMatchObject([{ code: 'not-opml', path: 'f.opml' }]);
    expect(
      parseOpml(
        '<!DOCTYPE x [<!ENTITY a "b">]><opml><body><outline text="&a;" xmlUrl="https://one.example/rss"/></body></opml>',
        'f',
      ).feeds[0]?.name,
    ).toBe('&a;');
  });
});
