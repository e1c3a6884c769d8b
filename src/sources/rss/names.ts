/** Prefixes that we know elements by, whatever a feed calls them. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/Atom': 'atom',
  'http://purl.org/atom/ns#': 'atom',
  'http://purl.org/rss/1.0/': '',
  'http://my.netscape.com/rdf/simple/0.9/': '',
  'http://channel.netscape.com/rdf/simple/0.9/': '',
  'http://backend.userland.com/rss2': '',
  'http://purl.org/dc/elements/1.1/': 'dc',
  'http://purl.org/dc/terms/': 'dcterms',
  'http://purl.org/rss/1.0/modules/content/': 'content',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': 'rdf',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/1999/xhtml': 'xhtml',
};

/** Elements whose default namespace holds for the document; on others it holds for the element only. */
const ROOTS = new Set(['rss', 'rdf', 'feed', 'channel']);

type Attributes = Readonly<Record<string, string>>;

/** Turns a feed's own element names into ours: `ns0:entry`, and `entry` of an Atom feed, are both `atom:entry`. */
export class Names {
  readonly #prefixes = new Map<string, string>();

  /** `dc:date`, `atom:link`, `title`: our prefix, lower case. Unknown namespaces get a prefix that means nothing to us. */
  of(name: string, attributes: Attributes): string {
    const colon = name.indexOf(':');
    const prefix = colon < 0 ? '' : name.slice(0, colon);
    const local = name.slice(colon + 1).toLowerCase();
    this.#learn(attributes, ROOTS.has(local));
    const own = prefix === '' && attributes['xmlns'] !== undefined ? ours(attributes['xmlns']) : undefined;
    const known = own ?? this.#prefixes.get(prefix) ?? prefix.toLowerCase();
    return known === '' ? local : `${known}:${local}`;
  }

  #learn(attributes: Attributes, isRoot: boolean): void {
    for (const [name, uri] of Object.entries(attributes)) {
      if (name.startsWith('xmlns:')) this.#prefixes.set(name.slice(6), ours(uri) ?? `other-${name.slice(6)}`);
      else if (name === 'xmlns' && isRoot) this.#prefixes.set('', ours(uri) ?? '');
    }
  }
}

function ours(uri: string): string | undefined {
  return NAMESPACES[uri.trim().replace(/^https:/, 'http:')];
}

/** An item's fields: what feeds call them, and the element that hands them to rss-parser. */
export const FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  link: 'link',
  url: 'link',
  guid: 'guid',
  id: 'guid',
  pubdate: 'pubDate',
  date: 'pubDate',
  published: 'published',
  updated: 'updated',
  description: 'description',
  summary: 'summary',
  content: 'content',
  body: 'content',
  encoded: 'content:encoded',
  'content:encoded': 'content:encoded',
  'dc:title': 'dc:title',
  'dc:date': 'dc:date',
  'dc:description': 'summary',
  'dcterms:created': 'published',
  'dcterms:issued': 'published',
  'dcterms:modified': 'updated',
  'feedburner:origlink': 'origLink',
  'atom:title': 'title',
  'atom:link': 'atom:link',
  'atom:id': 'guid',
  'atom:published': 'published',
  'atom:issued': 'published',
  'atom:created': 'published',
  'atom:updated': 'updated',
  'atom:modified': 'updated',
  'atom:content': 'content',
  'atom:summary': 'summary',
};

/** Fields that hold a document; the others hold one line. */
export const DOCUMENTS: ReadonlySet<string> = new Set(['description', 'summary', 'content', 'content:encoded']);
