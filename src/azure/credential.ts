import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type {
  AccessToken,
  AuthorityValidationOptions,
  GetTokenOptions,
  TokenCredential,
  TokenCredentialOptions,
} from '@azure/identity';
import { PlatformError } from '../core/errors.ts';
import { redact, registerPassingSecret, registerSecret } from '../core/log.ts';
import { readRegularFile } from '../core/regular-file.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { AzureAuth } from './auth.ts';
import { isAzureAuthority } from './clouds.ts';

export interface CredentialOptions {
  /** Microsoft Entra's sign-in host. */
  readonly authorityHost: string;
  /** Which way its requests go, and whom they trust. */
  readonly route?: PipelinePolicy;
  /** Called for each request that a sign-in sends. */
  readonly onRequest?: () => void;
}

const HOUR_MS = 3_600_000;

/**
 * The configured way to sign in to Azure. @azure/identity is loaded only here and only where it is used. Whatever goes
 * wrong in a sign-in is a fatal PlatformError: no other request could be signed either.
 */
export async function createCredential(auth: AzureAuth, options: CredentialOptions): Promise<TokenCredential> {
  if (typeof auth === 'object' && 'token' in auth) {
    registerSecret(auth.token);
    return { getToken: async () => ({ token: auth.token, expiresOnTimestamp: Date.now() + HOUR_MS }) };
  }
  const credential = await refusable(auth, () => loadCredential(auth, options));
  return {
    async getToken(scopes: string | string[], how?: GetTokenOptions): Promise<AccessToken | null> {
      const token = await refusable(auth, () => credential.getToken(scopes, how));
      registerPassingSecret(token?.token);
      return token;
    },
  };
}

async function loadCredential(
  auth: Exclude<AzureAuth, { readonly token: string }>,
  { authorityHost, route, onRequest }: CredentialOptions,
): Promise<TokenCredential> {
  const identity = await import('@azure/identity');
  const options: TokenCredentialOptions & AuthorityValidationOptions = {
    authorityHost,
    disableInstanceDiscovery: !isAzureAuthority(authorityHost),
    additionalPolicies: [
      ...(route ? [{ position: 'perRetry' as const, policy: route }] : []),
      {
        position: 'perRetry',
        policy: {
          name: 'huntsyncCount',
          sendRequest: (request, next) => {
            onRequest?.();
            return next(request);
          },
        },
      },
    ],
  };
  if (auth === 'default') return new identity.DefaultAzureCredential(options);
  if (auth === 'managedIdentity') return new identity.ManagedIdentityCredential(options);
  if (auth === 'workloadIdentity') return new identity.WorkloadIdentityCredential(options);
  if ('managedIdentityClientId' in auth) {
    return new identity.ManagedIdentityCredential({ ...options, clientId: auth.managedIdentityClientId });
  }
  const { tenantId, clientId } = auth;
  if ('certificatePath' in auth) {
    let made: TokenCredential | undefined;
    return {
      getToken: async (scopes, how) => {
        // Read here, for the first token: the library would wait for a pipe.
        made ??= new identity.ClientCertificateCredential(
          tenantId,
          clientId,
          { certificate: readRegularFile(auth.certificatePath).toString('utf8') },
          options,
        );
        return made.getToken(scopes, how);
      },
    };
  }
  registerSecret(auth.clientSecret);
  return new identity.ClientSecretCredential(tenantId, clientId, auth.clientSecret, options);
}

async function refusable<T>(auth: AzureAuth, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    // Only the text is kept: the library's errors hold the request, and that holds the credential.
    const said = truncate(oneLine(redact(error instanceof Error ? error.message : String(error))), 400);
    throw new PlatformError(`Signing in to Azure failed: ${said}`, { fatal: true, remedy: remedyFor(auth) });
  }
}

function remedyFor(auth: AzureAuth): string {
  if (auth === 'default') return 'Log in with the Azure CLI, or set auth to a managed identity or a client secret.';
  if (auth === 'workloadIdentity') {
    return 'Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE, which the workload identity webhook sets.';
  }
  if (auth === 'managedIdentity' || 'managedIdentityClientId' in auth) {
    return 'Check that this machine has that managed identity; elsewhere use a client secret or certificate.';
  }
  if ('certificatePath' in auth)
    return 'Check auth.tenantId, auth.clientId and the certificate in auth.certificatePath.';
  return 'Check auth.tenantId, auth.clientId and auth.clientSecret; client secrets expire.';
}
