/** Validators of a document, for conditional requests (https://www.rfc-editor.org/rfc/rfc9110#section-8.8). */
export interface Validators {
  /** The address that sent them, after redirects: they are used for no other. */
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** Headers of a conditional request. A modification date in the future is ignored. */
export function conditionalHeaders(url: URL, validators: Validators | undefined, now: Date): Record<string, string> {
  if (validators?.url !== url.href) return {};
  const { etag, lastModified } = validators;
  const isPast = lastModified !== undefined && Date.parse(lastModified) <= now.getTime();
  return {
    ...(etag ? { 'if-none-match': etag } : {}),
    ...(isPast ? { 'if-modified-since': lastModified } : {}),
  };
}
