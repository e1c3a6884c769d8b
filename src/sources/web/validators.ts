/** What a server said of a document, to ask it later whether there is anything new (RFC 9110, section 8.8). */
export interface Validators {
  /** The address that said so, after redirects: no other is asked with them. */
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** The headers that ask a server for what is new. A document that was modified in the future says nothing by its date. */
export function conditional(url: URL, validators: Validators | undefined, now: Date): Record<string, string> {
  if (validators?.url !== url.href) return {};
  const { etag, lastModified } = validators;
  const isPast = lastModified !== undefined && Date.parse(lastModified) <= now.getTime();
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(isPast ? { 'if-modified-since': lastModified } : {}),
  };
}
