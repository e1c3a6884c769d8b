import type { Borrowed } from '../config/allowed-secrets.ts';
import type { AzureAuth } from './auth.ts';
import { CLOUDS, type Cloud } from './clouds.ts';

/** What a platform of Azure says of signing in, and of where its tokens go. */
interface SignedIn {
  readonly auth: AzureAuth;
  readonly endpoint?: string | undefined;
  readonly records?:
    | {
        readonly endpoint: string;
        readonly queryEndpoint?: string | undefined;
        readonly threatIntelligence: boolean | { readonly endpoint: string };
      }
    | undefined;
}

/** Azure's own hosts that tokens are for. */
const OWN: ReadonlySet<string> = new Set(
  Object.values<Cloud>(CLOUDS)
    .flatMap(({ arm, query, intelligence, graph }) => [arm, query, intelligence ?? [], graph].flat())
    .map((address) => new URL(address).hostname),
);
/** Microsoft answers at all of these (https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview). */
const INGESTION = /\.ingest\.monitor\.azure\.(?:com|us|cn)$/;

/** What a platform signs in with that its configuration does not hold. */
export function borrowedByAzure({ auth, endpoint, records }: SignedIn): Borrowed {
  if (typeof auth === 'object' && !('managedIdentityClientId' in auth)) {
    return 'certificatePath' in auth ? { secretFile: auth.certificatePath } : {};
  }
  const { threatIntelligence } = records ?? {};
  const intelligence = typeof threatIntelligence === 'object' ? threatIntelligence.endpoint : undefined;
  const addresses = [endpoint, records?.endpoint, records?.queryEndpoint, intelligence];
  return { identityTo: addresses.filter((address) => address !== undefined).find((address) => !isOwn(address)) };
}

/**
 * The identity that a platform as it is written signs in as: one identity reaches what it was given, whichever file uses it. Undefined for a
 * token, which tells of none.
 */
export function azureIdentityOf({ auth = 'default' }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof auth === 'string') return OF_MACHINE[auth];
  if (typeof auth !== 'object' || auth === null) return undefined;
  const { clientId, managedIdentityClientId: managed } = auth as Readonly<Record<string, unknown>>;
  if (typeof managed === 'string') return `the managed identity ${managed}`;
  return typeof clientId === 'string' ? `the application ${clientId}` : undefined;
}

const OF_MACHINE: Readonly<Record<string, string>> = {
  default: "huntsync's own identity (auth: default)",
  managedIdentity: "this machine's managed identity",
  workloadIdentity: "huntsync's workload identity",
};

function isOwn(address: string): boolean {
  const { hostname } = new URL(address);
  return OWN.has(hostname) || INGESTION.test(hostname);
}
