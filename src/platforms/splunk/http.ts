import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Socket } from 'node:net';
import { notSplunkd, type RawResponse, refusal, SplunkError, unanswered } from './errors.ts';
import { type Clockwork, retrying } from './retry.ts';
import type { SdkMessage, SdkResponse } from './sdk.ts';

export interface HttpOptions {
  /** For messages: scheme, host and port. */
  readonly origin: string;
  /** PEM of the only authorities that are trusted; the system's own without it. */
  readonly ca: string | undefined;
  readonly insecureSkipVerify: boolean;
  /** The longest silence on a connection, in milliseconds. */
  readonly timeoutMs: number;
  readonly world: Clockwork;
}

/** What is injected into the SDK in place of its own HTTP layer (which does not verify TLS, retry, or throw errors). */
export interface Http {
  makeRequest(url: string, message: SdkMessage): Promise<SdkResponse>;
  /** Runs SDK calls under a signal, which the SDK itself has no way to pass on. */
  under<T>(signal: AbortSignal | undefined, calls: () => Promise<T>): Promise<T>;
  /** Requests sent so far, retries included. */
  requests(): number;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** How many times the longest silence a whole answer may take. */
const PATIENCE = 10;
/** A page of 1,000 saved searches of 65 kB each is 65 MB. */
const MAX_RESPONSE_BYTES = 128 * 1024 * 1024;

/** POSTs that leave the same state however often they run: an update of a saved search, a log-in, a parse. */
const REPEATABLE_POST = /\/(saved\/searches\/[^/]+\/?|auth\/login|search\/v2\/parser)$/;

export function createHttp(options: HttpOptions): Http {
  const { origin, world } = options;
  const agent = new Agent({ keepAlive: true, ca: options.ca, rejectUnauthorized: !options.insecureSkipVerify });
  const signals = new AsyncLocalStorage<AbortSignal | undefined>();
  let sent = 0;

  const attempt = async (url: URL, message: SdkMessage, signal: AbortSignal | undefined): Promise<SdkResponse> => {
    sent += 1;
    const started = world.now().getTime();
    const raw = await exchange(url, message, agent, options.timeoutMs, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error instanceof SplunkError ? error : unanswered(origin, error);
    });
    const took = world.now().getTime() - started;
    world.log.debug(`${message.method} ${url.pathname} ${raw.statusCode} in ${took} ms`);
    if (raw.statusCode >= 300) throw refusal(origin, raw, world.now());
    return accept(origin, raw);
  };

  return {
    async makeRequest(address, message) {
      const url = new URL(address);
      const signal = signals.getStore();
      const repeatable = message.method !== 'POST' || REPEATABLE_POST.test(url.pathname);
      return repeatable ? retrying(() => attempt(url, message, signal), world, signal) : attempt(url, message, signal);
    },
    under: (signal, calls) => signals.run(signal, calls),
    requests: () => sent,
    close: () => agent.destroy(),
  };
}

/** The SDK's own form of a response; a body that is not JSON is an error, only "no content" may be empty. */
function accept(origin: string, raw: RawResponse): SdkResponse {
  const data = raw.statusCode === 204 ? {} : parseObject(raw);
  if (data === undefined) throw notSplunkd(origin, raw);
  return { response: raw, status: raw.statusCode, data, error: null };
}

function parseObject({ headers, text }: RawResponse): object | undefined {
  if (!String(headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}

/** One request and its whole answer. Rejects with Node's own errors, and with ETIMEDOUT or ECONNTIMEOUT for a silence. */
async function exchange(
  url: URL,
  { method, headers, body }: SdkMessage,
  agent: Agent,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<RawResponse> {
  const form = method === 'POST' ? (body ?? '') : undefined;
  const outgoing = request(url, {
    agent,
    method,
    headers: {
      ...headers,
      Accept: 'application/json',
      'User-Agent': 'huntsync',
      ...(form === undefined ? {} : { 'Content-Length': Buffer.byteLength(form) }),
    },
    ...(signal ? { signal } : {}),
  });
  // Without a listener, a connection that is lost while the body is read would be an uncaught exception.
  outgoing.on('error', () => {});
  const silence = watchForSilence(outgoing, timeoutMs);
  try {
    outgoing.end(form);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const text = await readText(incoming);
    return { statusCode: incoming.statusCode ?? 0, headers: incoming.headers, text };
  } catch (error) {
    throw silence.error ?? error;
  } finally {
    silence.stop();
  }
}

/** Ends a request that does not connect, or on whose connection nothing moves. */
function watchForSilence(outgoing: ClientRequest, timeoutMs: number): { error?: Error; stop(): void } {
  const watch: { error?: Error; stop(): void } = {
    stop: () => {
      clearTimeout(connecting);
      clearTimeout(whole);
    },
  };
  const end = (code: string, message: string) => {
    watch.error = Object.assign(new Error(message), { code });
    outgoing.destroy(watch.error);
  };
  const connectMs = Math.min(CONNECT_TIMEOUT_MS, timeoutMs);
  const connecting = setTimeout(() => end('ECONNTIMEOUT', `no connection within ${connectMs} ms`), connectMs);
  // A server that sends a byte now and then is never silent, and never done.
  const wholeMs = timeoutMs * PATIENCE;
  const whole = setTimeout(() => end('ETIMEDOUT', `no whole answer within ${wholeMs} ms`), wholeMs);
  outgoing.once('socket', (socket: Socket) => {
    if (outgoing.reusedSocket) clearTimeout(connecting);
    else socket.once('secureConnect', () => clearTimeout(connecting));
  });
  outgoing.setTimeout(timeoutMs, () => end('ETIMEDOUT', `no answer within ${timeoutMs} ms`));
  return watch;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_RESPONSE_BYTES)
      throw new SplunkError(`splunkd's answer is larger than ${MAX_RESPONSE_BYTES} bytes`, {});
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
