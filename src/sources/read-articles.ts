import { messageOf } from '../core/errors.ts';
import { hashOf } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import { withinTime } from '../core/time-limit.ts';
import type { FeedCache } from './cache.ts';
import type { Fetch } from './fetch.ts';
import { extractArticle } from './full-text.ts';
import { MAX_ARTICLE_TEXT } from './rss/documents.ts';
import type { ItemDocument } from './source.ts';
import { decodeText } from './web/charset.ts';

/** Cap of one article's page. */
export const MAX_PAGE_BYTES = 8_000_000;
/** Maximum number of pages fetched per feed and run: an archive must not become a crawl. */
const MAX_PAGES = 200;
/** For the article in one page, which takes some tenths of a second. */
const PAGE_MS = 10_000;

interface Deps {
  readonly fetch: Fetch;
  /** The origin whose pages may have private addresses. */
  readonly privateOrigin: string | undefined;
  readonly signal: AbortSignal | undefined;
}

interface Articles {
  readonly items: readonly ItemDocument[];
  readonly articles: FeedCache['articles'];
  readonly problems: readonly Problem[];
}

/**
 * Replaces items' texts by those of the articles' own pages. A page is fetched once per unchanged item. If it cannot be fetched,
 * the cached text is used, else the feed's own, marked as partial.
 */
export async function withFullText(
  items: readonly ItemDocument[],
  kept: FeedCache['articles'],
  deps: Deps,
): Promise<Articles> {
  const articles: FeedCache['articles'] = {};
  const problems: Problem[] = [];
  let asked = 0;

  async function one(item: ItemDocument): Promise<ItemDocument> {
    if (item.url === '') return item;
    const of = hashOf([item.title, item.published, item.text], 32);
    const known = Object.hasOwn(kept, item.url) ? kept[item.url] : undefined;
    const use = (entry: FeedCache['articles'][string]): ItemDocument => {
      articles[item.url] = entry;
      return better(item, entry.text);
    };
    if (known?.of === of) return use(known);
    asked += 1;
    if (asked > MAX_PAGES) {
      if (asked === MAX_PAGES + 1) {
        const message = `This feed has more than ${MAX_PAGES} new articles: the pages of the others are read in later runs.`;
        problems.push({ code: 'full-text-limit', message, path: item.path });
      }
      return known ? use(known) : { ...item, partial: true };
    }
    try {
      return use({ of, text: await textOf(item.url, deps) });
    } catch (error) {
      deps.signal?.throwIfAborted();
      const instead = known ? 'its text of an earlier run' : "the feed's own text";
      const message = `The article's page could not be read, so ${instead} is used: ${messageOf(error)}`;
      problems.push({ code: 'full-text-failed', message, path: item.path });
      return known ? use(known) : { ...item, partial: true };
    }
  }

  return { items: await Promise.all(items.map(one)), articles, problems };
}

async function textOf(url: string, { fetch, privateOrigin, signal }: Deps): Promise<string> {
  const allowPrivateAddresses = new URL(url).origin === privateOrigin;
  const page = await fetch(url, {
    headers: { accept: 'text/html, application/xhtml+xml' },
    maxBytes: MAX_PAGE_BYTES,
    allowPrivateAddresses,
    signal,
  });
  if (page.status !== 'ok') throw new Error('the server says "not modified", but was not asked');
  if (page.cut !== undefined) throw new Error(page.cutReason);
  if (!/html|^$/i.test(page.contentType ?? '')) throw new Error(`it is no web page but ${page.contentType}`);
  const html = decodeText(page.body, page.contentType).text;
  const text = withinTime(PAGE_MS, () => extractArticle(html));
  if (text === undefined) throw new Error('no article can be found in it');
  return text.slice(0, MAX_ARTICLE_TEXT);
}

/** A page with less text than the feed is a login page or a teaser. */
function better(item: ItemDocument, text: string): ItemDocument {
  if (text.length <= item.text.length) return item;
  const { partial: _, ...whole } = item;
  return { ...whole, text };
}
