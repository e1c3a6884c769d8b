import RssParser from 'rss-parser';
import { messageOf } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { Outcome } from '../feed-kind.ts';
import { stripTerminal } from '../html.ts';
import { parseDate } from './dates.ts';
import type { RawBody, RawFeed, RawItem } from './feed-item.ts';
import {
  END_IN_THE_MIDDLE,
  escapeText,
  MAX_ITEMS,
  type XmlField,
  type XmlItem,
  type XmlItems,
} from './items-of-xml.ts';
import { readItems } from './salvage.ts';

/** One line of a feed, in UTF-16 units. */
const MAX_LINE = 2_000;

/** Stands for a document: rss-parser's snippets of documents would take quadratic time on hostile ones. */
const HELD = /^\ue000(\d+)$/;
/** What XML 1.0 has no place for, and our own mark. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue001-\ufffd\u{10000}-\u{10ffff}]/gu;

interface Extra {
  readonly 'content:encoded'?: string;
  readonly summary?: string;
  readonly id?: string;
  readonly links?: readonly string[];
  readonly bodies?: readonly string[];
  /** The date, where it says no day that can be read. */
  readonly written?: string;
  readonly base?: string;
  readonly cut?: string;
}

/** Best first. */
const DATES = ['published', 'pubDate', 'dc:date', 'updated'];

const parser = new RssParser<object, Extra>({
  customFields: {
    item: [
      ['huntsync:link', 'links', { keepArray: true }],
      ['huntsync:body', 'bodies', { keepArray: true }],
      ['huntsync:date', 'written'],
      ['huntsync:base', 'base'],
      ['huntsync:cut', 'cut'],
      // The typings know only some of the forms that the code takes.
    ] as never,
  },
});

/**
 * RSS 2.0 and its forerunners, RSS 1.0 and Atom. The items are first freed of what is broken or hostile (`readItems`), then
 * written as a small well-formed document of their dialect, and that is what rss-parser reads.
 */
export async function parseXmlFeed(text: string, path: string): Promise<RawFeed> {
  const found = readItems(text.replace(/\ue000/g, ''));
  const problems: Problem[] = [];
  const faults = new Set(found.faults);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) faults.add('control characters');
  if (/<!ENTITY/i.test(text)) faults.add('entities of its own, which are not expanded');
  const isFeed = found.root !== undefined || found.items.length > 0;
  if (!isFeed) {
    const message = 'This is no feed: it has neither an RSS or Atom root element nor items.';
    return { items: [], home: undefined, problems: [{ code: 'not-a-feed', message, path }], outcome: 'failed' };
  }
  if (faults.size > 0) {
    const message = `This feed is not well-formed XML: it has ${[...faults].join(', ')}. What could be read was read.`;
    problems.push({ code: 'malformed-feed', message, path });
  }
  const held: RawBody[] = [];
  const items: RawItem[] = [];
  let outcome: Outcome = outcomeOf(found);
  const taken = found.items.slice(0, MAX_ITEMS);
  if (taken.length < found.items.length) {
    const message = `This feed has more than ${MAX_ITEMS} items; the first of them were read.`;
    problems.push({ code: 'too-many-items', message, path });
    if (outcome === 'whole') outcome = 'gaps';
  }
  for (const dialect of ['rss', 'rdf', 'atom'] as const) {
    const own = taken.filter((item) => item.dialect === dialect);
    if (own.length === 0) continue;
    try {
      const feed = await parser.parseString(documentOf(dialect, own, held));
      items.push(...feed.items.map((item) => rawItem(item, held)));
    } catch (error) {
      outcome = 'failed';
      problems.push({ code: 'unreadable-items', message: `${own.length} items: ${messageOf(error)}`, path });
    }
  }
  return { items, home: found.home, problems, outcome };
}

/** A forgotten end tag of the feed is common and harmless; an item that just stops means that more was to come. */
function outcomeOf({ items, faults, swallowed }: XmlItems): Outcome {
  if (items.at(-1)?.cut) return 'failed';
  return swallowed || faults.has(END_IN_THE_MIDDLE) ? 'gaps' : 'whole';
}

function documentOf(dialect: XmlItem['dialect'], items: readonly XmlItem[], held: RawBody[]): string {
  const body = items.map((item) => (dialect === 'atom' ? entryOf(item, held) : itemOf(item, held))).join('\n');
  if (dialect === 'atom') return `<feed xmlns="http://www.w3.org/2005/Atom">${body}</feed>`;
  if (dialect === 'rdf') return `<rdf:RDF><channel/>${body}</rdf:RDF>`;
  return `<rss version="2.0"><channel>${body}</channel></rss>`;
}

function itemOf(item: XmlItem, held: RawBody[]): string {
  const guid = item.fields.find(({ name }) => name === 'guid');
  const link = linksOf(item);
  return element('item', [
    line('title', titleOf(item)),
    link[0] === undefined ? '' : line('link', link[0]),
    line('guid', guid?.text),
    line('pubDate', dateOf(item, DATES)),
    document('description', item, held),
    document('content:encoded', item, held),
    others(item, ['summary', 'content'], link.slice(1), held),
  ]);
}

