import type { AzureAuth } from './auth.ts';

/**
 * The tenant whose data a platform holds, as far as the configuration tells: its `tenantId`, else that of `auth`; null where neither
 * names one. Whoever signs in may be of another tenant than the data (Azure Lighthouse,
 * https://learn.microsoft.com/azure/lighthouse/overview), which is what the key is for.
 */
export function tenantOf({
  tenantId,
  auth,
}: {
  readonly tenantId?: string | undefined;
  readonly auth: AzureAuth;
}): string | null {
  return tenantId ?? (typeof auth === 'object' && 'tenantId' in auth ? auth.tenantId : null);
}
