/**
 * The address of the next page in a `Link` header (https://www.rfc-editor.org/rfc/rfc8288), or undefined where there is none.
 * Only the same origin is followed: a page must not send our credentials elsewhere.
 */
export function nextPage(header: string | undefined, url: string): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(
    /<([^<>]{1,4000})>((?:\s*;[^,<>]{0,500})*)/g,
  )) {
    if (!/;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next\b)/i.test(parameters) || !URL.canParse(target, url))
      continue;
    const next = new URL(target, url);
    if (next.origin === new URL(url).origin && next.href !== url) return next.href;
  }
  return undefined;
}
