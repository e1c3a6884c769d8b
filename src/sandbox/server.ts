import { createServer as createPlainServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A request with its body read; `query` keys and values are decoded. */
export interface StandInRequest {
  readonly method: string;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface StandInResponse {
  readonly status: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** Answers one request: the whole of a stand-in is one such function over its own state. */
export type Handler = (request: StandInRequest) => StandInResponse | Promise<StandInResponse>;

/** A deliberate failure of the next `times` requests that match. */
export interface Fault {
  readonly method?: string;
  readonly path?: RegExp;
  /** Default 1. */
  readonly times?: number;
  /** Answer this instead of asking the handler. */
  readonly respond?: StandInResponse;
  /** Answers in the handler's place, which it may ask: for an answer that is altered, or one whose work is undone. */
  readonly through?: (request: StandInRequest, handle: Handler) => StandInResponse | Promise<StandInResponse>;
  /** Cut the connection: before the handler runs, or after it has (the write happened, the answer is lost). */
  readonly reset?: 'before' | 'after';
  /** Cut the connection in the middle of the answer's body. */
  readonly cut?: true;
  /** The answer's body comes byte by byte, so many milliseconds apart. */
  readonly trickleMs?: number;
  readonly delayMs?: number;
}

export interface StandInServer {
  readonly url: string;
  readonly port: number;
  /** Every request so far, oldest first, without bodies. */
  readonly log: readonly { method: string; path: string; query: string; status: number }[];
  fault(fault: Fault): void;
  /** Asks for a fault at every request that no programmed one is for; the last caller is asked. */
  disturb(pick: (request: StandInRequest) => Fault | undefined): void;
  /** Ends both kinds. */
  clearFaults(): void;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Plain HTTP without it. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** 0: any free port. */
  readonly port?: number;
  /** How long every answer takes, what the stand-in computes for it included; more only where that takes longer. Shows what latency costs. */
  readonly latencyMs?: number;
  /** How a late answer waits; for tests that do not want to. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** Sees every exchange whole; for contract checks in tests. */
  readonly onExchange?: (request: StandInRequest, response: StandInResponse) => void;
}

interface LiveFault extends Fault {
  left: number;
}

/** Serves a handler on loopback, with programmable faults. */
export async function serve(handler: Handler, options: ServeOptions = {}): Promise<StandInServer> {
  const faults: LiveFault[] = [];
  const log: { method: string; path: string; query: string; status: number }[] = [];
  let pick: ((request: StandInRequest) => Fault | undefined) | undefined;

  const takeFault = (request: StandInRequest): Fault | undefined => {
    const { method, path } = request;
    const fault = faults.find(
      (f) =>
        f.left > 0 && (f.method === undefined || f.method === method) && (f.path === undefined || f.path.test(path)),
    );
    if (!fault) return pick?.(request);
    fault.left -= 1;
    return fault;
  };

  const listener: Parameters<typeof createPlainServer>[1] = async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    // Cut by hand: URL would take `//x` for a host and resolve `..`, which the vendors' servers do not.
    const [path, search] = splitAt(incoming.url ?? '/', '?');
    const request: StandInRequest = {
      method: incoming.method ?? 'GET',
      path,
      query: new URLSearchParams(search),
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    const fault = takeFault(request);
    const sleep = options.sleep ?? delay;
    if (fault?.delayMs) await sleep(fault.delayMs);
    const travel = options.latencyMs ? sleep(options.latencyMs) : undefined;
    if (fault?.reset === 'before') {
      incoming.socket.destroy();
      return;
    }
    const response = fault?.respond ?? (await (fault?.through?.(request, handler) ?? handler(request)));
    log.push({ method: request.method, path: request.path, query: search, status: response.status });
    options.onExchange?.(request, response);
    await travel;
    if (fault?.reset === 'after') {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(response.status, response.headers);
    const body = Buffer.from(response.body ?? '');
    if (fault?.cut) {
      outgoing.write(body.subarray(0, body.length / 2), () => incoming.socket.destroy());
      return;
    }
    if (fault?.trickleMs !== undefined) await trickle(outgoing, body, fault.trickleMs);
    outgoing.end(fault?.trickleMs === undefined ? body : undefined);
  };
  const guarded: typeof listener = (incoming, outgoing) => {
    void Promise.resolve(listener(incoming, outgoing)).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' });
      outgoing.end(`stand-in failure: ${String(error)}`);
    });
  };

  const server = options.tls ? createTlsServer({ ...options.tls }, guarded) : createPlainServer(guarded);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    log,
    fault: (fault) => faults.push({ ...fault, left: fault.times ?? 1 }),
    disturb(asked) {
      pick = asked;
    },
    clearFaults() {
      faults.splice(0);
      pick = undefined;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Until the body is written or nobody reads it any more. */
async function trickle(outgoing: ServerResponse, body: Buffer, ms: number): Promise<void> {
  for (let at = 0; at < body.length && !outgoing.destroyed; at += 1) {
    outgoing.write(body.subarray(at, at + 1));
    await delay(ms);
  }
}

/** The text before the first `mark`, and from it on; the second is empty where there is none. */
function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
