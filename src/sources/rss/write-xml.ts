import { stripTerminal } from '../html.ts';

/** What XML 1.0 has no place for (section 2.2). */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
/** UTF-16 units of an attribute; sax, under rss-parser, ends at 64,000. */
const MAX_ATTRIBUTE = 10_000;
const MAX_ATTRIBUTES = 50;

/** True where a text holds what no XML may hold, such as a control character or half a surrogate pair. */
export function hasIllegal(text: string): boolean {
  ILLEGAL.lastIndex = 0;
  return ILLEGAL.test(text);
}

/** Text that XML may hold; terminal sequences go whole. */
export function legalText(text: string): string {
  return stripTerminal(text).replace(ILLEGAL, '');
}

/** Text as XML and HTML write it. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** ` name="value"` for each; declarations of namespaces are left out, names have been told apart by then. */
export function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .filter(([name]) => isXmlName(name) && !/^xmlns(?::|$)/.test(name))
    .slice(0, MAX_ATTRIBUTES)
    .map(
      ([name, value]) => ` ${name}="${escapeText(legalText(value.slice(0, MAX_ATTRIBUTE))).replace(/"/g, '&quot;')}"`,
    )
    .join('');
}

/** True for a name that needs no look at XML's tables of letters. */
export function isXmlName(name: string): boolean {
  return /^[A-Za-z_][\w.-]{0,60}(?::[A-Za-z_][\w.-]{0,60})?$/.test(name);
}
