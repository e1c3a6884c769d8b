import { Parser } from 'htmlparser2';
import { DOCUMENTS, FIELDS, Names } from './names.ts';

/** A field of an item, as written. */
export interface XmlField {
  /** The element that rss-parser knows it by. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  /** Elements stood inside: the text is markup. */
  hasElements: boolean;
}

export interface XmlItem {
  readonly dialect: 'rss' | 'rdf' | 'atom';
  /** `rdf:about`. */
  readonly about: string | undefined;
  /** `xml:base` in force. */
  readonly base: string | undefined;
  readonly fields: XmlField[];
  /** The document ended inside: it may hold more. */
  cut: boolean;
}

export interface XmlItems {
  readonly items: XmlItem[];
  /** The root element's name, ours; undefined where there is none that a feed could have. */
  root: string | undefined;
  /** Address of the site, as the channel gives it. */
  home: string | undefined;
  /** What is wrong with the document, in words. */
  readonly faults: Set<string>;
  /** Some construct swallowed the end of one item and the start of the next. */
  swallowed: boolean;
}

/** More items than any feed gives; what follows is not read. */
export const MAX_ITEMS = 10_000;

/** The fault of a document that stops before its root element ends. */
export const END_IN_THE_MIDDLE = 'an end in the middle';

/** Real feeds nest some 10 deep, their XHTML some 30. */
const MAX_DEPTH = 300;
/** UTF-16 units of one field; what is more is left out. */
const MAX_FIELD = 2_000_000;

/** Elements of an item that are about something else than the item. */
const OTHERS = new Set(['source', 'image', 'atom:source', 'atom:author', 'atom:contributor']);
/** HTML's elements without an end: one that is written makes a second of them. */
const VOID = /^(?:\w+:)?(?:area|br|col|hr|img|input|link|meta|wbr)$/i;

class TooDeep extends Error {}

/**
 * The items of an XML feed, however broken, in one pass that never fails: unclosed and crossed tags end where the next thing
 * begins, entities that a DOCTYPE declares stay unexpanded, everything outside items but the site's address is skipped.
 */
