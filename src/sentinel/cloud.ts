import { CLOUDS } from '../azure/clouds.ts';
import type { SentinelConfig } from './config.ts';

/** Where one cloud's sign-in and Azure Resource Manager are. */
export interface CloudEndpoints {
  /** Azure Resource Manager, without a final slash. */
  readonly arm: string;
  /** Microsoft Entra's sign-in host. */
  readonly authorityHost: string;
  /** Scope of a token for Azure Resource Manager. */
  readonly scope: string;
}

/** Endpoints for records of one cloud, with the audiences of their tokens. */
export interface RecordEndpoints {
  /** Log Analytics query API, without a version. */
  readonly query: string;
  readonly queryScope: string;
  /** Audience of the Logs Ingestion API; its client adds `/.default`. */
  readonly ingestionAudience: string;
  /** Threat-intelligence upload API; null in a cloud for which none is documented. Its audience is Azure Resource Manager's. */
  readonly intelligence: string | null;
}

/** A cloud's endpoints for records. Overrides move the requests, not the audiences. */
export function recordEndpointsOf(
  cloud: SentinelConfig['cloud'],
  overrides: { readonly query?: string | undefined; readonly intelligence?: string | undefined } = {},
): RecordEndpoints {
  const known = CLOUDS[cloud];
  const bare = (url: string) => url.replace(/\/+$/, '');
  return {
    query: bare(overrides.query ?? known.query).replace(/\/v1$/, ''),
    queryScope: `${known.query}/.default`,
    ingestionAudience: known.ingestionAudience,
    intelligence: overrides.intelligence === undefined ? known.intelligence : bare(overrides.intelligence),
  };
}

/**
 * A cloud's endpoints. An override moves the requests, not the audience that the token is made for. Sentinel's own features in Azure
 * China are retired; its workspaces and saved searches answer at the same addresses.
 */
export function endpointsOf(cloud: SentinelConfig['cloud'], override?: string): CloudEndpoints {
  const { arm, authority } = CLOUDS[cloud];
  return { arm: (override ?? arm).replace(/\/+$/, ''), authorityHost: authority, scope: `${arm}/.default` };
}

/** Path of the workspace below Azure Resource Manager's address. */
export function workspacePath(config: Pick<SentinelConfig, 'subscriptionId' | 'resourceGroup' | 'workspace'>): string {
  const [subscription, group, workspace] = [config.subscriptionId, config.resourceGroup, config.workspace].map(
    encodeURIComponent,
  );
  return `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`;
}
