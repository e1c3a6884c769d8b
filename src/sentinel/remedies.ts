import type { ServiceAdvice } from '../azure/errors.ts';

/** The services of Azure that huntsync asks. */
export type Service = 'savedSearches' | 'workspace' | 'alertRules' | 'query' | 'ingestion' | 'intelligence';

/** Key of the platform's configuration that overrides the address of a service. */
export const ADDRESS_KEYS: Readonly<Record<Service, string>> = {
  savedSearches: 'endpoint',
  workspace: 'endpoint',
  alertRules: 'endpoint',
  query: 'records.queryEndpoint',
  ingestion: 'records.endpoint',
  intelligence: 'records.threatIntelligence.endpoint',
};

const DEPLOY = 'Deploy sentinel/azuredeploy.json to the workspace (see sentinel/README.md)';

const REMEDIES: Readonly<Record<Service, Readonly<Record<number, string>>>> = {
  savedSearches: {
    403:
      'Give the identity the role "Microsoft Sentinel Contributor" on the workspace, or a custom one with ' +
      'Microsoft.OperationalInsights/workspaces/savedSearches/read, write and delete.',
    409: "The workspace's saved searches are busy: lower policy.concurrency, or run again later.",
    429: 'Lower policy.concurrency, or run again later.',
  },
  workspace: {
    403: 'Give the identity Microsoft.OperationalInsights/workspaces/read on the workspace.',
    404: 'Check subscriptionId, resourceGroup and workspace of the platform in the configuration.',
  },
  alertRules: {
    403: 'Give the identity Microsoft.SecurityInsights/alertRules/read on the workspace; sentinel/azuredeploy.json does.',
    404: 'Check that Microsoft Sentinel is enabled on the workspace.',
  },
  query: {
    400: `${DEPLOY}: it makes the tables, and adds the columns that an older deployment lacks.`,
    403: 'Give the identity Microsoft.OperationalInsights/workspaces/query/read and the right to read its tables; sentinel/azuredeploy.json does.',
    404: 'Check subscriptionId, resourceGroup and workspace of the platform in the configuration.',
  },
  ingestion: {
    400: `Check records.streams and records.ruleId: the data collection rule has to declare the stream. ${DEPLOY} again after an update.`,
    403: 'Give the identity the role "Monitoring Metrics Publisher" on the data collection rule; a new role may take half an hour to hold.',
    404: "Check records.endpoint (the rule's logs ingestion endpoint) and records.ruleId (its immutable id, dcr-…).",
  },
  intelligence: {
    403: 'Give the identity the role "Microsoft Sentinel Contributor" on the workspace, or set records.threatIntelligence: false.',
    404: 'Check that Microsoft Sentinel is enabled on the workspace, or set records.threatIntelligence: false.',
  },
};

/** Which key of the configuration a 404 of Azure Resource Manager is about. */
const MISSING: Readonly<Record<string, string>> = {
  SubscriptionNotFound: 'subscriptionId',
  InvalidSubscriptionId: 'subscriptionId',
  ResourceGroupNotFound: 'resourceGroup',
};

/** The remedy for a refusal, by status and Azure's code; undefined if there is none. */
export function remedyFor(service: Service, status: number, code: string): string | undefined {
  if (status >= 300 && status < 400) {
    const where =
      service === 'savedSearches' ? 'the platform\'s "endpoint"' : 'the addresses in the platform\'s "records"';
    return `Redirects are not followed: check ${where}, and its "cloud".`;
  }
  if (status === 401) return 'Check the platform\'s "auth" and "cloud"; a token lives for about an hour.';
  if (code === 'ScopeLocked') return 'Remove the lock from the workspace or its resource group.';
  if (status === 404 && service === 'savedSearches') {
    return `Check "${MISSING[code] ?? 'workspace'}" of the platform in the configuration.`;
  }
  return REMEDIES[service][status] ?? (status === 429 ? 'Others use the service too: run again later.' : undefined);
}

/** For errors of requests to these services; an undeclared stream concerns every row of the records. */
export const SENTINEL_ADVICE: ServiceAdvice = {
  who: 'Azure',
  addressKey: (service) => ADDRESS_KEYS[service as Service],
  remedyFor: (service, status, code) => remedyFor(service as Service, status, code),
  fatalCodes: new Set(['ScopeLocked', 'InvalidStream']),
};
