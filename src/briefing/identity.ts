import { v5 as uuidV5 } from 'uuid';
import type { ItemDocument } from '../sources/source.ts';
import type { Article } from './article.ts';

/**
 * Namespace of huntsync's own UUIDv5 values (https://www.rfc-editor.org/rfc/rfc9562#section-5.5). Changing it renames every
 * object ever written.
 */
export const NAMESPACE = '5f0c3c52-6e0a-5d0b-9c3e-2b1f6d1f7a10';

/** Titles that differ only in case, white space or Unicode form are the same title. */
export function normalizeTitle(title: string): string {
  return title.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** UUIDv5 of url and normalised title: many articles share one url (a catalogue page), and titles get respaced. */
export function articleId(url: string, title: string): string {
  // Half a surrogate pair has no UTF-8 form to hash.
  return uuidV5(`${url.trim()}\n${normalizeTitle(title)}`.toWellFormed(), NAMESPACE);
}

/**
 * UUIDv5 of what a feed tells an item from others by, whatever its title says today. An id that is an address or says what it is
 * (`urn:`, `tag:`) is one all over the world; any other counts on the site of the article only. Url and title where there is none.
 */
export function itemIdOf({
  id,
  url,
  title,
  publisher,
}: Pick<ItemDocument, 'id' | 'url' | 'title' | 'publisher'>): string {
  if (id === undefined) return articleId(url, title);
  const site = URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : publisher;
  const scoped = /^https?:\/\//i.test(id) ? canonicalLink(id) : /^(?:urn|tag):\S/i.test(id) ? id : `${site}\n${id}`;
  return uuidV5(`item\n${scoped}`.toWellFormed(), NAMESPACE);
}

const TRACKING = /^(?:utm_\w+|fbclid|gclid|mc_[ce]id)$/i;

/** An address without what differs between links to one page: the scheme, `www.`, a slash at the end, parameters that count visits. */
function canonicalLink(link: string): string {
  if (!URL.canParse(link)) return link;
  const url = new URL(link);
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  const host = url.host.replace(/^www\./, '');
  return `${host}${url.pathname.replace(/\/+$/, '')}${url.search}${url.hash}`;
}

/** The ids by which earlier runs may know the article: an item of a feed was once known by url and title. */
export function idsOf({ id, itemId, url, title }: Pick<Article, 'id' | 'itemId' | 'url' | 'title'>): string[] {
  return itemId === undefined ? [id] : [...new Set([id, articleId(url, title)])];
}

/** All of these, and those of the whole that the article is a story of: it takes the place of each. */
export function replacedBy(article: Pick<Article, 'id' | 'itemId' | 'partOf' | 'url' | 'title'>): string[] {
  return [...idsOf(article), ...(article.partOf ?? [])];
}
