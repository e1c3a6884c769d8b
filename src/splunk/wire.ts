import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import type { Socket } from 'node:net';
import { type RawResponse, SplunkError, unanswered } from './errors.ts';
import type { Clockwork } from './retry.ts';

export interface WireOptions {
  /** For messages: scheme, host and port. */
  readonly origin: string;
  /** PEM of the only authorities that are trusted; the system's own without it. */
  readonly ca: string | undefined;
  readonly insecureSkipVerify: boolean;
  /** The longest silence on a connection, in milliseconds. */
  readonly timeoutMs: number;
  readonly world: Clockwork;
  /** Configuration key that holds the address, for remedies. Default: `url`. */
  readonly setting?: string;
}

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One of Splunk's HTTPS ports. */
export interface Wire {
  /** One request and its whole answer, whatever its status. Throws SplunkError where there is none. */
  send(url: URL, message: Outgoing, signal: AbortSignal | undefined): Promise<RawResponse>;
  /** Requests sent so far. */
  requests(): number;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** How many times the longest silence a whole answer may take. */
const PATIENCE = 10;
/** A page of 1,000 saved searches of 65 kB each is 65 MB. */
const MAX_RESPONSE_BYTES = 128 * 1024 * 1024;

export function createWire(options: WireOptions): Wire {
  const { origin, world } = options;
  const agent = new Agent({ keepAlive: true, ca: options.ca, rejectUnauthorized: !options.insecureSkipVerify });
  let sent = 0;
  return {
    async send(url, message, signal) {
      signal?.throwIfAborted();
      sent += 1;
      const started = world.now().getTime();
      const raw = await exchange(url, message, agent, options.timeoutMs, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        throw error instanceof SplunkError ? error : unanswered(origin, error, options.setting);
      });
      const took = world.now().getTime() - started;
      world.log.debug(`${message.method} ${url.pathname} ${raw.statusCode} in ${took} ms`);
      return raw;
    },
    requests: () => sent,
    close: () => agent.destroy(),
  };
}

/** One request and its whole answer. Rejects with Node's own errors, and with ETIMEDOUT or ECONNTIMEOUT for a silence. */
async function exchange(
  url: URL,
  { method, headers, body }: Outgoing,
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
