import type { PlatformStart } from '../sync/platform-start.ts';

/** Microsoft Defender XDR in a new configuration: rules that are off, and the identity that the Azure client library finds. */
export const DEFENDER_START: PlatformStart = {
  name: 'soc-defender',
  asks: [],
  lines: [
    'auth: default                  # what @azure/identity finds: environment, workload or managed identity, Azure CLI',
    `# or auth: { tenantId: contoso.example, clientId: 00000000-0000-0000-0000-000000000000, clientSecret: "\${AZURE_CLIENT_SECRET}" }`,
    'detections: { enabled: false, period: 24h }   # rules stay off; or enabled: [CRIT, HIGH]',
  ],
  page: 'docs/defender.md',
};
