import { oneLine, truncate } from '../core/text.ts';
import { SHORT_ID_LENGTH } from '../sync/evidence.ts';
import type { Evidence } from '../sync/types.ts';

/** A saved search's tag. */
export interface Tag {
  readonly name: string;
  readonly value: string;
}

/**
 * A 16th tag is refused: 400 "The element 'Tags' has invalid child element 'Tag'"
 * (https://github.com/Azure/azure-rest-api-specs/issues/21506).
 */
export const MAX_TAGS = 15;

/**
 * In UTF-16 units. Reported for tag values in https://github.com/hashicorp/terraform-provider-azurerm/issues/23562; not confirmed
 * for the bare REST API.
 */
export const MAX_TAG_LENGTH = 256;

/**
 * Tags that a managed object may carry besides its article lists and `createdBy`: description, tactics, techniques,
 * and huntsync's key, hash, newest, sources, retired, severity and url.
 */
const RESERVED_TAGS = 10;
const MAX_ARTICLE_TAGS = 3;
const IDS_PER_TAG = Math.floor((MAX_TAG_LENGTH + 1) / (SHORT_ID_LENGTH + 1));

/** How the free tags are allotted. */
export interface TagRoom {
  /** How many tags may list articles. */
  readonly articleTags: number;
  /** Whether our own `createdBy` fits. */
  readonly createdBy: boolean;
}

/** Tags that others have put on an object come before our lists: three tags of articles without any, then fewer. */
export function roomBeside(extraTags: readonly Tag[]): TagRoom {
  const theirs = extraTags.some(({ name }) => isCreatedBy(name));
  const free = Math.max(0, MAX_TAGS - RESERVED_TAGS - extraTags.length);
  const articleTags = Math.min(MAX_ARTICLE_TAGS, theirs ? free : Math.max(Math.min(1, free), free - 1));
  return { articleTags, createdBy: !theirs && free > articleTags };
}

export function isCreatedBy(tagName: string): boolean {
  return tagName.toLowerCase() === 'createdby';
}

/** What a read returns after the evidence was written beside these tags: ids of 8 digits, as many as there is room for. */
export function recordableEvidence(evidence: Evidence, extraTags: readonly Tag[]): Evidence {
  const ids = new Set(evidence.articles.map((id) => id.slice(0, SHORT_ID_LENGTH)));
  const articles = [...ids].slice(0, roomBeside(extraTags).articleTags * IDS_PER_TAG);
  return {
    articles: articles.length > 0 ? articles : newestIdOf(evidence.newest),
    newest: evidence.newest,
    sources: fitSources(evidence.sources),
  };
}

export function encodeArticles(articles: readonly string[], tags: number): Tag[] {
  return Array.from({ length: tags }, (_, index) => ({
    name: index === 0 ? 'huntsync.articles' : `huntsync.articles${index + 1}`,
    value: articles.slice(index * IDS_PER_TAG, (index + 1) * IDS_PER_TAG).join(','),
  }));
}

/** Reads `values`, the article tags in their order; where none could be written the newest article is still known. */
export function decodeArticles(values: readonly string[], newest: Evidence['newest']): readonly string[] {
  const ids = values.flatMap((value) => value.split(',')).filter((id) => /^[0-9a-f]{8}$/.test(id));
  return ids.length > 0 ? ids : newestIdOf(newest);
}

function newestIdOf(newest: Evidence['newest']): string[] {
  const id = newest?.article.slice(0, SHORT_ID_LENGTH) ?? '';
  return /^[0-9a-f]{8}$/.test(id) ? [id] : [];
}

/** Represents sources that did not fit. No source has this name, so such a hunt never counts as withdrawn. */
const MORE = '…';

function fitSources(sources: readonly string[]): readonly string[] {
  const names = [...new Set(sources.map(wellFormed))].filter((name) => name !== '' && name !== MORE).sort();
  const whole = names.map(encodeSource).join(',').length <= MAX_TAG_LENGTH && !sources.includes(MORE);
  if (whole) return names;
  const fitting = fitList(names.map(encodeSource), MAX_TAG_LENGTH - MORE.length - 1);
  return [...names.slice(0, fitting.length), MORE].sort();
}

export function encodeSources(sources: readonly string[]): string {
  return sources.map((name) => (name === MORE ? MORE : encodeSource(name))).join(',');
}

export function decodeSources(value: string): readonly string[] {
  return value.split(',').flatMap((part) => {
    if (part === '') return [];
    try {
      return [decodeURIComponent(part)];
    } catch {
      // Edited by hand: taken as it stands.
      return [part];
    }
  });
}

/** A name without what a comma list, a terminal or a portal would trip over; readable otherwise. */
function encodeSource(name: string): string {
  return name.replace(/[%,\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, encodeURIComponent);
}

/** The longest start of a list whose comma-joined text has at most `max` units. */
export function fitList(items: readonly string[], max = MAX_TAG_LENGTH): readonly string[] {
  let length = -1;
  const end = items.findIndex((item) => {
    length += item.length + 1;
    return length > max;
  });
  return end === -1 ? items : items.slice(0, end);
}

/** Untrusted text as one safe line of at most `max` units, without lone surrogates. */
export function safeLine(text: string, max = MAX_TAG_LENGTH): string {
  return truncate(oneLine(wellFormed(text)), max);
}

/** Lone surrogates have no UTF-8 form: a server would replace them, and every later read would differ. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}
