import type { PipelinePolicy, PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { NO_PROXIES, type ProxyRules } from '../core/proxy.ts';
import type { AzureAuth } from './auth.ts';
import { readAuthorities } from './authorities.ts';
import { createCredential } from './credential.ts';
import { createAzureRoute } from './route.ts';

/** The constructor arguments of a client from Azure's libraries. */
export interface ClientParts {
  readonly credential: TokenCredential;
  readonly options: {
    readonly retryOptions: { readonly maxRetries: 0 };
    readonly redirectOptions: { readonly maxRetries: 0 };
    readonly userAgentOptions: { readonly userAgentPrefix: string };
    readonly additionalPolicies: { readonly policy: PipelinePolicy; readonly position: 'perRetry' }[];
  };
}

/** A request, and what sends it. */
export interface Exchange {
  readonly request: PipelineRequest;
  readonly next: SendRequest;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';

export interface Connection {
  /** Signs in and reads the certificate authority, once; a failure is a fatal PlatformError. */
  parts(): Promise<ClientParts>;
  /** A request with a token for the service; `body` goes as JSON. */
  request(method: Method, url: string, body: unknown): Promise<Exchange>;
}

/** Whom to sign in to, as whom, and for what. */
export interface SignIn {
  readonly auth: AzureAuth;
  /** A PEM file of further authorities. */
  readonly ca?: string | undefined;
  /** Microsoft Entra's sign-in host. */
  readonly authorityHost: string;
  /** Scope of the tokens. */
  readonly scope: string;
}

export interface ConnectionOptions {
  readonly proxy?: ProxyRules | undefined;
  /** Called for each request of a sign-in. */
  readonly onRequest: () => void;
}

/** Nothing is read or loaded before it is asked for. */
export function createConnection(
  { auth, ca, authorityHost, scope }: SignIn,
  { proxy = NO_PROXIES, onRequest }: ConnectionOptions,
): Connection {
  let signedIn: Promise<ClientParts> | undefined;
  let pipeline: ReturnType<typeof createPipeline> | undefined;

  async function signIn(): Promise<ClientParts> {
    const route = createAzureRoute(proxy, ca === undefined ? undefined : await readAuthorities(ca));
    return {
      credential: await createCredential(auth, { authorityHost, route, onRequest }),
      options: {
        // `src/core/retry.ts` decides: the library's own policy has no deadline, and takes a 429 without Retry-After as final.
        retryOptions: { maxRetries: 0 },
        // A redirect would be sent the credentials.
        redirectOptions: { maxRetries: 0 },
        userAgentOptions: { userAgentPrefix: 'huntsync' },
        additionalPolicies: [{ policy: route, position: 'perRetry' }],
      },
    };
  }

  function parts(): Promise<ClientParts> {
    signedIn ??= signIn();
    return signedIn;
  }

  async function createPipeline() {
    const library = await import('@azure/core-rest-pipeline');
    const { credential, options } = await parts();
    const made = library.createPipelineFromOptions(options);
    // No form is sent, and asking whether one is loads Node's own fetch.
    made.removePolicy({ name: library.formDataPolicyName });
    const signing = library.bearerTokenAuthenticationPolicy({ credential, scopes: scope });
    made.addPolicy(signing, { phase: 'Sign' });
    for (const { policy } of options.additionalPolicies) made.addPolicy(policy, { afterPhase: 'Sign' });
    const next: (request: PipelineRequest) => Promise<PipelineResponse> = made.sendRequest.bind(
      made,
      library.createDefaultHttpClient(),
    );
    return { library, next };
  }

  return {
    parts,
    async request(method, url, body) {
      pipeline ??= createPipeline();
      const { library, next } = await pipeline;
      const headers = library.createHttpHeaders({ accept: 'application/json' });
      const request = library.createPipelineRequest({ method, url, headers });
      if (body !== undefined) {
        headers.set('content-type', 'application/json; charset=utf-8');
        request.body = JSON.stringify(body);
      }
      return { request, next };
    },
  };
}
