import type { FeedConfig } from '../config/sources.ts';
import { counted } from '../core/counted.ts';
import { messageOf, reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Problem } from '../core/problem.ts';
import { type CachedPage, type FeedCache, loadCache, saveCache } from './cache.ts';
import type { FeedKind, FeedOutcome } from './feed-kind.ts';
import { type Fetch, type FetchedDocument, headersFor } from './fetch.ts';
import { withFullText } from './read-articles.ts';
import { isSelected } from './selection.ts';
import type { Deliver, FeedStatus, ItemDocument, Source, SourceDocument, SourceReading } from './source.ts';
import { decodeText } from './web/charset.ts';
import { nextPage } from './web/link.ts';

/** What feeds need from outside, passed in. */
export interface FeedDeps {
  readonly fetch: Fetch;
  /** Keeps validators and the last good items between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
  readonly now: () => Date;
  readonly log: Log;
}

/** Cap of one page of a feed. The KEV catalogue has some 1.5 MB. */
export const MAX_FEED_BYTES = 16_000_000;

/** Articles of one reading, where the configuration does not say. */
const MAX_ITEMS = 500;

/** How long a server that answers "not modified" is trusted. */
const TRUST_MS = 24 * 60 * 60 * 1000;

/** Any web source: fetches its pages, caches their items, reports failures. */
export function createWebSource(config: FeedConfig, kind: FeedKind, deps: FeedDeps): Source {
  return { name: config.name, read: (signal, deliver) => new FeedReader(config, kind, deps, signal).read(deliver) };
}

/** One page as it was read in this run. */
interface PageReading {
  readonly items: readonly ItemDocument[];
  readonly outcome: FeedOutcome;
  readonly next?: string | undefined;
  readonly isNew: boolean;
}

/** One reading of one source. */
class FeedReader {
  readonly #config: FeedConfig;
  readonly #kind: FeedKind;
  readonly #deps: FeedDeps;
  readonly #signal: AbortSignal | undefined;
  readonly #path: string;
  readonly #problems: Problem[] = [];
  #pages: Record<string, CachedPage> = {};

  constructor(config: FeedConfig, kind: FeedKind, deps: FeedDeps, signal: AbortSignal | undefined) {
    this.#config = config;
    this.#kind = kind;
    this.#deps = deps;
    this.#signal = signal;
    this.#path = config.url;
  }

  async read(deliver?: Deliver): Promise<SourceReading> {
    const reading = await this.#read();
    if (!deliver) return reading;
    // Each text may go as soon as it is delivered.
    const waiting = reading.documents.splice(0).reverse();
    for (let item = waiting.pop(); item; item = waiting.pop()) await deliver(item);
    return reading;
  }

  async #read(): Promise<SourceReading & { readonly documents: SourceDocument[] }> {
    const { name, url, authoritative } = this.#config;
    const key = `${this.#config.kind}\n${name}\n${url}`;
    const kept = await loadCache(this.#deps.cacheDir, key);
    const pages: PageReading[] = [];
    for (const start of this.#kind.starts) pages.push(...(await this.#readFrom(start, kept)));
    const now = this.#deps.now();
    const wanted = unique(pages.flatMap(({ items }) => items)).filter((item) => this.#kind.select(item, now));
    const read = await this.#articles(this.#newest(wanted), kept);
    const { articles, problems } = read;
    const items = read.items.filter((item) => isSelected(item, this.#config));
    this.#problems.push(...problems);
    await this.#keep(key, { version: kept.version, pages: this.#pages, articles }, kept);
    this.#pages = {};
    const failed = pages.some(({ outcome }) => outcome === 'failed');
    const gaps = pages.some(({ outcome }) => outcome === 'gaps') || wanted.length > this.#maxItems;
    const status: FeedStatus['status'] = failed ? 'failed' : pages.some(({ isNew }) => isNew) ? 'ok' : 'notModified';
    return {
      source: name,
      authoritative,
      documents: items,
      problems: this.#problems,
      complete: !failed && !(gaps && authoritative),
      ...(this.#config.minSeverity === undefined ? {} : { minSeverity: this.#config.minSeverity }),
      feed: { url, status },
    };
  }

  /** Credentials and leave for private addresses are for its origin alone. */
  get #home(): URL {
    return new URL(this.#config.url);
  }

  get #maxItems(): number {
    return this.#config.maxItems ?? MAX_ITEMS;
  }

  /** What is read of a feed that lists more than anybody publishes in a week. */
  #newest(items: readonly ItemDocument[]): readonly ItemDocument[] {
    const most = this.#maxItems;
    if (items.length <= most) return items;
    const message = `It lists ${counted(items.length, 'article')}; the newest ${most} are read (maxItems).`;
    this.#problem('item-limit', message);
    const newest = new Set(
      [...items].sort((a, b) => ((a.published ?? '') < (b.published ?? '') ? 1 : -1)).slice(0, most),
    );
    return items.filter((item) => newest.has(item));
  }

  async #readFrom(start: string, kept: FeedCache): Promise<PageReading[]> {
    const pages: PageReading[] = [];
    let next: string | undefined = start;
    while (next !== undefined) {
      this.#signal?.throwIfAborted();
      const page: PageReading = await this.#readPage(next, kept);
      pages.push(page);
      next = page.next !== undefined && this.#kind.more(page.items, this.#deps.now()) ? page.next : undefined;
      if (next === undefined || pages.length < this.#kind.maxPages) continue;
      const message = `There are more than the ${this.#kind.maxPages} pages that are read: raise maxPages, or lower sinceDays.`;
      this.#problem('page-limit', message);
      pages.push({ items: [], outcome: 'gaps', isNew: page.isNew });
      break;
    }
    return pages;
  }

  async #readPage(url: string, kept: FeedCache): Promise<PageReading> {
    const known = Object.hasOwn(kept.pages, url) ? kept.pages[url] : undefined;
    try {
      const fetched = await this.#deps.fetch(url, {
        headers: headersFor(new URL(url), this.#home, this.#kind.headers),
        maxBytes: MAX_FEED_BYTES,
        // Where a redirect leads, further pages are named by whoever is there.
        allowPrivateAddresses: this.#config.allowPrivateAddresses && new URL(url).origin === this.#home.origin,
        validators: known && this.#isFresh(known) ? known.validators : undefined,
        signal: this.#signal,
      });
      if (fetched.status === 'ok') return await this.#parse(url, fetched);
      if (!known) throw new Error('the server says "not modified", but was not asked');
      this.#pages[url] = known;
      this.#problems.push(...known.problems);
      return { items: known.items, outcome: known.gaps ? 'gaps' : 'whole', next: known.next, isNew: false };
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#problem('feed-failed', reasonOf(error));
      return { items: [], outcome: 'failed', isNew: true };
    }
  }

  /** Also false if the clock was set back. */
  #isFresh({ readAt }: CachedPage): boolean {
    const age = this.#deps.now().getTime() - Date.parse(readAt);
    return age >= 0 && age < TRUST_MS;
  }

