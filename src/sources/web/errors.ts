import { HuntsyncError, messageOf } from '../../core/errors.ts';

/** A document that could not be got. */
export class FetchError extends HuntsyncError {
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;
  /** How long the server asks to wait before the next try. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    options: { status?: number; retryAfterMs?: number | undefined; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, options);
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

const STATUS: Readonly<Record<number, string>> = {
  401: 'it asks for credentials',
  403: 'it refuses to serve us',
  404: 'there is nothing at this address',
  410: 'it was removed for good: take it out of your configuration',
  429: 'it asks for fewer requests: run less often',
};

/** What an HTTP status that is no success means. */
export function statusError(url: URL, status: number, retryAfter: string | undefined, now: Date): FetchError {
  const why = STATUS[status] ?? (status >= 500 ? 'the server has trouble of its own' : 'which is no document');
  const retryAfterMs = status === 429 || status === 503 ? waitOf(retryAfter, now) : undefined;
  return new FetchError(`${plain(url)} answers ${status}: ${why}.`, { status, retryAfterMs });
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110, 10.2.3). */
function waitOf(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const CODES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be resolved just now',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'connecting took too long',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  UND_ERR_HEADERS_TIMEOUT: 'the server does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'the server stopped sending',
  UND_ERR_SOCKET: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by nobody that is trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody that is trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** What stopped a request, in words. Errors that already are for people stay as they are. */
export function networkError(url: URL, error: unknown): HuntsyncError {
  if (error instanceof HuntsyncError) return error;
  const known = CODES[codeOf(error) ?? ''];
  if (known !== undefined) return new FetchError(`${plain(url)}: ${known}.`, { cause: error });
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new FetchError(`${plain(url)}: the whole took too long.`, { cause: error });
  }
  return new FetchError(`${plain(url)}: ${messageOf(error)}.`);
}

function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined && CODES[code] !== undefined) return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return undefined;
}

/** Without the query, which may hold a key. */
function plain(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
