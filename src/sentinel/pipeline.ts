import { setTimeout as delay } from 'node:timers/promises';
import type {
  Pipeline,
  PipelinePolicy,
  PipelineRequest,
  PipelineResponse,
  SendRequest,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { paceOf, type Throttle } from './throttle.ts';

export interface PipelineOptions {
  readonly credential: TokenCredential;
  readonly scope: string;
  readonly ca?: readonly string[];
  readonly throttle: Throttle;
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Called for each request that leaves, retries included. */
  readonly onRequest: () => void;
}

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface Exchange {
  readonly method: Method;
  readonly url: string;
  readonly body?: string;
  /** For one try, in ms. */
  readonly timeoutMs: number;
  /** For all tries and the waits between them. */
  readonly signal: AbortSignal;
}

export type Send = (exchange: Exchange) => Promise<PipelineResponse>;

/** What the library waits between tries of a failed request, doubling. */
export const RETRY_MS = 500;
export const MAX_RETRY_MS = 16_000;
/** Tries that we add round the library's own. */
const MORE_TRIES = 4;
/** Failures of the network that the library does not retry (its list is in ts-http-runtime, exponentialRetryStrategy). */
const TRANSIENT: ReadonlySet<string> = new Set(['EAI_AGAIN', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNABORTED']);

export function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return delay(ms, undefined, signal ? { signal } : {});
}

/**
 * Azure's own pipeline: it retries 408, 5xx, resets, and 429 and 503 with Retry-After; signs each try; keeps connections
 * alive; follows no redirect, since credentials would go along. What it does not retry is added round it.
 */
export async function createSend(options: PipelineOptions): Promise<Send> {
  const azure = await import('@azure/core-rest-pipeline');
  const pipeline = azure.createPipelineFromOptions({
    retryOptions: { retryDelayInMs: RETRY_MS, maxRetryDelayInMs: MAX_RETRY_MS },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'huntsync' },
    ...(options.ca ? { tlsOptions: { ca: [...options.ca] } } : {}),
  });
  pipeline.addPolicy(azure.bearerTokenAuthenticationPolicy({ credential: options.credential, scopes: options.scope }), {
    phase: 'Sign',
  });
  addOwnPolicies(pipeline, options);
  const client = azure.createDefaultHttpClient();
  return ({ method, url, body, timeoutMs, signal }) => {
    const headers = azure.createHttpHeaders({ accept: 'application/json' });
    if (body !== undefined) headers.set('content-type', 'application/json; charset=utf-8');
    const request = azure.createPipelineRequest({ method, url, headers, timeout: timeoutMs, abortSignal: signal });
    if (body !== undefined) request.body = body;
    return pipeline.sendRequest(client, request);
  };
}

/** Adds, to any pipeline of Azure's, the retries that the library leaves out, the throttle and the count of requests. */
export function addOwnPolicies(
  pipeline: Pipeline,
  { throttle, sleep, now, onRequest }: Pick<PipelineOptions, 'throttle' | 'sleep' | 'now' | 'onRequest'>,
): void {
  // Without a phase, so round the library's retry.
  pipeline.addPolicy(moreRetries(sleep));
  // After signing, so that every request that really leaves waits its turn and is counted.
  pipeline.addPolicy(
    {
      name: 'huntsyncThrottle',
      async sendRequest(request, next) {
        await throttle.ready(asSignal(request));
        onRequest();
        const response = await next(request);
        throttle.learn(paceOf(request.method, response.status, response.headers, now()));
        return response;
      },
    },
    { afterPhase: 'Sign' },
  );
}

/** Retries a 429 without Retry-After, whose wait is the throttle's, and failures of the network that the library takes as final. */
export function moreRetries(sleep: PipelineOptions['sleep']): PipelinePolicy {
  return {
    name: 'huntsyncRetry',
    async sendRequest(request, next) {
      for (let tries = 1; ; tries += 1) {
        const answer = await attempt(request, next, tries < MORE_TRIES);
        if (answer !== 'transient' && (answer.status !== 429 || hasRetryAfter(answer) || tries === MORE_TRIES)) {
          return answer;
        }
        if (answer === 'transient') await sleep(RETRY_MS * 2 ** (tries - 1), asSignal(request));
      }
    },
  };
}

async function attempt(
  request: PipelineRequest,
  next: SendRequest,
  again: boolean,
): Promise<PipelineResponse | 'transient'> {
  try {
    return await next(request);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (again && TRANSIENT.has(code)) return 'transient';
    throw error;
  }
}

/** With it, the library has already tried as often as it does. */
function hasRetryAfter({ headers }: PipelineResponse): boolean {
  return headers.has('retry-after') || headers.has('retry-after-ms') || headers.has('x-ms-retry-after-ms');
}

/** The library's type for a signal is a part of the platform's; the one that arrives here is ours. */
function asSignal(request: PipelineRequest): AbortSignal | undefined {
  return request.abortSignal as AbortSignal | undefined;
}
