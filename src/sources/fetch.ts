import { type Dispatcher, request } from 'undici';
import { silentLog } from '../core/log.ts';
import type { ProxyRules } from '../core/proxy.ts';
import { type RetryDeps, type RetryPolicy, retryAfterOf, retrying } from '../core/retry.ts';
import { AddressError, checkLiteral, type Resolve } from './web/address.ts';
import { type Cut, decompress, readCapped } from './web/body.ts';
import { FetchError, networkError, statusError } from './web/errors.ts';
import { createWebRoute } from './web/route.ts';
import { createHostThrottle } from './web/throttle.ts';
import { conditionalHeaders, type Validators } from './web/validators.ts';

export interface FetchOptions {
  /** Sent to the first address; `authorization` never follows a redirect to another origin. */
  readonly headers?: Headers;
  /** Cap of the body as sent and as decompressed. */
  readonly maxBytes: number;
  /** Allows private addresses for the origin of this URL, but not for redirects to other origins. */
  readonly allowPrivateAddresses?: boolean;
  readonly validators?: Validators | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedDocument {
  readonly status: 'ok';
  readonly body: Buffer;
  /** The body is only a beginning: complete items in it may be used, absence means nothing. */
  readonly cut?: Cut;
  readonly cutReason?: string;
  readonly contentType: string | undefined;
  /** The `Link` header (https://www.rfc-editor.org/rfc/rfc8288). */
  readonly link: string | undefined;
  readonly validators: Validators;
  /** Where the document has moved permanently, if all redirects on the way were permanent. */
  readonly movedTo?: string;
}

export type Fetched = FetchedDocument | { readonly status: 'notModified' };

/**
 * Fetches one document from an untrusted server.
 * @throws FetchError with a readable message; the abort reason if `signal` aborts.
 */
export type Fetch = (url: string, options: FetchOptions) => Promise<Fetched>;

export interface FetcherOptions extends Partial<RetryDeps> {
  /** Milliseconds; connecting, waiting for the next byte, and all of one request. */
  readonly connectMs?: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
  readonly overall?: number;
  readonly perHost?: number;
  readonly pauseMs?: number;
  /** Where it is not given, requests go straight. */
  readonly proxy?: ProxyRules | undefined;
  /** For tests: how names become addresses. */
  readonly resolve?: Resolve;
}

/** The HTTP client of all feeds: holds the connections and limits requests per host. */
export interface Fetcher {
  readonly fetch: Fetch;
  /** Ends idle connections. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
/** The next run fetches the feed again anyway. */
const RETRY: Partial<RetryPolicy> = { retries: 1, deadlineMs: 60_000 };
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/json;q=0.9, ' +
  'application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5';

type Headers = Readonly<Record<string, string>>;

/** What one address answered: a document, a place to look instead, or when to come again. */
type Hop = Fetched | { readonly status: 'redirect'; readonly to: string; readonly lasting: boolean };

/**
 * A fetch that is bounded in time, size, redirects and requests per host, never connects to an unchecked address, and sends
 * neither cookies nor credentials from URLs.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher {
  const { connectMs = 10_000, idleMs = 20_000, totalMs = 60_000 } = options;
  const { overall = 8, perHost = 2, pauseMs = 250 } = options;
  const deps: RetryDeps = { log: silentLog, now: () => new Date(), ...options };
  const throttled = createHostThrottle({ overall, perHost, pauseMs });
  const route = createWebRoute({ proxy: options.proxy, resolve: options.resolve, connectMs, idleMs });

  async function fetch(start: string, given: FetchOptions): Promise<Fetched> {
    let url = webUrl(start);
    const trusted = given.allowPrivateAddresses ? url.origin : undefined;
    let headers = given.headers ?? {};
    let lasting = true;
    for (let redirects = 0; ; redirects += 1) {
      const hop = await retrying(() => throttled(url.host, given.signal, () => ask(url, headers, trusted, given)), {
        hint: (error) => (error instanceof FetchError ? error : null),
        deps,
        policy: RETRY,
        signal: given.signal,
      });
      if (hop.status === 'notModified') return hop;
      if (hop.status === 'ok') return redirects > 0 && lasting ? { ...hop, movedTo: url.href } : hop;
      if (redirects === MAX_REDIRECTS) throw new FetchError(`${start} redirects more than ${MAX_REDIRECTS} times.`);
      const next = webUrl(hop.to, url);
      headers = headersFor(next, url, headers);
      lasting &&= hop.lasting;
      url = next;
    }
  }

  async function ask(url: URL, headers: Headers, trusted: string | undefined, given: FetchOptions): Promise<Hop> {
    const allowPrivate = url.origin === trusted;
    const deadline = AbortSignal.timeout(totalMs);
    const signal = given.signal ? AbortSignal.any([given.signal, deadline]) : deadline;
    const validators = conditionalHeaders(url, given.validators, deps.now());
    try {
      checkLiteral(url, allowPrivate);
      const answer = await request(url, {
        dispatcher: await route.dispatcherFor(url, allowPrivate),
        headers: {
          'user-agent': 'huntsync',
          accept: ACCEPT,
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
          ...validators,
        },
        signal,
      });
      return await take(url, answer, Object.keys(validators).length > 0, given);
    } catch (error) {
      given.signal?.throwIfAborted();
      if (error instanceof AddressError && trusted !== undefined && !allowPrivate) throw error.elsewhere(trusted);
      throw networkError(url, error, options.proxy?.proxyFor(url));
    }
  }

  async function take(url: URL, answer: Dispatcher.ResponseData, asked: boolean, given: FetchOptions): Promise<Hop> {
    const { statusCode: status, headers, body } = answer;
    if (status < 200 || status > 299) {
      // The body of a refusal is not used; a bounded part is read so that the connection can be reused.
      await body.dump({ limit: 65_536 });
      if (status === 304 && asked) return { status: 'notModified' };
      const to = headerOf(headers, 'location');
      if ([301, 302, 303, 307, 308].includes(status) && to) {
        return { status: 'redirect', to, lasting: status === 301 || status === 308 };
      }
      const retryAfterMs = retryAfterOf((name) => headerOf(headers, name), deps.now());
      throw statusError(url, status, retryAfterMs);
    }
    const raw = await readCapped(body, given.maxBytes);
    given.signal?.throwIfAborted();
    const { bytes, cut, reason } = await decompress(raw, headerOf(headers, 'content-encoding'), given.maxBytes);
    return {
      status: 'ok',
      body: bytes,
      ...(cut ? { cut, cutReason: cutReason(cut, reason, given.maxBytes, url) } : {}),
      contentType: headerOf(headers, 'content-type'),
      link: headerOf(headers, 'link'),
      validators: {
        url: url.href,
        etag: headerOf(headers, 'etag'),
        lastModified: headerOf(headers, 'last-modified'),
      },
    };
  }

  return { fetch, close: () => route.close() };
}

/** An http(s) URL without credentials and fragment. */
function webUrl(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch {
    throw new FetchError(`"${text}" is not a URL.`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchError(`${url.protocol} addresses are not fetched: only http and https.`);
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

/** Credentials follow no redirect to another origin. */
export function headersFor(next: URL, last: URL, headers: Headers): Headers {
  if (next.origin === last.origin) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function cutReason(cut: Cut, reason: unknown, maxBytes: number, url: URL): string {
  if (cut === 'too-large') return `it is larger than ${Math.round(maxBytes / 1_000_000)} MB`;
  return reason === undefined ? 'it ended early' : `it ended early: ${networkError(url, reason).message}`;
}
