import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A proxy on loopback that alone knows where names are. */
export interface TestProxy {
  readonly url: string;
  /** What it was asked for: `CONNECT splunk.test:8089`, `GET http://feed.test/`. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface TestProxyOptions {
  /** Ports on loopback, by the name that they have for clients. */
  readonly hosts: Readonly<Record<string, number>>;
  /** `user:password`; anybody may use it where not given. */
  readonly login?: string;
}

/** Opens tunnels (CONNECT) and forwards requests with an absolute address, to the named hosts only. */
export async function startProxy({ hosts, login }: TestProxyOptions): Promise<TestProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => sockets.add(socket.on('error', () => {}));
  const isWelcome = (header: string | undefined) =>
    login === undefined || header === `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '');
    asked.push(`${incoming.method} ${incoming.url}`);
    const port = hosts[url.hostname];
    if (!isWelcome(incoming.headers['proxy-authorization']) || port === undefined) {
      outgoing.writeHead(port === undefined ? 502 : 407).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const onward = request({ host: '127.0.0.1', port, path: url.pathname + url.search, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, inward: Socket) => {
    keep(inward);
    asked.push(`CONNECT ${incoming.url}`);
    const port = hosts[incoming.url?.split(':')[0] ?? ''];
    if (!isWelcome(incoming.headers['proxy-authorization']) || port === undefined) {
      inward.end(`HTTP/1.1 ${port === undefined ? '502 Bad Gateway' : '407 Proxy Authentication Required'}\r\n\r\n`);
      return;
    }
    const outward = connect(port, '127.0.0.1', () => {
      inward.write('HTTP/1.1 200 Connection established\r\n\r\n');
      inward.pipe(outward).pipe(inward);
    });
    keep(outward);
  });
  server.on('connection', keep);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}