function entryOf(item: XmlItem, held: RawBody[]): string {
  const [link, ...links] = linksOf(item);
  return element('entry', [
    line('title', titleOf(item)),
    link === undefined ? '' : `<link rel="alternate" href="${escapeText(legal(link)).replace(/"/g, '&quot;')}"/>`,
    line('id', item.fields.find(({ name }) => name === 'guid')?.text),
    line('published', dateOf(item, DATES.slice(0, 3))),
    line('updated', dateOf(item, ['updated'])),
    document('content', item, held),
    document('summary', item, held),
    others(item, ['description', 'content:encoded'], links, held),
  ]);
}

/** What rss-parser has no field for: the remaining texts and addresses, `xml:base`, and whether the feed ended here. */
function others(item: XmlItem, names: readonly string[], links: readonly string[], held: RawBody[]): string {
  return [
    ...names.map((name) => document(name, item, held, 'huntsync:body')),
    ...links.map((link) => line('huntsync:link', link)),
    line('huntsync:date', dateOf(item, DATES) === undefined ? written(item, DATES)[0] : undefined),
    line('huntsync:base', item.base),
    line('huntsync:cut', item.cut ? 'yes' : undefined),
  ].join('');
}

function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

function line(name: string, text: string | undefined): string {
  const value = legal(text ?? '').trim();
  return value === '' ? '' : `<${name}>${escapeText(value)}</${name}>`;
}

function legal(text: string): string {
  return stripTerminal(text.slice(0, MAX_LINE)).replace(ILLEGAL, '');
}

function titleOf({ fields }: XmlItem): string | undefined {
  const titles = fields.filter(({ name, text }) => (name === 'title' || name === 'dc:title') && text.trim() !== '');
  return titles[0]?.text;
}

/** The day, out of the first candidate that holds one; rss-parser's own reading of dates fails on odd ones. */
function dateOf(item: XmlItem, names: readonly string[]): string | undefined {
  return written(item, names).flatMap((text) => parseDate(text) ?? [])[0];
}

function written({ fields }: XmlItem, names: readonly string[]): string[] {
  return names.flatMap((name) => fields.filter((field) => field.name === name).map(({ text }) => text.trim()));
}

/** Addresses of the article, best first: FeedBurner's original, links, a permanent id, an out-of-line content. */
function linksOf({ fields, about }: XmlItem): string[] {
  const links = fields.filter(({ name }) => name === 'link' || name === 'atom:link');
  const byRel = (isWanted: (rel: string) => boolean) =>
    links.filter(({ attributes }) => isWanted((attributes['rel'] ?? 'alternate').toLowerCase())).map(addressOf);
  const named = (name: string) => fields.filter((field) => field.name === name).map(addressOf);
  const guids = fields.filter(({ name, attributes }) => name === 'guid' && attributes['isPermaLink'] !== 'false');
  const sources = fields.filter(({ name, attributes }) => name === 'content' && attributes['src']);
  const all = [
    ...named('origLink'),
    ...byRel((rel) => rel === 'alternate' || rel === ''),
    ...guids.map(({ text }) => text).filter((text) => /^\s*https?:\/\//i.test(text)),
    ...byRel((rel) => !/^(?:alternate|)$/.test(rel) && /^(?:bookmark|related|via)$/.test(rel)),
    ...sources.map(({ attributes }) => attributes['src'] ?? ''),
    ...(about === undefined ? [] : [about]),
  ];
  return [...new Set(all.map((link) => link.trim()).filter((link) => link !== ''))].slice(0, 10);
}

function addressOf({ attributes, text }: XmlField): string {
  return attributes['href'] ?? text;
}

/** The longest of an item's texts of one name, held back, its place in `held` in its stead. */
function document(name: string, { dialect, fields }: XmlItem, held: RawBody[], as = name): string {
  const longest = fields
    .filter((field) => field.name === name && field.text.trim() !== '' && !isBinary(field))
    .reduce<XmlField | undefined>(
      (best, field) => (best && best.text.length >= field.text.length ? best : field),
      undefined,
    );
  if (!longest) return '';
  held.push({ text: longest.text, kind: kindOf(longest, dialect) });
  return `<${as}>\ue000${held.length - 1}</${as}>`;
}

/** RFC 4287, 4.1.3: other media types are base64. */
function isBinary({ attributes }: XmlField): boolean {
  const type = attributes['type'] ?? '';
  return type.includes('/') && !/^text\/|[/+](?:xml|html)\b|xhtml/.test(type);
}

function kindOf({ attributes, hasElements, text }: XmlField, dialect: XmlItem['dialect']): RawBody['kind'] {
  if (hasElements) return 'html';
  if (dialect === 'atom' && /^text(?:\/plain)?$/.test(attributes['type'] ?? '')) return 'plain';
  return hasTags(text) ? 'html' : 'plain';
}

/** True where text has a tag: then it is HTML, whatever its feed calls it. */
export function hasTags(text: string): boolean {
  return /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i.test(text);
}

type Parsed = Awaited<ReturnType<typeof parser.parseString>>['items'][number];

function rawItem(item: Parsed, held: readonly RawBody[]): RawItem {
  const texts = [item['content:encoded'], item.content, item.summary, ...(item.bodies ?? [])];
  return {
    id: item.guid ?? item.id,
    title: item.title,
    links: [item.link, ...(item.links ?? [])].filter((link) => link !== undefined),
    base: item.base,
    date: item.pubDate?.slice(0, 10) ?? item.written,
    bodies: texts.flatMap((text) => held[Number(HELD.exec(text ?? '')?.[1])] ?? []),
    cut: item.cut !== undefined,
  };
}
