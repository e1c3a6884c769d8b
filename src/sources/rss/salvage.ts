import { itemsOfXml, type XmlItems } from './items-of-xml.ts';
import { Names } from './names.ts';

const START = /<(?:[\w-]{1,30}:)?(?:item|entry)(?=[\s>/])/gi;

/**
 * The items of an XML feed. Where an unclosed CDATA section, comment, quote or endless nesting has swallowed some, the text
 * is cut where items begin and each is read by itself, so that a fault costs no more than the item that it is in.
 */
export function readItems(text: string): XmlItems {
  const whole = itemsOfXml(text);
  const open = isOpen(text, '<![CDATA[', ']]>') || isOpen(text, '<!--', '-->');
  if (!whole.swallowed && !open) return whole;
  const apart = itemByItem(text);
  return titled(apart) > titled(whole) ? apart : whole;
}

function itemByItem(text: string): XmlItems {
  const starts = Array.from(text.matchAll(START), ({ index }) => index);
  const names = new Names();
  const result = itemsOfXml(closeLiteral(text.slice(0, starts[0])), names);
  result.faults.clear();
  result.swallowed = true;
  result.faults.add('a part that is opened and never closed');
  for (const [index, start] of starts.entries()) {
    const part = itemsOfXml(closeLiteral(text.slice(start, starts[index + 1])), names);
    for (const fault of part.faults) result.faults.add(fault);
    result.items.push(...part.items);
  }
  return result;
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

function titled({ items }: XmlItems): number {
  return items.filter(({ fields }) => fields.some(({ name, text }) => name === 'title' && text.trim() !== '')).length;
}
