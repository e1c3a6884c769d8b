import type { PlatformStart } from '../sync/platform-start.ts';

/** A Microsoft Sentinel in a new configuration: no records, and the identity that the Azure client library finds. */
export const SENTINEL_START: PlatformStart = {
  name: 'soc-sentinel',
  asks: [
    { key: 'subscriptionId', is: 'id of the Azure subscription', example: '00000000-0000-0000-0000-000000000000' },
    { key: 'resourceGroup', is: 'resource group of the workspace', example: 'soc' },
    { key: 'workspace', is: 'Log Analytics workspace that Sentinel works on', example: 'soc-logs' },
  ],
  lines: [
    'cloud: public                  # or usgov, china',
    'auth: default                  # what @azure/identity finds: environment, workload or managed identity, Azure CLI',
    `# or auth: { tenantId: contoso.example, clientId: 00000000-0000-0000-0000-000000000000, clientSecret: "\${AZURE_CLIENT_SECRET}" }`,
    '# records:                     # into the tables that sentinel/azuredeploy.json makes; it prints both values',
    '#   endpoint: https://huntsync-abcd.westeurope-1.ingest.monitor.azure.com',
    '#   ruleId: dcr-00000000000000000000000000000000',
  ],
  page: 'docs/sentinel.md',
};
