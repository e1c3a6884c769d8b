import RssParser from 'rss-parser';
import { MAX_FEED_ITEMS } from './feed-item.ts';
import { type Attributes, FeedNames, FIELDS, type Field } from './names.ts';
import { swallowsItems } from './swallowed.ts';

/** An element as xml2js gives it: text, attributes, and elements inside by their names. */
export interface XmlNode {
  readonly _?: string;
  readonly $?: Attributes;
  readonly [child: string]: unknown;
}

/** The elements of one name that an item has, in the feed's order; what has none may have anything else here. */
export type ParsedItem = { readonly [name in `all ${Field}`]?: unknown } & {
  readonly attributes?: Attributes;
  /** Text between the item's elements. */
  readonly text?: unknown;
};

/** A feed as rss-parser read it. */
export interface ParsedFeed {
  readonly items: readonly ParsedItem[];
  readonly links: readonly XmlNode[];
  /** `xml:base` of the root element and of the channel. */
  readonly bases: readonly string[];
  /** Item elements that the document has, wherever they are. */
  readonly itemElements: number;
}

interface FeedFields {
  readonly links?: readonly XmlNode[];
  readonly attributes?: Attributes;
}

/** A feed that rss-parser would read, but at a price that we do not pay, or wrongly. */
export class RefusedFeed extends Error {}

/** Elements of a document: 10,000 items have some 100,000. */
const MAX_ELEMENTS = 600_000;
/** Steps of rss-parser's snippets that lead nowhere, a feed; a hundred million take a third of a second. */
const MAX_STEPS = 30_000_000;
/** Elements that rss-parser makes snippets of. */
const WITH_SNIPPET = new Set(['description', 'content', 'content:encoded']);

/** Options of rss-parser that its typings lack. */
type Options = ConstructorParameters<typeof RssParser<FeedFields, ParsedItem>>[0];

/**
 * Has rss-parser read a feed. All candidates for a field are kept with their attributes (`customFields`), under the names
 * that their namespaces give them. A mended feed has been searched for items in the text of others.
 * @throws whatever rss-parser throws for what it cannot read, and RefusedFeed.
 */
export async function readFeed(xml: string, { isMended = false } = {}): Promise<ParsedFeed> {
  const watch = new Watch(isMended);
  const options = {
    // RSS without a version, or with one that is none.
    defaultRSS: 2,
    customFields: {
      feed: [
        ['link', 'links', { keepArray: true }],
        ['$', 'attributes', { keepArray: true }],
      ],
      item: [
        ...FIELDS.map((field) => [field, `all ${field}`, { keepArray: true }]),
        ['$', 'attributes', { keepArray: true }],
        ['_', 'text', { keepArray: true }],
      ],
    },
    xml2js: {
      // One form for all elements. It also keeps rss-parser from reading Atom's dates itself, which throws for odd ones.
      explicitCharkey: true,
      // An empty element is else an empty string, whose `link` is a method.
      emptyTag: () => ({}),
      attrValueProcessors: [(value: string, name: string) => watch.attribute(name, value)],
      tagNameProcessors: [(name: string) => watch.element(name)],
      valueProcessors: [(value: string, name: string) => watch.value(name, value)],
    },
  };
  const feed = await new RssParser<FeedFields, ParsedItem>(options as unknown as Options).parseString(xml);
  const base = feed.attributes?.['xml:base'];
  return {
    items: feed.items,
    links: nodesOf(feed.links),
    bases: [...watch.bases, ...(base === undefined || watch.bases.includes(base) ? [] : [base])],
    itemElements: watch.items,
  };
}

/** The elements that rss-parser kept; an item without any has the methods of a string in their place. */
export function nodesOf(kept: unknown): readonly XmlNode[] {
  return Array.isArray(kept) ? kept : [];
}

/** Follows the parsing: gives elements their names, counts them, and ends what would cost too much. */
class Watch {
  items = 0;
  readonly bases: string[] = [];
  readonly #isMended: boolean;
  readonly #names = new FeedNames();
  #attributes: Record<string, string> = {};
  #elements = 0;
  #steps = 0;

  constructor(isMended: boolean) {
    this.#isMended = isMended;
  }

  /** xml2js tells an element's attributes before its name. */
  attribute(name: string, value: string): string {
    if (name.startsWith('xml')) this.#attributes[name] = value;
    return value;
  }

  element(written: string): string {
    const attributes = this.#attributes;
    this.#attributes = {};
    const name = this.#names.of(written, attributes);
    this.#elements += 1;
    if (this.#elements > MAX_ELEMENTS) throw new RefusedFeed('too many elements');
    if (this.#elements === 1 && attributes['xml:base'] !== undefined) this.bases.push(attributes['xml:base']);
    if (name === 'item' || name === 'entry') {
      this.items += 1;
      if (this.items > MAX_FEED_ITEMS) throw new RefusedFeed('too many items');
    }
    return name;
  }

  value(name: string, value: string): string {
    if (!this.#isMended && swallowsItems(value)) throw new RefusedFeed('an item inside another one');
    if (WITH_SNIPPET.has(name)) this.#steps += snippetSteps(value);
    if (this.#steps > MAX_STEPS) throw new RefusedFeed('a text that takes quadratic time');
    return value;
  }
}

/**
 * What rss-parser's snippet of a text wastes: from each `<` with no `>` after it (or only ones at the ends of lines) its
 * regular expressions look for one to the end of the text. Takes linear time.
 */
export function snippetSteps(text: string): number {
  let end = text.lastIndexOf('>');
  while (end > 0 && (text[end + 1] ?? '\n') === '\n') end = text.lastIndexOf('>', end - 1);
  let opened = 0;
  for (let at = text.indexOf('<', end + 1); at >= 0; at = text.indexOf('<', at + 1)) opened += 1;
  return opened * (text.length - end);
}
