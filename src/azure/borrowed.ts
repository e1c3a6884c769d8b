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

function isOwn(address: string): boolean {
  const { hostname } = new URL(address);
  return OWN.has(hostname) || INGESTION.test(hostname);
}
