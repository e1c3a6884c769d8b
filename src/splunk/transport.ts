import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Socket } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import type { ConnectionDeps } from '../core/connection.ts';
import { createHttpsAgent } from '../core/https-agent.ts';
import { type RawResponse, SplunkError, unanswered } from './errors.ts';

export interface TransportOptions {
  /** Address of the port; a path in it (a reverse proxy's) goes before that of every request. */
  readonly url: string;
  /** PEM of the only authorities that are trusted; the system's own without it. */
  readonly ca: string | undefined;
  readonly insecureSkipVerify: boolean;
  /** The longest silence on a connection, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest time of one request and its whole answer, in milliseconds. */
  readonly deadlineMs: number;
  readonly deps: ConnectionDeps;
  /** Configuration key that holds the address, for remedies. Default: `url`. */
  readonly setting?: string;
}

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** An answer in the form that splunk-sdk's `Http.makeRequest` is to return. */
export interface Answer<T> {
  readonly response: RawResponse;
  readonly status: number;
  readonly data: T;
  readonly error: null;
}

/** One request and its whole answer. Of the address only path and query count. Throws SplunkError. */
export type Send<T> = (address: string, message: Outgoing) => Promise<Answer<T>>;

/** One of Splunk's HTTPS ports: verified, kept alive, with limits of time and size; no redirect is followed. */
export interface Transport<T> {
  /** Scheme, host and port, for messages. */
  readonly origin: string;
  /** Sends requests that end with the signal. */
  sender(signal: AbortSignal | undefined): Send<T>;
  /** Requests sent so far. */
  requests(): number;
  close(): void;
}

/** A connection is there, or refused, long before an answer has to be: this part of what an answer may take. */
const CONNECT_SHARE = 1 / 3;
/** A page of 1,000 saved searches of 65 kB each is 65 MB. */
const MAX_RESPONSE_BYTES = 128 * 1024 * 1024;

/** @param read what an answer carries, whatever its status; throws SplunkError where that is not a success. */
export function createTransport<T>(
  options: TransportOptions,
  read: (raw: RawResponse, path: string, message: Outgoing) => T,
): Transport<T> {
  const { deps, setting } = options;
  const { origin, pathname } = new URL(options.url);
  const { hostname, port } = urlToHttpOptions(new URL(origin));
  const base = pathname.replace(/\/+$/, '');
  const trust = { ca: options.ca, rejectUnauthorized: !options.insecureSkipVerify };
  const agent = createHttpsAgent(trust, deps.proxy?.proxyFor(new URL(origin)));
  let sent = 0;
  return {
    origin,
    sender: (signal) =>
      async function send(address, message) {
        signal?.throwIfAborted();
        const { pathname: path, search } = new URL(address, origin);
        const { method, headers, body = '' } = message;
        const form = method === 'POST' ? body : undefined;
        const length = form === undefined ? {} : { 'Content-Length': Buffer.byteLength(form) };
        const started = deps.now().getTime();
        sent += 1;
        let raw: RawResponse;
        try {
          const outgoing = request({
            hostname,
            port,
            path: base + path + search,
            agent,
            method,
            headers: { ...headers, Accept: 'application/json', 'User-Agent': 'huntsync', ...length },
            ...(signal ? { signal } : {}),
          });
          raw = await answerTo(outgoing, form, options);
        } catch (error) {
          signal?.throwIfAborted();
          throw error instanceof SplunkError ? error : unanswered(origin, error, setting);
        }
        deps.log.debug(`${method} ${path} ${raw.statusCode} in ${deps.now().getTime() - started} ms`);
        return { response: raw, status: raw.statusCode, data: read(raw, path, message), error: null };
      },
    requests: () => sent,
    close: () => agent.destroy(),
  };
}

/** Sends the body and reads the answer. Rejects with Node's own errors, and with ETIMEDOUT or ECONNTIMEOUT for a silence. */
async function answerTo(
  outgoing: ClientRequest,
  body: string | Buffer | undefined,
  patience: Patience,
): Promise<RawResponse> {
  // Without a listener, a connection that is lost while the body is read would be an uncaught exception.
  outgoing.on('error', () => {});
  const silence = watchForSilence(outgoing, patience);
  try {
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const text = await readText(incoming);
    return { statusCode: incoming.statusCode ?? 0, headers: incoming.headers, text };
  } catch (error) {
    throw silence.error ?? error;
  } finally {
    silence.stop();
  }
}

type Patience = Pick<TransportOptions, 'timeoutMs' | 'deadlineMs'>;

/** Aborts a request that does not connect, whose connection is silent for too long, or whose answer does not end. */
function watchForSilence(
  outgoing: ClientRequest,
  { timeoutMs, deadlineMs }: Patience,
): { error?: Error; stop(): void } {
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
  const connectMs = timeoutMs * CONNECT_SHARE;
  const connecting = setTimeout(
    () => end('ECONNTIMEOUT', `no connection within ${Math.ceil(connectMs)} ms`),
    connectMs,
  );
  // A server that sends a byte now and then is never silent, but never done.
  const late = () => end('ETIMEDOUT', `no whole answer within ${deadlineMs / 1000} s (deadlineSeconds)`);
  const whole = setTimeout(late, deadlineMs);
  outgoing.once('socket', (socket: Socket) => {
    if (outgoing.reusedSocket) clearTimeout(connecting);
    else socket.once('secureConnect', () => clearTimeout(connecting));
  });
  outgoing.setTimeout(timeoutMs, () => end('ETIMEDOUT', `no answer within ${timeoutMs} ms`));
  return watch;
}

function readText(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_RESPONSE_BYTES) chunks.push(chunk);
      else incoming.destroy(new SplunkError(`splunkd's answer is larger than ${MAX_RESPONSE_BYTES} bytes`, {}));
    });
    incoming.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    incoming.once('error', reject);
    incoming.once('close', () => {
      if (!incoming.readableEnded) reject(cutShort());
    });
  });
}

/** A connection that ended in the middle of an answer, as Node tells of it where it tells at all. */
function cutShort(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}
