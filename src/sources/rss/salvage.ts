import { Mender } from './mend.ts';
import type { MendedFeed } from './mended-feed.ts';

const START = /<(?:[\w-]{1,30}:)?(?:item|entry)(?=[\s>/])/gi;

/**
 * Mends a feed. Where an unclosed CDATA section, comment, quote or endless nesting has swallowed items, the text is cut
 * where items begin and each is read by itself, so that a fault costs no more than the item that it is in.
 */
export function mendFeed(text: string): MendedFeed {
  const mender = new Mender();
  mender.read(text);
  const whole = mender.feed;
  const open = isOpen(text, '<![CDATA[', ']]>') || isOpen(text, '<!--', '-->');
  if (!whole.hasGaps && !open) return whole;
  const apart = itemByItem(text);
  return titled(apart) > titled(whole) ? apart : whole;
}

function itemByItem(text: string): MendedFeed {
  const starts = Array.from(text.matchAll(START), ({ index }) => index);
  const mender = new Mender();
  mender.read(closeLiteral(text.slice(0, starts[0])));
  mender.feed.faults.clear();
  mender.feed.faults.add('a part that is opened and never closed');
  for (const [index, start] of starts.entries()) mender.read(closeLiteral(text.slice(start, starts[index + 1])));
  mender.feed.hasGaps = true;
  return mender.feed;
}

/** Ends what one item leaves open: a literal section before the next end tag of a field, a comment where it begins. */
function closeLiteral(text: string): string {
  let out = text;
  if (isOpen(out, '<!--', '-->')) {
    const at = out.lastIndexOf('<!--');
    out = out.slice(0, at) + out.slice(at + 4);
  }
  if (!isOpen(out, '<![CDATA[', ']]>')) return out;
  const from = out.lastIndexOf('<![CDATA[');
  const end = out
    .slice(from)
    .search(/<\/(?:\w{1,20}:)?(?:title|link|guid|description|summary|content|encoded|item|entry)\s*>/i);
  return end < 0 ? out : `${out.slice(0, from + end)}]]>${out.slice(from + end)}`;
}

function isOpen(text: string, start: string, end: string): boolean {
  const at = text.lastIndexOf(start);
  return at >= 0 && text.indexOf(end, at) < 0;
}

function titled({ items }: MendedFeed): number {
  return items.filter(({ hasTitle }) => hasTitle).length;
}
