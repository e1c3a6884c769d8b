import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, type Dispatcher, request } from 'undici';
import { checkLiteral, createLookup, type Resolve } from './web/address.ts';
import { type Cut, decompress, readCapped } from './web/body.ts';
import { FetchError, networkError, statusError } from './web/errors.ts';
import { createPoliteness } from './web/polite.ts';

/** What a server said of a document, to ask it later whether there is anything new (RFC 9110, 8.8). */
export interface Validators {
  /** The address that said so, after redirects: no other is asked with them. */
  readonly url: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface FetchOptions {
  /** Sent to the first address; `authorization` never follows a redirect to another origin. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Cap of the body as sent and as decompressed. */
  readonly maxBytes: number;
  /** Lifts the rule about private addresses, and nothing else. */
  readonly allowPrivateAddresses?: boolean;
  readonly validators?: Validators | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedDocument {
  readonly status: 'ok';
  readonly body: Buffer;
  /** The body is only a beginning: complete things in it may be used, absence in it means nothing. */
  readonly cut?: Cut;
  readonly cutReason?: string;
  readonly contentType: string | undefined;
  /** The `Link` header (RFC 8288). */
  readonly link: string | undefined;
  readonly validators: Validators;
  /** Where the document has moved to for good, if all redirects on the way said so. */
  readonly movedTo?: string;
}

export type Fetched = FetchedDocument | { readonly status: 'notModified' };

/**
 * Gets one document from a stranger's server.
 * @throws FetchError with a message for people; the abort reason where `signal` aborts.
 */
export type Fetch = (url: string, options: FetchOptions) => Promise<Fetched>;

export interface FetcherOptions {
  /** Milliseconds; connecting, waiting for the next byte, and all of one request. */
  readonly connectMs?: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
  readonly overall?: number;
  readonly perHost?: number;
  readonly pauseMs?: number;
  /** The longest `Retry-After` that is waited for. */
  readonly maxRetryAfterMs?: number;
  /** For tests: how names become addresses. */
  readonly resolve?: Resolve;
  readonly now?: () => Date;
}

/** One way to the web for all feeds: it holds the connections and each host's turn. */
export interface Fetcher {
  readonly fetch: Fetch;
  /** Ends idle connections. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/json;q=0.9, ' +
  'application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5';

/** What one address answered: a document, a place to look instead, or when to come again. */
type Hop = Fetched | { readonly status: 'redirect'; readonly to: string; readonly lasting: boolean };

/**
 * A fetch that is bounded in time, size, redirects and requests a host, that never connects to an address which was not
 * checked, and that sends no cookies and no credentials out of URLs.
 */
export function createFetcher(options: FetcherOptions = {}): Fetcher {
  const { connectMs = 10_000, idleMs = 20_000, totalMs = 60_000, maxRetryAfterMs = 60_000 } = options;
  const now = options.now ?? (() => new Date());
  const { overall = 8, perHost = 2, pauseMs = 250 } = options;
  const polite = createPoliteness({ overall, perHost, pauseMs });
  const agentFor = (allowPrivate: boolean): Agent =>
    new Agent({
      connect: { lookup: createLookup(allowPrivate, options.resolve), timeout: connectMs },
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
      keepAliveTimeout: 2_000,
      keepAliveMaxTimeout: 10_000,
    });
  // Connections are not shared between the two: a checked name never rides on an unchecked connection.
  const agents = { guarded: agentFor(false), open: agentFor(true) };

  async function fetch(start: string, given: FetchOptions): Promise<Fetched> {
    let url = webUrl(start);
    let headers = given.headers ?? {};
    let lasting = true;
    for (let redirects = 0; ; redirects += 1) {
      const hop = await patiently(url, headers, given);
      if (hop.status === 'notModified') return hop;
      if (hop.status === 'ok') return redirects > 0 && lasting ? { ...hop, movedTo: url.href } : hop;
      if (redirects === MAX_REDIRECTS) throw new FetchError(`${start} redirects more than ${MAX_REDIRECTS} times.`);
      const next = webUrl(hop.to, url);
      if (next.origin !== url.origin) headers = withoutAuthorization(headers);
      lasting &&= hop.lasting;
      url = next;
    }
  }

  /** One hop; where the server says when to come again, and that is soon, it is asked once more. */
  async function patiently(url: URL, headers: Readonly<Record<string, string>>, given: FetchOptions): Promise<Hop> {
    try {
      return await polite(url.host, given.signal, () => hop(url, headers, given));
    } catch (error) {
      const wait = error instanceof FetchError ? error.retryAfterMs : undefined;
      if (wait === undefined || wait > maxRetryAfterMs) throw error;
      await sleep(wait, undefined, given.signal ? { signal: given.signal } : {});
      return polite(url.host, given.signal, () => hop(url, headers, given));
    }
  }

  async function hop(url: URL, headers: Readonly<Record<string, string>>, given: FetchOptions): Promise<Hop> {
    const allowPrivate = given.allowPrivateAddresses ?? false;
    checkLiteral(url, allowPrivate);
    const deadline = AbortSignal.timeout(totalMs);
    const signal = given.signal ? AbortSignal.any([given.signal, deadline]) : deadline;
    const asked = conditional(url, given.validators);
    try {
      const answer = await request(url, {
        dispatcher: allowPrivate ? agents.open : agents.guarded,
        headers: {
          'user-agent': 'huntsync',
          accept: ACCEPT,
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
          ...asked,
        },
        signal,
      });
      return await take(url, answer, Object.keys(asked).length > 0, given);
    } catch (error) {
      given.signal?.throwIfAborted();
      throw networkError(url, error);
    }
  }

  async function take(url: URL, answer: Dispatcher.ResponseData, asked: boolean, given: FetchOptions): Promise<Hop> {
    const { statusCode: status, headers, body } = answer;
    const read = async () => readCapped(body, given.maxBytes);
    if (status < 200 || status > 299) {
      // Nobody reads what comes with a refusal; a bounded part is taken so that the connection can be used again.
      await body.dump({ limit: 65_536 });
      if (status === 304 && asked) return { status: 'notModified' };
      const to = headerOf(headers, 'location');
      if ([301, 302, 303, 307, 308].includes(status) && to) {
        return { status: 'redirect', to, lasting: status === 301 || status === 308 };
      }
      throw statusError(url, status, headerOf(headers, 'retry-after'), now());
    }
    const raw = await read();
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

  return {
    fetch,
    async close() {
      await Promise.all([agents.guarded.close(), agents.open.close()]);
    },
  };
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

function conditional(url: URL, validators: Validators | undefined): Record<string, string> {
  if (validators?.url !== url.href) return {};
  return {
    ...(validators.etag ? { 'if-none-match': validators.etag } : {}),
    ...(validators.lastModified ? { 'if-modified-since': validators.lastModified } : {}),
  };
}

function withoutAuthorization(headers: Readonly<Record<string, string>>): Record<string, string> {
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
