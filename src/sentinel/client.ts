import { createEntraClient, type EntraClient } from '../azure/client.ts';
import type { ConnectionDeps } from '../core/connection.ts';
import { type CloudEndpoints, endpointsOf } from './cloud.ts';
import type { SentinelConfig } from './config.ts';
import { SENTINEL_ADVICE } from './remedies.ts';

/** The only way to Azure. Every failure is a PlatformError. */
export interface AzureClient extends EntraClient {
  readonly endpoints: CloudEndpoints;
}

/** Nothing is read or loaded before the first request. */
export function createAzureClient(config: SentinelConfig, deps: ConnectionDeps): AzureClient {
  const { auth, ca, timeoutSeconds, deadlineSeconds } = config;
  const endpoints = endpointsOf(config.cloud, config.endpoint);
  const { authorityHost, scope } = endpoints;
  const client = createEntraClient(
    { auth, ca, authorityHost, scope, timeoutSeconds, deadlineSeconds, advice: SENTINEL_ADVICE },
    deps,
  );
  return { ...client, endpoints };
}
