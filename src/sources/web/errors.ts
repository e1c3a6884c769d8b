import { HuntsyncError, messageOf } from '../../core/errors.ts';
import { proxyName } from '../../core/proxy.ts';
import type { RetryHint } from '../../core/retry.ts';

/** A document that could not be fetched. */
export class FetchError extends HuntsyncError implements RetryHint {
  readonly transient: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: Partial<RetryHint> & { cause?: unknown } = {}) {
    super(message, options);
    this.transient = options.transient ?? false;
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

/** Transient statuses. */
const PASSING: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/** What an HTTP status that is no success means. */
export function statusError(url: URL, status: number, retryAfterMs: number | undefined): FetchError {
  const why = STATUS[status] ?? (status >= 500 ? 'the server has trouble of its own' : 'which is no document');
  // A server that throttles without saying for how long is left alone until the next run.
  const transient = status === 429 ? retryAfterMs !== undefined : PASSING.has(status);
  return new FetchError(`${plain(url)} answers ${status}: ${why}.`, { transient, retryAfterMs });
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

/** Transient failures: a broken connection, a busy resolver. */
const PASSING_CODES: ReadonlySet<string> = new Set(['EAI_AGAIN', 'ECONNRESET', 'UND_ERR_SOCKET']);

/**
 * Why a request failed, in words. Errors with a readable message are returned unchanged.
 *
 * @param proxy what the request went through.
 */
export function networkError(url: URL, error: unknown, proxy?: URL): HuntsyncError {
  if (error instanceof HuntsyncError) return error;
  const at = proxy ? `${plain(url)} (through the proxy ${proxyName(proxy)})` : plain(url);
  const code = codeOf(error) ?? '';
  const known = CODES[code];
  if (known !== undefined) {
    return new FetchError(`${at}: ${known}.`, { transient: PASSING_CODES.has(code), cause: error });
  }
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new FetchError(`${at}: the whole took too long.`, { cause: error });
  }
  const refusal = proxy ? /\bProxy\b.*\((\d{3})\)/.exec(messageOf(error))?.[1] : undefined;
  if (refusal !== undefined) return new FetchError(`${at}: the proxy answers ${refusal}${proxyAdvice(refusal)}.`);
  return new FetchError(`${at}: ${messageOf(error)}.`);
}

function proxyAdvice(status: string): string {
  return status === '407' ? ': it asks for a user name and password (proxy.username, proxy.password)' : '';
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