  async #parse(url: string, fetched: FetchedDocument): Promise<PageReading> {
    const problems: Problem[] = [];
    const problem = (code: string, message: string) => problems.push({ code, message, path: this.#path });
    if (fetched.movedTo !== undefined)
      this.#deps.log.warn(`${this.#config.name}: ${url} has moved to ${fetched.movedTo}`);
    const { text, complaint } = decodeText(fetched.body, fetched.contentType);
    if (complaint !== undefined) problem('bad-encoding', complaint);
    if (fetched.cut !== undefined) problem('feed-cut', `Only its beginning was read: ${fetched.cutReason}.`);
    const page = await this.#kind.parse(text, { path: this.#path, url: fetched.validators.url });
    problems.push(...page.problems);
    this.#problems.push(...problems);
    const outcome = fetched.cut === undefined ? page.outcome : 'failed';
    const next = nextPage(fetched.link, fetched.validators.url);
    // A page that was not read completely is fetched again, whatever its validators.
    if (outcome !== 'failed' && (fetched.validators.etag || fetched.validators.lastModified)) {
      this.#pages[url] = {
        readAt: this.#deps.now().toISOString(),
        validators: fetched.validators,
        items: [...page.items],
        problems,
        ...(next === undefined ? {} : { next }),
        ...(outcome === 'gaps' ? { gaps: true } : {}),
      };
    }
    return { items: page.items, outcome, next, isNew: true };
  }

  #articles(items: readonly ItemDocument[], kept: FeedCache): ReturnType<typeof withFullText> {
    if (this.#config.kind !== 'rss' || !this.#config.fullText) {
      return Promise.resolve({ items, articles: {}, problems: [] });
    }
    const { url, allowPrivateAddresses } = this.#config;
    return withFullText(items, kept.articles, {
      fetch: this.#deps.fetch,
      // The feed is trusted with its own origin, not with the rest of the network behind it.
      privateOrigin: allowPrivateAddresses ? new URL(url).origin : undefined,
      signal: this.#signal,
    });
  }

  async #keep(key: string, next: FeedCache, kept: FeedCache): Promise<void> {
    // A page that failed keeps its cached entry for the next run.
    const pages = { ...(Object.keys(this.#pages).length === 0 ? kept.pages : {}), ...next.pages };
    try {
      await saveCache(this.#deps.cacheDir, key, { ...next, pages });
    } catch (error) {
      this.#deps.log.warn(`${this.#config.name}: nothing is kept for the next run: ${messageOf(error)}`);
    }
  }

  #problem(code: string, message: string): void {
    this.#problems.push({ code, message, path: this.#path });
  }
}

/** Pages that shift while they are read repeat an item. */
function unique(items: readonly ItemDocument[]): ItemDocument[] {
  const byPlace = new Map<string, ItemDocument>();
  for (const item of items) byPlace.set([item.path, item.title, item.id].join('\n'), item);
  return [...byPlace.values()];
}
