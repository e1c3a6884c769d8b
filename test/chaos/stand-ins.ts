import { once } from 'node:events';
import { startSandbox } from '../../src/sandbox/index.ts';
import { envOf } from './harness.ts';
import { openIdentityEndpoint } from './identity.ts';
import { kindOf } from './requests.ts';

/** Asked by the process that started this one; each is answered with `done`. */
export type Order =
  /** The next list of Splunk's saved searches fails once; a run gets over that by itself. */
  | 'fault'
  /** Everything that is remembered of earlier runs and compared with nothing is dropped. */
  | 'forget';

/**
 * Azure keeps a managed identity's token for about a day, which is 48 runs ("Limitation of using managed identities for authorization",
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations). The
 * client library renews what lives for less than five minutes, so that these are used for twelve seconds: about as many.
 */
const TOKEN_LIFETIME_S = 312;

/** The stand-ins and an identity endpoint in a process of their own, so that the memory of another one is not theirs. */
export async function main(): Promise<void> {
  const sandbox = await startSandbox();
  const identity = await openIdentityEndpoint(TOKEN_LIFETIME_S);
  identity.serve(sandbox);
  const { servers, states } = sandbox;
  const orders: Readonly<Record<Order, () => void>> = {
    fault() {
      let isDone = false;
      servers.splunk.disturb((request) => {
        if (isDone || kindOf(request) !== 'splunk list') return undefined;
        isDone = true;
        return { respond: { status: 503, headers: { 'retry-after': '1' } } };
      });
    },
    forget() {
      for (const { log } of Object.values(servers)) (log as unknown[]).splice(0);
      states.splunk.events.splice(0);
      for (const [stream, rows] of Object.entries(states.azure.ingested)) {
        const all = rows as Record<string, unknown>[];
        const newest = new Map(all.map((row) => [row['HuntKey'] ?? row['ArticleId'] ?? row['IndicatorId'], row]));
        states.azure.ingested[stream] = [...newest.values()];
      }
    },
  };
  process.on('message', (order: Order) => {
    orders[order]();
    process.send?.('done');
  });
  process.send?.({ ...envOf(sandbox), ...identity.env });
  await once(process, 'disconnect');
  identity.close();
  await sandbox.close();
}
