import { Parser } from 'htmlparser2';
import { MAX_FEED_ITEMS } from './feed-item.ts';
import type { MendedFeed } from './mended-feed.ts';
import { type Attributes, BODIES, FeedNames, FIELDS, TITLES } from './names.ts';
import { snippetSteps } from './rss-parser.ts';
import { swallowsItems } from './swallowed.ts';
import { attributesOf, escapeText, isXmlName, legalText } from './write-xml.ts';

/** The fault of a document that stops before its root element ends. */
export const END_IN_THE_MIDDLE = 'an end in the middle';
const NOT_CLOSED = 'elements that are not closed';

/** Real feeds nest some 10 deep, their XHTML some 30. */
const MAX_DEPTH = 300;
/** Fields that are read, and other elements that are written: 10,000 items have some 80,000 of either. */
const MAX_FIELDS = 400_000;
const MAX_OTHERS = 100_000;
/** UTF-16 units of a document and of a line; what is more is left out. */
const MAX_DOCUMENT = 2_000_000;
const MAX_LINE = 10_000;
/** Steps that rss-parser's snippets may waste; what would go beyond is written as a summary, of which it makes none. */
const MAX_STEPS = 10_000_000;

const KNOWN: ReadonlySet<string> = new Set(FIELDS);
const DOCUMENTS: ReadonlySet<string> = new Set(BODIES);
const HEADLINES: ReadonlySet<string> = new Set(TITLES);
/** HTML's elements without an end: one that is written makes a second of them. */
const VOID = /^(?:\w+:)?(?:area|br|col|hr|img|input|link|meta|wbr)$/i;

class TooDeep extends Error {}

/** An element that htmlparser2 has open. */
interface Open {
  /** What its start tag was written as; undefined where none was. */
  name: string | undefined;
  /** Where that is. */
  readonly out: string[];
  readonly at: number;
}

interface OpenItem {
  readonly element: Open;
  readonly attributes: string;
  readonly out: string[];
  hasTitle: boolean;
}

interface OpenField {
  readonly element: Open;
  readonly name: string;
  readonly attributes: Attributes;
  readonly isXhtml: boolean;
  text: string;
}

/**
 * Writes feeds, however broken, as well-formed XML, each text in one pass that never fails: elements are balanced, names
 * follow their namespaces, text is escaped, markup in a field is text of it, what XML may not hold is dropped, and entities
 * that XML does not know stay as they are written.
 */
export class Mender {
  readonly feed: MendedFeed = {
    root: undefined,
    rootAttributes: '',
    head: [],
    items: [],
    faults: new Set(),
    hasGaps: false,
  };
  readonly #names = new FeedNames();
  #open: Open[] = [];
  #item: OpenItem | undefined;
  #field: OpenField | undefined;
  #fields = 0;
  #others = 0;
  #steps = 0;

