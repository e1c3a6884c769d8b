import { performance } from 'node:perf_hooks';
import type { Pipeline, PipelineResponse } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { readAuthorities, within } from '../api.ts';
import { type CloudEndpoints, endpointsOf } from '../cloud.ts';
import type { SentinelConfig } from '../config.ts';
import { createCredential } from '../credential.ts';
import { noAnswer } from '../errors.ts';
import { addOwnPolicies, MAX_RETRY_MS, RETRY_MS } from '../pipeline.ts';
import { createThrottle, type Throttle } from '../throttle.ts';

/** All tries of one call together may take so many times the time-out of one. */
const PATIENCE = 5;

export interface ConnectDeps {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a client of Azure's is made with. */
export interface ClientParts {
  readonly credential: TokenCredential;
  readonly ca: readonly string[] | undefined;
  readonly options: {
    readonly retryOptions: { readonly retryDelayInMs: number; readonly maxRetryDelayInMs: number };
    readonly redirectOptions: { readonly maxRetries: 0 };
    readonly userAgentOptions: { readonly userAgentPrefix: string };
    readonly tlsOptions?: { readonly ca: string[] };
  };
}

/** Where a call goes, and which key of the platform would send it elsewhere. */
export interface Address {
  readonly host: string;
  readonly setting: string;
}

/** Credentials, trust and the count of requests, which all of a sink's services share. */
export interface Connection {
  readonly endpoints: CloudEndpoints;
  readonly deps: ConnectDeps;
  readonly timeoutMs: number;
  /** Signs in and reads the certificate authority once; a failure is a PlatformError. */
  parts(): Promise<ClientParts>;
  createThrottle(): Throttle;
  /** Runs one call under the caller's signal and a deadline; what goes wrong is a PlatformError that names the address. */
  call<T>(
    what: string,
    address: Address,
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  count(): void;
  requests(): number;
}

export function createConnection(config: SentinelConfig, deps: ConnectDeps): Connection {
  const endpoints = endpointsOf(config.cloud, config.endpoint);
  const { timeoutSeconds } = config;
  const timeoutMs = timeoutSeconds * 1000;
  let requests = 0;
  let parts: Promise<ClientParts> | undefined;
  const count = () => {
    requests += 1;
  };
  const connect = async (): Promise<ClientParts> => {
    const ca = config.ca === undefined ? undefined : await readAuthorities(config.ca);
    const { authorityHost } = endpoints;
    const credential = await createCredential(config.auth, { authorityHost, ...(ca ? { ca } : {}), onRequest: count });
    return {
      credential,
      ca,
      options: {
        retryOptions: { retryDelayInMs: RETRY_MS, maxRetryDelayInMs: MAX_RETRY_MS },
        redirectOptions: { maxRetries: 0 },
        userAgentOptions: { userAgentPrefix: 'huntsync' },
        ...(ca ? { tlsOptions: { ca: [...ca] } } : {}),
      },
    };
  };
  return {
    endpoints,
    deps,
    timeoutMs,
    parts: () => {
      parts ??= connect();
      return parts;
    },
    createThrottle: () => createThrottle({ clock: () => performance.now(), sleep: deps.sleep }),
    async call(what, { host, setting }, outer, work) {
      try {
        return await within(timeoutMs * PATIENCE, outer, work);
      } catch (error) {
        throw noAnswer(what, error, { stopped: outer?.aborted ?? false, timeoutSeconds, host, setting });
      }
    },
    count,
    requests: () => requests,
  };
}

/**
 * Adds to a client's pipeline what the clients leave out: a time-out for each try, the retries of `addOwnPolicies`, the
 * count, and `judge`, which sees the answer before the client does and throws where it is not the expected one. The
 * clients' own reading of a refusal fails on a body that is not Azure's, such as a proxy's page.
 */
export function prepare(
  pipeline: Pipeline,
  connection: Connection,
  throttle: Throttle,
  { judge, signal }: { judge(response: PipelineResponse): PipelineResponse; signal?: AbortSignal },
): void {
  const { timeoutMs, deps, count } = connection;
  pipeline.addPolicy(
    {
      name: 'huntsyncFrame',
      async sendRequest(request, next) {
        request.timeout = timeoutMs;
        if (signal) request.abortSignal = signal;
        return judge(await next(request));
      },
    },
    // Round signing: a 401 may be a challenge that signing answers.
    { beforePolicies: ['bearerTokenAuthenticationPolicy'] },
  );
  // Added last, so inside the client's compression: a second try must not compress a second time.
  addOwnPolicies(pipeline, { throttle, sleep: deps.sleep, now: deps.now, onRequest: count });
}
