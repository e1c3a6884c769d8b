/** Prefixes that we know elements by, whatever a feed calls them; Atom and RSS itself have none. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/Atom': '',
  'http://purl.org/atom/ns': '',
  'http://purl.org/rss/1.0': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://backend.userland.com/rss2': '',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://search.yahoo.com/mrss': 'media',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/1999/xhtml': 'xhtml',
};

/** Elements that are a feed's frame; a namespace that is declared as the default there holds for the document. */
const FRAME = new Set(['rss', 'rdf', 'feed', 'channel', 'item', 'entry']);

/** Names that are not written in lower case; rss-parser looks for them as they stand here. */
const CASED: Readonly<Record<string, string>> = {
  pubdate: 'pubDate',
  rdf: 'rdf:RDF',
  'rdf:rdf': 'rdf:RDF',
  'feedburner:origlink': 'feedburner:origLink',
};

export type Attributes = Readonly<Record<string, string>>;

/** Turns a feed's own element names into ours: `ns0:entry` of an Atom feed is `entry`, `PUBDATE` is `pubDate`. */
export class FeedNames {
  readonly #prefixes = new Map<string, string>();

  /** `dc:date`, `link`, `title`. What belongs to another namespace gets a prefix that means nothing to us. */
  of(name: string, attributes: Attributes): string {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const local = name.slice(colon + 1).toLowerCase();
    const isFrame = FRAME.has(local);
    this.#learn(attributes, isFrame);
    const known = this.#ownPrefix(prefix, isFrame, attributes) ?? this.#prefixes.get(prefix) ?? prefix.toLowerCase();
    const ours = known === '' ? local : `${known}:${local}`;
    return Object.hasOwn(CASED, ours) ? (CASED[ours] ?? ours) : ours;
  }

  #ownPrefix(prefix: string, isFrame: boolean, { xmlns }: Attributes): string | undefined {
    if (prefix !== '' || xmlns === undefined || xmlns === '') return undefined;
    return prefixOf(xmlns) ?? (isFrame ? undefined : 'other');
  }

  #learn(attributes: Attributes, isFrame: boolean): void {
    for (const [name, uri] of Object.entries(attributes)) {
      if (name.startsWith('xmlns:')) this.#prefixes.set(name.slice(6), prefixOf(uri) ?? `other-${name.slice(6)}`);
      else if (name === 'xmlns' && isFrame) this.#prefixes.set('', prefixOf(uri) ?? '');
    }
  }
}

function prefixOf(uri: string): string | undefined {
  const plain = uri
    .trim()
    .replace(/^https:/, 'http:')
    .replace(/[/#]$/, '');
  return Object.hasOwn(NAMESPACES, plain) ? NAMESPACES[plain] : undefined;
}

/** Candidates for an article's text: elements that hold a document. */
export const BODIES = [
  'content:encoded',
  'encoded',
  'content',
  'description',
  'summary',
  'dc:description',
  'body',
  'xhtml:body',
] as const;

export const TITLES = ['title', 'dc:title', 'media:title'] as const;

/** When an article was published, best first. */
export const DATE_NAMES = [
  'published',
  'issued',
  'created',
  'dcterms:issued',
  'dcterms:created',
  'pubDate',
  'date',
  'dc:date',
  'updated',
  'modified',
  'dcterms:modified',
] as const;

export const IDS = ['guid', 'id'] as const;
export const LINKS = ['link', 'url'] as const;

/** The elements of an item that are read. */
export const FIELDS = [...TITLES, ...LINKS, ...IDS, ...DATE_NAMES, ...BODIES, 'feedburner:origLink'] as const;
export type Field = (typeof FIELDS)[number];
