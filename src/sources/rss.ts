import { Parser } from 'htmlparser2';
import type { RssConfig } from '../config/sources.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { FeedKind, FeedPage } from './feed-kind.ts';
import { documentsOf } from './rss/documents.ts';
import type { RawFeed } from './rss/feed-item.ts';
import { parseJsonFeed } from './rss/json-feed.ts';
import { parseXmlFeed } from './rss/xml.ts';

/** One feed: all that it holds is wanted, and it has one page. */
export function rssKind(config: RssConfig): FeedKind {
  return {
    starts: [config.url],
    headers: {},
    parse: (text, at) => parseFeed(text, { ...at, publisher: config.name }),
    select: () => true,
    more: () => false,
    maxPages: 1,
  };
}

/**
 * Reads a feed of any kind: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Never throws, whatever the text. `path` names it in problems,
 * `url` is its address, which relative links are resolved against.
 */
export async function parseFeed(text: string, at: { path: string; url: string; publisher: string }): Promise<FeedPage> {
  const raw = await rawFeed(text.replace(/^\ufeff/, ''), at.path, at.url);
  const { items, problems } = documentsOf(raw, at);
  const all = [...raw.problems, ...problems];
  if (items.length === 0 && all.length === 0) {
    const message = 'This feed has no items. Is it the right address, and still in use?';
    all.push({ code: 'no-items', message, path: at.path });
  }
  // A feed without a single item looks like one whose server has lost them: nothing may be concluded from it.
  return { items, problems: all, outcome: items.length === 0 ? 'failed' : raw.outcome };
}

async function rawFeed(text: string, path: string, url: string): Promise<RawFeed> {
  const start = text.slice(0, 2_000).trimStart();
  if (start === '') return nothing('empty-feed', 'This feed is empty.', path);
  if (/^[{[]/.test(start)) return parseJsonFeed(text, path);
  if (isPage(text)) {
    const feed = feedOf(text, url);
    const where = feed === undefined ? '' : ` The page names a feed: ${feed}`;
    return nothing('not-a-feed', `This is a web page, not a feed.${where}`, path);
  }
  return parseXmlFeed(text, path);
}

function nothing(code: string, message: string, path: string): RawFeed {
  return { items: [], home: undefined, problems: [{ code, message, path }], outcome: 'failed' };
}

/** An HTML page instead of a feed: HTML elements at the start and no root element of a feed. */
function isPage(text: string): boolean {
  const head = text.slice(0, 20_000);
  return /<(?:!doctype\s+html|html|head|body)\b/i.test(head) && !/<(?:\w+:)?(?:rss|rdf|feed|channel)[\s>]/i.test(head);
}

/** The address that a page gives for its feed (`<link rel="alternate" type="application/rss+xml">`). */
function feedOf(html: string, url: string): string | undefined {
  let found: string | undefined;
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href = '' }) {
      const isFeed = /\balternate\b/i.test(rel) && /^application\/(?:rss\+xml|atom\+xml|feed\+json)/i.test(type);
      if (name === 'link' && isFeed && URL.canParse(href, url)) found ??= new URL(href, url).href;
    },
  });
  parser.end(html.slice(0, 200_000));
  return found === undefined ? undefined : truncate(oneLine(found), 300);
}
