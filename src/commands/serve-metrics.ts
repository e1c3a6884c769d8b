import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../core/errors.ts';

/** The metrics of the last run, for whoever asks on this machine. */
export interface MetricsServer {
  readonly port: number;
  /** What is answered from now on: Prometheus' text format. */
  show(text: string): void;
  close(): Promise<void>;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Answers GET /metrics on loopback, and nothing else. A browser that was led here by a name of somebody else's is refused: the host has to
 * be this machine's. Throws UsageError where the port is no port or taken.
 *
 * @param port 0: any free one.
 */
export async function serveMetrics(port: string): Promise<MetricsServer> {
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number > 65_535) {
    throw new UsageError(`--metrics-port ${port} is not a port.`, 'Give a number up to 65535, such as 9464.');
  }
  let text = '';
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': TEXT_FORMAT, connection: 'close', ...headers });
      response.end(body);
    };
    request.resume();
    if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/i.test(request.headers.host ?? '')) answer(403, '');
    else if (request.url?.split('?')[0] !== '/metrics') answer(404, '');
    else if (request.method !== 'GET') answer(405, '', { allow: 'GET' });
    else answer(200, text);
  });
  server.requestTimeout = 5_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new UsageError(`--metrics-port ${port} cannot be used: ${error.message}`, 'Give another port.')),
    );
    server.listen(number, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    show(shown) {
      text = shown;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
