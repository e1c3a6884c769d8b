import { z } from 'zod';

/** How to sign in to Microsoft Entra (`auth` of a platform). */
export const azureAuth = z.union([
  z.enum(['default', 'managedIdentity', 'workloadIdentity']),
  z.strictObject({ token: z.string().min(1) }),
  z.strictObject({ tenantId: z.string().min(1), clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  z.strictObject({ tenantId: z.string().min(1), clientId: z.string().min(1), certificatePath: z.string().min(1) }),
  z.strictObject({ managedIdentityClientId: z.string().min(1) }),
]);

export type AzureAuth = z.output<typeof azureAuth>;
