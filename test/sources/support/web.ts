import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createFetcher, type FetcherOptions } from '../../../src/sources/fetch.ts';
import { HANG_MS } from '../../support/hang.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Web {
  readonly url: string;
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Replaces what is served. */
  serve(handler: Handler): void;
}

/** A real server on loopback, gone with its test. */
export async function startWeb(handler: Handler): Promise<Web> {
  let current = handler;
  const requests: Web['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    response.on('error', () => {});
    current(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    serve(next) {
      current = next;
    },
  };
}

/** The real fetcher, impatient enough for tests, closed with its test. */
export function testFetcher(options: FetcherOptions = {}) {
  const fetcher = createFetcher({ pauseMs: 0, totalMs: HANG_MS, idleMs: HANG_MS, connectMs: HANG_MS, ...options });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

export function send(body: string | Buffer, headers: Record<string, string> = {}, status = 200): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/rss+xml; charset=utf-8', ...headers });
    response.end(body);
  };
}
