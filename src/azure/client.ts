import { performance } from 'node:perf_hooks';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import type { ConnectionDeps } from '../core/connection.ts';
import { PlatformError } from '../core/errors.ts';
import { retrying, sleepFor } from '../core/retry.ts';
import { type ClientParts, createConnection, type Exchange, type Method, type SignIn } from './connect.ts';
import { startDeadline } from './deadline.ts';
import { failureOf, type Purpose, refusalOf, type ServiceAdvice } from './errors.ts';
import { createThrottle, paceOf, type Throttle } from './throttle.ts';

/** One request. The caller guarantees that it may be repeated. */
export interface EntraCall extends Purpose {
  readonly method: Method;
  /** Goes as JSON. */
  readonly body?: unknown;
  /**
   * Inspects an answer first: returns it, modified if need be, or null for a refusal; an error that it throws is the failure. By
   * default any 2xx answer is returned.
   */
  readonly check?: (response: PipelineResponse) => PipelineResponse | null;
  /** Repetitions after the first try; where not given, those of the retry policy. */
  readonly retries?: number;
  /** Time for one try to begin its answer, in milliseconds; the platform's `timeoutSeconds` where not given. */
  readonly timeoutMs?: number;
  /**
   * Depends on what was read just before: where a pause that the service asked for has come between, it is not sent, and fails as
   * what may succeed later.
   */
  readonly promptly?: true;
}

/** The only way to Microsoft's services: certificates, sign-in, pace, retries and the count of requests. Every failure is a PlatformError. */
export interface EntraClient {
  /** Time for one try to begin its answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Sends a request, with retries for transient failures; `exchange` is a request of another library. */
  send(call: EntraCall, signal?: AbortSignal, exchange?: Exchange): Promise<PipelineResponse>;
  /**
   * Routes the requests of one of Azure's own clients through `send`. Such a client fails on a refusal whose body is not Azure's,
   * such as a proxy's page: `check` sees each answer first.
   */
  policy(call: EntraCall, signal?: AbortSignal): PipelinePolicy;
  /** The constructor arguments of such a client. */
  parts(): Promise<ClientParts>;
  /** Requests sent so far, those of signing in and all tries included. */
  requests(): number;
}

export interface EntraClientOptions extends SignIn {
  /** For one try to begin its answer. */
  readonly timeoutSeconds: number;
  /** For all tries, the waits between them and the whole of the answer. */
  readonly deadlineSeconds: number;
  readonly advice: ServiceAdvice;
}

/** Nothing is read or loaded before the first request. */
export function createEntraClient(config: EntraClientOptions, deps: ConnectionDeps): EntraClient {
  const { timeoutSeconds, deadlineSeconds, advice } = config;
  const timeoutMs = timeoutSeconds * 1000;
  const deadlineMs = deadlineSeconds * 1000;
  const throttles = new Map<string, Throttle>();
  let requests = 0;
  const connection = createConnection(config, {
    proxy: deps.proxy,
    onRequest: () => {
      requests += 1;
    },
  });

  function throttleFor(url: string): Throttle {
    const { host } = new URL(url);
    const { sleep = sleepFor } = deps;
    const known = throttles.get(host);
    const throttle = known ?? createThrottle({ clock: () => performance.now(), longestWaitMs: deadlineMs, sleep });
    throttles.set(host, throttle);
    return throttle;
  }

  async function send(call: EntraCall, outer?: AbortSignal, exchange?: Exchange): Promise<PipelineResponse> {
    const { method, url, body, check = onlySuccess, retries, timeoutMs: patience = timeoutMs } = call;
    const throttle = throttleFor(url);
    const longest = Math.max(deadlineMs, patience);
    const deadline = startDeadline(longest, outer);
    const failure = (error: unknown) =>
      failureOf(call, error, { stopped: outer?.aborted ?? false, timeoutSeconds }, advice);

    async function attempt(): Promise<PipelineResponse> {
      deadline.signal.throwIfAborted();
      const { request, next } = exchange ?? (await connection.request(method, url, body));
      request.abortSignal = deadline.signal;
      request.timeout = patience;
      const hasPaused = await throttle.ready(deadline.signal);
      if (hasPaused && call.promptly) throw new PlatformError(`Not yet sent: ${call.what}`, { transient: true });
      requests += 1;
      const response = await next(request);
      throttle.learn(paceOf(method, response.status, response.headers, deps.now()));
      const answer = check(response);
      if (!answer) throw refusalOf(call, response, deps.now(), advice);
      return answer;
    }

    try {
      return await retrying(attempt, {
        hint(error) {
          const known = failure(error);
          return known instanceof PlatformError ? known : null;
        },
        deps,
        policy: { deadlineMs: longest, ...(retries === undefined ? {} : { retries }) },
        signal: deadline.signal,
      });
    } catch (error) {
      throw failure(error);
    } finally {
      deadline.end();
    }
  }

  return {
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