export function itemsOfXml(text: string, names = new Names()): XmlItems {
  const found: XmlItems = { items: [], root: undefined, home: undefined, faults: new Set(), swallowed: false };
  const bases: (string | undefined)[] = [];
  let item: (XmlItem & { tag: string; depth: number }) | undefined;
  let field: (XmlField & { tag: string; depth: number; isXhtml: boolean }) | undefined;
  let inHome = false;
  /** Depth of an element of the item that has titles and addresses of its own. */
  let other: number | undefined;
  let depth = 0;
  let openedAt = -1;
  let atEnd = false;
  let literal = false;
  let isRdf = false;

  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        depth += 1;
        openedAt = parser.endIndex;
        if (depth > MAX_DEPTH) throw new TooDeep();
        const name = names.of(tag, attributes);
        bases.push(attributes['xml:base'] ?? bases.at(-1));
        if (Object.values(attributes).some(swallows)) found.swallowed = true;
        if (/^(?:(?:\w+:)?(?:rss|rdf|feed)|channel)$/.test(name)) {
          found.root ??= name;
          isRdf ||= name.endsWith('rdf');
        }
        if (isItem(name) && !field?.isXhtml) return openItem(tag, name, attributes);
        if (!item) {
          if (/^(?:atom:)?link$/.test(name)) openHome(attributes);
          return;
        }
        const known = other === undefined ? FIELDS[name] : undefined;
        if (known !== undefined && (!field || endsField(field, known))) return openField(tag, known, attributes);
        if (field) nest(tag);
        else if (OTHERS.has(name)) other ??= depth;
      },
      onclosetag(tag, implied) {
        depth -= 1;
        bases.pop();
        inHome = false;
        if (other !== undefined && depth < other) other = undefined;
        // A tag that closes itself ends where it began.
        if (implied && !atEnd && item && parser.endIndex !== openedAt) found.faults.add('elements that are not closed');
        if (field && depth < field.depth) closeField();
        else if (field && DOCUMENTS.has(field.name) && !VOID.test(tag)) field.text += `</${localName(tag)}>`;
        if (item && depth < item.depth) closeItem(atEnd);
      },
      ontext(data) {
        if (inHome) found.home ??= data.trim() || undefined;
        if (literal && swallows(data)) found.swallowed = true;
        if (field) {
          if (field.text.length < MAX_FIELD) field.text += field.isXhtml ? escapeText(data) : data;
        } else if (item) looseLink(item, data);
      },
      oncdatastart() {
        literal = true;
      },
      oncdataend() {
        literal = false;
      },
      oncomment(data) {
        if (swallows(data)) found.swallowed = true;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );

  function openItem(tag: string, name: string, attributes: Record<string, string>): void {
    if (item) {
      found.faults.add('items inside items');
      closeItem(false);
    }
    const dialect = name.endsWith('entry') ? 'atom' : isRdf ? 'rdf' : 'rss';
    const about = Object.entries(attributes).find(([key]) => /(?:^|:)about$/.test(key))?.[1];
    other = undefined;
    item = { dialect, about, base: bases.at(-1), fields: [], cut: false, tag, depth };
  }

  function openHome(attributes: Record<string, string>): void {
    if (found.home !== undefined || !/^(?:alternate)?$/.test(attributes['rel'] ?? '')) return;
    if (attributes['href']) found.home = attributes['href'];
    else inHome = true;
  }

  function openField(tag: string, name: string, attributes: Record<string, string>): void {
    if (field) {
      found.faults.add('elements that are not closed');
      closeField();
    }
    const isXhtml = attributes['type'] === 'xhtml' && DOCUMENTS.has(name);
    field = { name, attributes, text: '', hasElements: false, tag, depth, isXhtml };
  }

  function nest(tag: string): void {
    if (!field) return;
    field.hasElements = true;
    if (!DOCUMENTS.has(field.name)) return;
    field.text += `<${localName(tag)}>`;
  }

  function closeField(): void {
    if (!field) return;
    const { name, attributes, text, hasElements } = field;
    item?.fields.push({ name, attributes, text, hasElements });
    field = undefined;
  }

  function closeItem(cut: boolean): void {
    closeField();
    if (!item) return;
    const { dialect, about, base, fields } = item;
    // One more than is read tells that there are more.
    if (found.items.length <= MAX_ITEMS) found.items.push({ dialect, about, base, fields, cut });
    item = undefined;
  }

  try {
    parser.write(text);
    if (depth > 0) found.faults.add(END_IN_THE_MIDDLE);
    atEnd = true;
    parser.end();
    if (found.items.at(-1)?.cut) found.faults.add(END_IN_THE_MIDDLE);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    found.faults.add('endless nesting');
    found.swallowed = true;
    closeItem(true);
  }
  return found;
}

function isItem(name: string): boolean {
  return name === 'item' || name === 'entry' || name === 'atom:entry';
}

/** A line ends where any other field begins; a document only where one begins that HTML has no element for. */
function endsField(field: XmlField, next: string): boolean {
  if (!DOCUMENTS.has(field.name)) return next !== field.name;
  return (
    /^(?:guid|pubDate|published|updated|dc:date|content:encoded|description|origLink)$/.test(next) &&
    next !== field.name
  );
}

/** `<link/>https://…`: what an HTML parser makes of a feed's link. */
function looseLink(item: XmlItem, data: string): void {
  const last = item.fields.at(-1);
  if (last?.name === 'link' && last.text === '' && /^\s*https?:\/\/\S+\s*$/.test(data)) last.text = data;
}

/** True where one item ends and another begins inside something that is text. */
function swallows(text: string): boolean {
  const end = text.search(/<\/(?:\w+:)?(?:item|entry)\s*>/i);
  return end >= 0 && /<(?:\w+:)?(?:item|entry)[\s>]/i.test(text.slice(end));
}

function localName(tag: string): string {
  const local = tag.slice(tag.indexOf(':') + 1);
  return /^[a-z][a-z0-9-]{0,30}$/i.test(local) ? local : 'span';
}

/** Text as HTML would write it. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