  /** Reads a feed, or the next part of one. */
  read(text: string): void {
    let openedAt = -1;
    let isLiteral = false;
    let isEnd = false;
    const parser = new Parser(
      {
        onopentag: (tag, attributes) => {
          openedAt = parser.endIndex;
          this.#openTag(tag, attributes);
        },
        // A tag that closes itself ends where it began.
        onclosetag: (tag, implied) => this.#closeTag(tag, implied && parser.endIndex !== openedAt, isEnd),
        ontext: (data) => this.#text(data, isLiteral),
        oncdatastart: () => {
          isLiteral = true;
        },
        oncdataend: () => {
          isLiteral = false;
        },
        oncomment: (data) => this.#look(data),
      },
      { xmlMode: true, decodeEntities: true },
    );
    try {
      parser.write(legalText(text));
      if (this.#open.length > 0) this.feed.faults.add(END_IN_THE_MIDDLE);
      isEnd = true;
      parser.end();
    } catch (error) {
      if (!(error instanceof TooDeep)) throw error;
      this.#gap('endless nesting');
      this.#closeItem(true);
    }
    this.#open = [];
  }

  #openTag(tag: string, attributes: Attributes): void {
    if (this.#open.length >= MAX_DEPTH) throw new TooDeep();
    for (const value of Object.values(attributes)) this.#look(value);
    const name = this.#names.of(tag, attributes);
    const out = this.#item?.out ?? this.feed.head;
    const element: Open = { name: undefined, out, at: out.length };
    this.#open.push(element);
    if ((name === 'item' || name === 'entry') && !this.#field?.isXhtml) this.#openItem(element, attributes);
    else if (!this.#item && /^(?:[\w-]+:)?(?:rss|rdf|feed|channel)$/i.test(name)) this.#openFrame(name, attributes);
    else if (this.#field && !endsField(this.#field.name, name)) this.#openMarkup(tag);
    else if (this.#item || this.feed.root !== undefined) this.#openChild(element, name, attributes);
  }

  #closeTag(tag: string, isForgotten: boolean, isEnd: boolean): void {
    const element = this.#open.pop();
    if (!element) return;
    if (isForgotten && !isEnd && this.#item) this.feed.faults.add(NOT_CLOSED);
    if (element === this.#field?.element) this.#closeField();
    else if (this.#field) this.#closeMarkup(tag);
    else if (element === this.#item?.element) this.#closeItem(isEnd);
    else if (isForgotten) unwrap(element);
    else if (element.name !== undefined) element.out.push(`</${element.name}>`);
  }

  #text(data: string, isLiteral: boolean): void {
    if (isLiteral) this.#look(data);
    if (this.#field) this.#add(this.#field.isXhtml ? escapeText(data) : data);
    else if (this.#item && data.trim() !== '') this.#item.out.push(escapeText(legalText(data)));
  }

  /** What is no element must not hold whole items. */
  #look(text: string): void {
    if (swallowsItems(text)) this.feed.hasGaps = true;
  }

  #gap(fault: string): void {
    this.feed.faults.add(fault);
    this.feed.hasGaps = true;
  }

  #openFrame(name: string, attributes: Attributes): void {
    if (this.feed.root !== undefined) return;
    this.feed.root = /rdf$/i.test(name) ? 'rdf:RDF' : name.endsWith('feed') ? 'feed' : 'rss';
    this.feed.rootAttributes = attributesOf(attributes);
  }

  #openItem(element: Open, attributes: Attributes): void {
    if (this.#item) {
      this.feed.faults.add('items inside items');
      this.#closeItem(false);
    }
    this.#item = { element, attributes: attributesOf(attributes), out: [], hasTitle: false };
  }

  #openChild(element: Open, name: string, attributes: Attributes): void {
    if (this.#field) {
      this.feed.faults.add(NOT_CLOSED);
      this.#closeField();
    }
    if (KNOWN.has(name)) {
      this.#fields += 1;
      const isXhtml = attributes['type'] === 'xhtml' && DOCUMENTS.has(name);
      if (this.#fields > MAX_FIELDS) this.#gap('more elements than are read');
      else this.#field = { element, name, attributes, isXhtml, text: '' };
    } else if (isXmlName(name) && this.#others < MAX_OTHERS) {
      this.#others += 1;
      element.name = name;
      element.out.push(`<${name}${attributesOf(attributes)}>`);
    }
  }

  #openMarkup(tag: string): void {
    const { name = '' } = this.#field ?? {};
    if (DOCUMENTS.has(name) || HEADLINES.has(name)) this.#add(`<${localName(tag)}>`);
  }

  #closeMarkup(tag: string): void {
    const { name = '' } = this.#field ?? {};
    if ((DOCUMENTS.has(name) || HEADLINES.has(name)) && !VOID.test(tag)) this.#add(`</${localName(tag)}>`);
  }

  #add(text: string): void {
    if (this.#field && this.#field.text.length < MAX_DOCUMENT) this.#field.text += text;
  }

  #closeField(): void {
    if (!this.#field) return;
    const { name, attributes, element, text: written } = this.#field;
    this.#field = undefined;
    const text = legalText(DOCUMENTS.has(name) ? written : written.slice(0, MAX_LINE));
    if (HEADLINES.has(name) && text.trim() !== '' && this.#item) this.#item.hasTitle = true;
    this.#steps += snippetSteps(text);
    const as = DOCUMENTS.has(name) && this.#steps > MAX_STEPS ? 'summary' : name;
    // rss-parser takes it that each link of an Atom feed has attributes; which kind of feed it is may be told only later.
    const isAtomLink = name === 'link' && (this.feed.root ?? 'feed') === 'feed' && attributes['href'] === undefined;
    const all = isAtomLink ? { ...attributes, href: text.trim() } : attributes;
    element.out.push(`<${as}${attributesOf(all)}>${escapeText(text)}</${as}>`);
  }

  #closeItem(cut: boolean): void {
    this.#closeField();
    if (!this.#item) return;
    const { attributes, out, hasTitle } = this.#item;
    for (const element of this.#open) if (element.out === out) unwrap(element);
    if (this.feed.items.length <= MAX_FEED_ITEMS) {
      this.feed.items.push({ attributes, content: out.join(''), hasTitle, cut });
    }
    this.#item = undefined;
  }
}

/** Takes away the start tag of an element that was never closed: what stands behind it belongs to the element around it. */
function unwrap(element: Open): void {
  if (element.name !== undefined) element.out[element.at] = '';
  element.name = undefined;
}

/** A line ends where any other field begins; a document only where one begins that HTML has no element for. */
function endsField(field: string, next: string): boolean {
  if (!KNOWN.has(next) || next === field) return false;
  if (!DOCUMENTS.has(field)) return true;
  return /^(?:guid|pubDate|published|updated|dc:date|content:encoded|description|feedburner:origLink)$/.test(next);
}

function localName(tag: string): string {
  const local = tag.slice(tag.indexOf(':') + 1);
  return /^[a-z][a-z0-9-]{0,30}$/i.test(local) ? local : 'span';
}
