import type { SentinelConfig } from '../../config/schema.ts';

/** Where one cloud's sign-in and Azure Resource Manager are. */
export interface CloudEndpoints {
  /** Azure Resource Manager, without a final slash. */
  readonly arm: string;
  /** Microsoft Entra's sign-in host. */
  readonly authorityHost: string;
  /** What a token for Azure Resource Manager is asked for. */
  readonly scope: string;
}

/**
 * Azure's national clouds (Microsoft Learn: "Azure Government endpoints", "Azure China endpoints"). Sentinel's own
 * features in Azure China are retired; its workspaces and saved searches answer at the same addresses.
 */
const CLOUDS: Readonly<Record<SentinelConfig['cloud'], { readonly arm: string; readonly authorityHost: string }>> = {
  public: { arm: 'https://management.azure.com', authorityHost: 'https://login.microsoftonline.com' },
  usgov: { arm: 'https://management.usgovcloudapi.net', authorityHost: 'https://login.microsoftonline.us' },
  china: { arm: 'https://management.chinacloudapi.cn', authorityHost: 'https://login.chinacloudapi.cn' },
};

/** A cloud's endpoints. An override moves the requests, not the audience that the token is made for. */
export function endpointsOf(cloud: SentinelConfig['cloud'], override?: string): CloudEndpoints {
  const { arm, authorityHost } = CLOUDS[cloud];
  return { arm: (override ?? arm).replace(/\/+$/, ''), authorityHost, scope: `${arm}/.default` };
}

/** Whether a sign-in host is one of Azure's own: any other must be taken at its word, Azure does not know it. */
export function isAzureAuthority(host: string): boolean {
  return Object.values(CLOUDS).some(({ authorityHost }) => authorityHost === host.replace(/\/+$/, ''));
}
