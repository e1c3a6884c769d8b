import { parseDate } from './dates.ts';
import type { RawBody, RawItem } from './feed-item.ts';
import { BODIES, DATE_NAMES, type Field, IDS, LINKS, TITLES } from './names.ts';
import { nodesOf, type ParsedItem, type XmlNode } from './rss-parser.ts';

/** Addresses of one article that are looked at. */
const MAX_LINKS = 10;

/** What of an item, as rss-parser gives it, makes an article. */
export function rawItem(item: ParsedItem, feedBases: readonly string[], cut: boolean): RawItem {
  const base = item.attributes?.['xml:base'];
  const dates = textsOf(item, DATE_NAMES);
  return {
    id: textsOf(item, IDS)[0],
    title: textsOf(item, TITLES)[0],
    links: linksOf(item),
    bases: base === undefined ? feedBases : [...feedBases, base],
    date: dates.find((text) => parseDate(text) !== null) ?? dates[0],
    bodies: all(item, BODIES).filter(isText).map(bodyOf),
    cut,
  };
}

/** True where a field has elements inside: xml2js keeps those apart from the text around them, and so loses the order. */
export function hasMarkup(item: ParsedItem, fields: readonly Field[]): boolean {
  return all(item, fields).some((node) => Object.keys(node).some((key) => key !== '_' && key !== '$'));
}

function all(item: ParsedItem, fields: readonly Field[]): XmlNode[] {
  return fields.flatMap((field) => nodesOf(item[`all ${field}`]));
}

function textsOf(item: ParsedItem, fields: readonly Field[]): string[] {
  return all(item, fields)
    .map(textOf)
    .filter((text) => text !== '');
}

function textOf({ _ = '' }: XmlNode): string {
  return _.trim();
}

/** FeedBurner's original, links, a permanent id, links of other kinds, a body elsewhere, an id of RDF, a loose address. */
function linksOf(item: ParsedItem): string[] {
  const links = all(item, LINKS);
  const related = (isWanted: RegExp) => links.filter(({ $ }) => isWanted.test($?.['rel'] ?? '')).map(addressOf);
  const permanent = all(item, IDS).filter(({ $ }) => $?.['isPermaLink'] !== 'false');
  const candidates = [
    ...all(item, ['feedburner:origLink']).map(addressOf),
    ...related(/^(?:alternate)?$/i),
    ...permanent.map(textOf).filter(isWebAddress),
    ...related(/^(?:bookmark|related|via)$/i),
    ...all(item, ['content']).map(({ $ }) => $?.['src'] ?? ''),
    aboutOf(item),
    // `<link/>https://…` is what HTML parsers make of a link.
    ...(typeof item.text === 'string' ? [item.text.trim()].filter(isWebAddress) : []),
  ];
  return [...new Set(candidates.filter((link) => link !== ''))].slice(0, MAX_LINKS);
}

export function addressOf(node: XmlNode): string {
  return (node.$?.['href'] ?? textOf(node)).trim();
}

function aboutOf({ attributes = {} }: ParsedItem): string {
  return Object.entries(attributes).find(([name]) => /(?:^|:)about$/.test(name))?.[1] ?? '';
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text);
}

/** https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3: other media types are base64. */
function isText({ _ = '', $ }: XmlNode): boolean {
  const type = $?.['type'] ?? '';
  return _.trim() !== '' && (!type.includes('/') || /^text\/|[/+](?:xml|html)\b|xhtml/.test(type));
}

function bodyOf({ _: text = '', $ }: XmlNode): RawBody {
  const isPlain = /^text(?:\/plain)?$/.test($?.['type'] ?? '') || !hasTags(text);
  return { text, kind: isPlain ? 'plain' : 'html' };
}

/** True where text has a tag: then it is HTML, whatever its feed calls it. */
export function hasTags(text: string): boolean {
  return /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i.test(text);
}
