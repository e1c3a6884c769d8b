import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFetcher } from '../../src/sources/fetch.ts';
import type { Chance } from './random.ts';

/** Addresses inside a network, as a hostile name server would give them. */
const INSIDE = ['127.0.0.1', '10.0.0.7', '192.168.1.1', '169.254.169.254', '::1', 'fd00:ec2::254'];
/** Never connected to: no answer has it alone. */
const OUTSIDE = '93.184.216.34';

/**
 * Feeds of names whose addresses change between questions, and hide among a public one. Counts the requests that reached a server on this machine, which stands
 * for everything that is inside.
 */
export async function rebind(chance: Chance, times: number): Promise<{ fetches: number; reached: number }> {
  let reached = 0;
  const trap = createServer((_, response) => {
    reached += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  const { port } = trap.address() as AddressInfo;
  let asked = 0;
  const fetcher = createFetcher({
    connectMs: 50,
    pauseMs: 0,
    sleep: async () => undefined,
    resolve: async () => {
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
  });
  try {
    for (let i = 0; i < times; i += 1) {
      await fetcher.fetch(`http://feed-${i}.example:${port}/rss`, { maxBytes: 1000 }).catch(() => undefined);
    }
  } finally {
    await fetcher.close();
    trap.close();
    trap.closeAllConnections();
  }
  return { fetches: times, reached };
}
