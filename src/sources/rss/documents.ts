import { counted } from '../../core/counted.ts';
import type { Problem } from '../../core/problem.ts';
import { oneLine, truncate } from '../../core/text.ts';
import { decodeReferences, htmlToText, tidy } from '../html.ts';
import type { ItemDocument } from '../source.ts';
import { parseDate } from './dates.ts';
import type { RawBody, RawFeed, RawItem } from './feed-item.ts';

/** UTF-16 units: the longest vendor reports have some 150,000. */
export const MAX_ARTICLE_TEXT = 1_000_000;
const MAX_TITLE = 300;

/** What a feed's items are delivered as. */
export interface FeedDocuments {
  readonly items: readonly ItemDocument[];
  readonly problems: readonly Problem[];
}

/** Cleans items, fills in what is missing, drops duplicates, and reports what cannot be an article. */
export function documentsOf(
  feed: RawFeed,
  at: { readonly path: string; readonly url: string; readonly publisher: string },
): FeedDocuments {
  const found = new Map<string, ItemDocument>();
  const problems: Problem[] = [];
  const badDates: string[] = [];
  for (const [index, raw] of feed.items.entries()) {
    const text = textOf(raw.bodies);
    const url = urlOf(raw, feed.home, at.url);
    const title = titleOf(raw.title, text, url);
    const path = `${at.path}#${truncate(oneLine(url || oneLine(raw.id ?? '') || String(index + 1)), 200)}`;
    if (title === '') {
      const message = `Item ${index + 1} of this feed has no title, no address and no text. Skipped.`;
      problems.push({ code: 'empty-item', message, path: at.path });
      continue;
    }
    if (text.length > MAX_ARTICLE_TEXT) {
      const message = `This item's text has ${text.length} characters; the first ${MAX_ARTICLE_TEXT} were read.`;
      problems.push({ code: 'long-text', message, path });
    }
    const published = raw.date === undefined ? null : parseDate(raw.date);
    if (raw.date !== undefined && published === null) badDates.push(raw.date);
    const isPartial = raw.cut || text.length > MAX_ARTICLE_TEXT;
    const item: ItemDocument = {
      kind: 'item',
      path,
      publisher: at.publisher,
      title,
      url,
      published,
      text: truncate(text, MAX_ARTICLE_TEXT),
      ...idOf(raw, url),
      ...(isPartial ? { partial: true } : {}),
    };
    const key = keyOf(item, index);
    const known = found.get(key);
    if (!known || known.text.length < item.text.length) found.set(key, item);
  }
  if (badDates.length > 0) {
    const example = truncate(oneLine(badDates[0] ?? ''), 60);
    const message = `${counted(badDates.length, 'item of this feed has', 'items of this feed have')} a date that says no day ("${example}"): read as undated.`;
    problems.push({ code: 'unreadable-date', message, path: at.path });
  }
  return { items: withoutSharedIds([...found.values()]), problems };
}

/** An id is one line, and not as long as an article. */
function idOf(raw: RawItem, url: string): Pick<ItemDocument, 'id'> {
  const id = truncate(oneLine(tidy(raw.id ?? '')), MAX_TITLE) || url;
  return id === '' ? {} : { id };
}

/** A feed that gives several articles one id tells none of them from the others by it. */
function withoutSharedIds(items: readonly ItemDocument[]): ItemDocument[] {
  const counts = new Map<string, number>();
  for (const { id } of items) if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  return items.map((item) => {
    if ((counts.get(item.id ?? '') ?? 0) < 2) return item;
    const { id: _, ...rest } = item;
    return rest;
  });
}

/** Identity of an item within its feed; without id and address, items are distinct. */
function keyOf({ id, url, title }: ItemDocument, index: number): string {
  if (id === undefined) return String(index);
  return [id, url, title.normalize('NFKC').toLowerCase()].join('\n');
}

/** The longest of an item's texts: feeds give a summary and the full text in varying fields. */
function textOf(bodies: readonly RawBody[]): string {
  const texts = bodies.map(({ kind, text }) => (kind === 'html' ? htmlToText(text) : tidy(decodeReferences(text))));
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

/** What stands between these is no word of a title. */
const SECTIONS = /<(script|style)\b[^<>]*>.*?<\/\1\s*>/gis;
/** Longer ones are cut before they are cleaned. */
const MAX_RAW_TITLE = 4_000;
/** Tags that occur as markup in titles; a lone `<script>` in a title is a word of it. */
const FORMATTING =
  /<\/?(?:a|abbr|b|bdi|big|br|cite|code|del|div|em|font|i|ins|mark|p|q|s|small|span|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>/gi;

/** One clean line; where a feed gives none, the first line of the text, else the last part of the address. */
function titleOf(raw: string | undefined, text: string, url: string): string {
  const clean = (line: string) => {
    const words = line.replace(SECTIONS, ' ').replace(FORMATTING, ' ');
    return truncate(oneLine(tidy(decodeReferences(words))), MAX_TITLE);
  };
  // Escaped twice is as common as once: `&amp;lt;b&amp;gt;` shows tags after one decoding.
  const title = clean(decodeReferences((raw ?? '').slice(0, MAX_RAW_TITLE)));
  if (title !== '') return title;
  const first = oneLine(text.split('\n').find((line) => oneLine(line) !== '') ?? '');
  if (first !== '') return truncate(first, 100);
  return oneLine(lastPart(url) || url);
}

function lastPart(url: string): string {
  const part =
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .slice(3)
      .filter((name) => name !== '')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(part.replace(/\.\w{2,5}$/, '')).replace(/[-_+]+/g, ' ');
  } catch {
    return part;
  }
}

/** The query of a feed's own address may hold a key, and is no part of an article's, which is shown to others. */
function withoutQuery(address: string): string {
  return address.replace(/[?#][\s\S]*$/, '');
}

/** The first candidate that is a web address, made absolute, without credentials; empty where there is none. */
function urlOf({ links, bases }: RawItem, home: string | undefined, feedUrl: string): string {
  const own = withoutQuery(feedUrl);
  const site = bases.length === 0 ? (absolute(home ?? '', own) ?? own) : own;
  const start = bases.reduce((from, base) => absolute(base, from) ?? from, site);
  for (const link of links) {
    const url = absolute(link, start);
    if (url !== undefined) return url;
  }
  return '';
}

function absolute(link: string, start: string): string | undefined {
  const text = oneLine(link).replace(/ /g, '%20');
  if (text === '' || !URL.canParse(text, start)) return undefined;
  const url = new URL(text, start);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.username = '';
  url.password = '';
  return url.href;
}
