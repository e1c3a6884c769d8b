import { performance } from 'node:perf_hooks';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { PlatformError } from '../core/errors.ts';
import { type RetryDeps, retrying, sleepFor } from '../core/retry.ts';
import { type CloudEndpoints, endpointsOf } from './cloud.ts';
import type { SentinelConfig } from './config.ts';
import { type ClientParts, createConnection, type Exchange, type Method } from './connect.ts';
import { startDeadline } from './deadline.ts';
import { failureOf, type Purpose, refusalOf } from './errors.ts';
import { createThrottle, paceOf, type Throttle } from './throttle.ts';

/** All tries of one call, and the waits between them, may take so many times the time-out of one. */
const DEADLINE_IN_TIMEOUTS = 5;

/** One request. It is its maker's promise that it may be sent again. */
export interface AzureCall extends Purpose {
  readonly method: Method;
  /** Goes as JSON. */
  readonly body?: unknown;
  /**
   * Looks at an answer before anyone else: hands it on, changed where need be, or says with null that it is a refusal; what
   * it throws is the failure. Without it, any answer with a status of 2xx is handed on.
   */
  readonly check?: (response: PipelineResponse) => PipelineResponse | null;
  /** Repetitions after the first try; where not given, those of the retry policy. */
  readonly retries?: number;
}

/** The one way to Azure: trust, signing in, pace, retries and the count of requests. Every failure is a PlatformError. */
export interface AzureClient {
  readonly endpoints: CloudEndpoints;
  /** Time for one try to begin its answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends a request, again while it fails for a passing reason; `exchange` where it is another library's. */
  send(call: AzureCall, signal?: AbortSignal, exchange?: Exchange): Promise<PipelineResponse>;
  /**
   * Puts the requests of one of Azure's own clients under `send`. Such a client's reading of a refusal fails on a body that
   * is not Azure's, such as a proxy's page: `check` sees each answer before it does.
   */
  policy(call: AzureCall, signal?: AbortSignal): PipelinePolicy;
  /** What such a client is made with. */
  parts(): Promise<ClientParts>;
  /** Requests sent so far, those of signing in and all tries included. */
  requests(): number;
}

/** Nothing is read or loaded before the first request. */
export function createAzureClient(config: SentinelConfig, deps: RetryDeps): AzureClient {
  const { timeoutSeconds } = config;
  const timeoutMs = timeoutSeconds * 1000;
  const deadlineMs = timeoutMs * DEADLINE_IN_TIMEOUTS;
  const endpoints = endpointsOf(config.cloud, config.endpoint);
  const throttles = new Map<string, Throttle>();
  let requests = 0;
  const connection = createConnection(config, endpoints, () => {
    requests += 1;
  });

  function throttleFor(url: string): Throttle {
    const { host } = new URL(url);
    const { sleep = sleepFor } = deps;
    const known = throttles.get(host);
    const throttle = known ?? createThrottle({ clock: () => performance.now(), longestWaitMs: deadlineMs, sleep });
    throttles.set(host, throttle);
    return throttle;
  }

  async function send(call: AzureCall, outer?: AbortSignal, exchange?: Exchange): Promise<PipelineResponse> {
    const { method, url, body, check = onlySuccess, retries } = call;
    const throttle = throttleFor(url);
    const deadline = startDeadline(deadlineMs, outer);
    const failure = (error: unknown) => failureOf(call, error, { stopped: outer?.aborted ?? false, timeoutSeconds });

    async function attempt(): Promise<PipelineResponse> {
      deadline.signal.throwIfAborted();
      const { request, next } = exchange ?? (await connection.request(method, url, body));
      request.abortSignal = deadline.signal;
      request.timeout = timeoutMs;
      await throttle.ready(deadline.signal);
      requests += 1;
      const response = await next(request);
      throttle.learn(paceOf(method, response.status, response.headers, deps.now()));
      const answer = check(response);
      if (!answer) throw refusalOf(call, response, deps.now());
      return answer;
    }

    try {
      return await retrying(attempt, {
        hint(error) {
          const known = failure(error);
          return known instanceof PlatformError ? known : null;
        },
        deps,
        policy: { deadlineMs, ...(retries === undefined ? {} : { retries }) },
        signal: deadline.signal,
      });
    } catch (error) {
      throw failure(error);
    } finally {
      deadline.end();
    }
  }

  return {
    endpoints,
    timeoutMs,
    send,
    policy: (call, signal) => ({
      name: 'huntsync',
      // The library's type for a signal is a part of the platform's; the one that arrives here is ours.
      sendRequest: (request, next) =>
        send(call, signal ?? (request.abortSignal as AbortSignal | undefined), { request, next }),
    }),
    parts: connection.parts,
    requests: () => requests,
  };
}

function onlySuccess(response: PipelineResponse): PipelineResponse | null {
  return response.status >= 200 && response.status <= 299 ? response : null;
}
