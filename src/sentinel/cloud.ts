import { AUTHORITIES } from '../azure/authority.ts';
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

/**
 * Azure's national clouds (https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure,
 * https://learn.microsoft.com/azure/china/resources-developer-guide). Sentinel's own features in Azure China are retired; its
 * workspaces and saved searches answer at the same addresses.
 */
const CLOUDS: Readonly<Record<SentinelConfig['cloud'], { readonly arm: string; readonly authorityHost: string }>> = {
  public: { arm: 'https://management.azure.com', authorityHost: AUTHORITIES.public },
  usgov: { arm: 'https://management.usgovcloudapi.net', authorityHost: AUTHORITIES.usgov },
  china: { arm: 'https://management.chinacloudapi.cn', authorityHost: AUTHORITIES.china },
};

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

/**
 * The query API's addresses, which are its audiences too, as in KnownMonitorLogsQueryAudience of @azure/monitor-query-logs; the
 * ingestion audiences as in KnownMonitorAudience of @azure/monitor-ingestion; the upload API as in
 * https://learn.microsoft.com/azure/sentinel/stix-objects-api, which names the public cloud only.
 */
const RECORDS: Readonly<Record<SentinelConfig['cloud'], Omit<RecordEndpoints, 'queryScope'>>> = {
  public: {
    query: 'https://api.loganalytics.io',
    ingestionAudience: 'https://monitor.azure.com',
    intelligence: 'https://api.ti.sentinel.azure.com',
  },
  usgov: { query: 'https://api.loganalytics.us', ingestionAudience: 'https://monitor.azure.us', intelligence: null },
  china: {
    query: 'https://api.loganalytics.azure.cn',
    ingestionAudience: 'https://monitor.azure.cn',
    intelligence: null,
  },
};

/** A cloud's endpoints for records. Overrides move the requests, not the audiences. */
export function recordEndpointsOf(
  cloud: SentinelConfig['cloud'],
  overrides: { readonly query?: string | undefined; readonly intelligence?: string | undefined } = {},
): RecordEndpoints {
  const known = RECORDS[cloud];
  const bare = (url: string) => url.replace(/\/+$/, '');
  return {
    query: bare(overrides.query ?? known.query).replace(/\/v1$/, ''),
    queryScope: `${known.query}/.default`,
    ingestionAudience: known.ingestionAudience,
    intelligence: overrides.intelligence === undefined ? known.intelligence : bare(overrides.intelligence),
  };
}

/** A cloud's endpoints. An override moves the requests, not the audience that the token is made for. */
export function endpointsOf(cloud: SentinelConfig['cloud'], override?: string): CloudEndpoints {
  const { arm, authorityHost } = CLOUDS[cloud];
  return { arm: (override ?? arm).replace(/\/+$/, ''), authorityHost, scope: `${arm}/.default` };
}

/** Path of the workspace below Azure Resource Manager's address. */
export function workspacePath(config: Pick<SentinelConfig, 'subscriptionId' | 'resourceGroup' | 'workspace'>): string {
  const [subscription, group, workspace] = [config.subscriptionId, config.resourceGroup, config.workspace].map(
    encodeURIComponent,
  );
  return `/subscriptions/${subscription}/resourcegroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${workspace}`;
}
