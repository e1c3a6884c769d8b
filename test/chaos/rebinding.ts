import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFetcher } from '../../src/sources/fetch.ts';
import type { Resolve } from '../../src/sources/web/address.ts';
import type { Chance } from './random.ts';

/** Addresses inside a network, as a hostile name server would give them. */
const INSIDE = ['127.0.0.1', '10.0.0.7', '192.168.1.1', '169.254.169.254', '::1', 'fd00:ec2::254'];
/** Never connected to: no answer has it alone. */
const OUTSIDE = '93.184.216.34';

/** A server on this machine, which stands for everything that is inside, and a name server that leads there. */
export interface Trap {
  readonly port: number;
  /** Names have other addresses at every question; those of this machine hide among a public one. */
  readonly resolve: Resolve;
  /** How many requests have come. */
  reached(): number;
  asked(): number;
  close(): void;
}

export async function openTrap(chance: Chance): Promise<Trap> {
  let reached = 0;
  let asked = 0;
  const server = createServer((_, response) => {
    reached += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    reached: () => reached,
    asked: () => asked,
    async resolve() {
      asked += 1;
      const inside = chance.pick(INSIDE, 'address', asked);
      const answer = (address: string) => ({ address, family: address.includes(':') ? 6 : 4 });
      const kind = chance.between(0, 2, 'answer', asked);
      return kind === 0
        ? [answer(inside)]
        : kind === 1
          ? [answer(OUTSIDE), answer(inside)]
          : [answer(inside), answer(OUTSIDE)];
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Fetches so many feeds of such names. */
export async function rebind({ port, resolve }: Trap, times: number): Promise<void> {
  const fetcher = createFetcher({ connectMs: 50, pauseMs: 0, sleep: async () => undefined, resolve });
  try {
    for (let i = 0; i < times; i += 1) {
      await fetcher.fetch(`http://feed-${i}.example:${port}/rss`, { maxBytes: 1000 }).catch(() => undefined);
    }
  } finally {
    await fetcher.close();
  }
}
