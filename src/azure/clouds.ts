/** Where one of Azure's clouds answers: addresses without a path. */
export interface Cloud {
  /** Microsoft Entra's sign-in host. */
  readonly authority: string;
  /** Azure Resource Manager. */
  readonly arm: string;
  /** Log Analytics query API; its audience too. */
  readonly query: string;
  /** Audience of the Logs Ingestion API, whose endpoints are each rule's own. */
  readonly ingestionAudience: string;
  /** Threat-intelligence upload API; null in a cloud for which none is documented. */
  readonly intelligence: string | null;
  /** Microsoft Graph. */
  readonly graph: readonly [string, ...string[]];
}

/**
 * Azure's national clouds (https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure,
 * https://learn.microsoft.com/azure/china/resources-developer-guide), their sign-in hosts
 * (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud) and Microsoft Graph
 * (https://learn.microsoft.com/graph/deployments). The query API's addresses are those of KnownMonitorLogsQueryAudience in
 * @azure/monitor-query-logs, the ingestion audiences those of KnownMonitorAudience in @azure/monitor-ingestion; of the upload API
 * https://learn.microsoft.com/azure/sentinel/stix-objects-api names the public cloud's only.
 */
export const CLOUDS = {
  public: {
    authority: 'https://login.microsoftonline.com',
    arm: 'https://management.azure.com',
    query: 'https://api.loganalytics.io',
    ingestionAudience: 'https://monitor.azure.com',
    intelligence: 'https://api.ti.sentinel.azure.com',
    graph: ['https://graph.microsoft.com'],
  },
  usgov: {
    authority: 'https://login.microsoftonline.us',
    arm: 'https://management.usgovcloudapi.net',
    query: 'https://api.loganalytics.us',
    ingestionAudience: 'https://monitor.azure.us',
    intelligence: null,
    graph: ['https://graph.microsoft.us', 'https://dod-graph.microsoft.us'],
  },
  china: {
    authority: 'https://login.chinacloudapi.cn',
    arm: 'https://management.chinacloudapi.cn',
    query: 'https://api.loganalytics.azure.cn',
    ingestionAudience: 'https://monitor.azure.cn',
    intelligence: null,
    graph: ['https://microsoftgraph.chinacloudapi.cn'],
  },
} as const satisfies Readonly<Record<string, Cloud>>;

/** Whether a sign-in host is one of Azure's own; authority validation works for no other. */
export function isAzureAuthority(host: string): boolean {
  return Object.values<Cloud>(CLOUDS).some(({ authority }) => authority === host.replace(/\/+$/, ''));
}
