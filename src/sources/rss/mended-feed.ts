import { MAX_FEED_ITEMS } from './feed-item.ts';

/** A feed's parts as well-formed XML, and what was wrong with it. */
export interface MendedFeed {
  root: 'rss' | 'rdf:RDF' | 'feed' | undefined;
  rootAttributes: string;
  /** What the feed says of itself. */
  readonly head: string[];
  /** One more than is read where there are more. */
  readonly items: MendedItem[];
  /** In words. */
  readonly faults: Set<string>;
  /** Something swallowed the end of one item and the start of the next, or there is more than is read. */
  hasGaps: boolean;
}

interface MendedItem {
  readonly attributes: string;
  readonly content: string;
  readonly hasTitle: boolean;
  /** The document ended inside: it may hold more. */
  readonly cut: boolean;
}

/** The whole document, its items where rss-parser looks for them. */
export function writeFeed({ root = 'rss', rootAttributes, head, items }: MendedFeed): string {
  const item = root === 'feed' ? 'entry' : 'item';
  const all = items
    .slice(0, MAX_FEED_ITEMS)
    .map(({ attributes, content }) => `<${item}${attributes}>${content}</${item}>`)
    .join('\n');
  const about = head.join('');
  if (root === 'feed') return `<feed${rootAttributes}>${about}${all}</feed>`;
  if (root === 'rdf:RDF') return `<rdf:RDF${rootAttributes}><channel>${about}</channel>${all}</rdf:RDF>`;
  return `<rss${rootAttributes}><channel>${about}${all}</channel></rss>`;
}
