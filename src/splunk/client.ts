import type { ConnectionDeps } from '../core/connection.ts';
import { EXIT, HuntsyncError, messageOf } from '../core/errors.ts';
import { registerPassingSecret, registerSecret } from '../core/log.ts';
import { readRegularFile } from '../core/regular-file.ts';
import type { RetryOptions } from '../core/retry.ts';
import { readAnswer } from './answer.ts';
import type { SplunkConfig } from './config.ts';
import { expired, retryHint, SplunkError } from './errors.ts';
import { loadSdk, type SdkCredentials, type SdkService, type SdkSession } from './sdk.ts';
import { createSession } from './session.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** splunkd's management port, through splunk-sdk. */
export interface SplunkClient {
  /** Scheme, host and port, for messages. */
  readonly origin: string;
  /**
   * The SDK's service in the app's shared namespace, with a session; its requests end with the signal. They throw SplunkError and
   * never retry by themselves: use `retrying` with `retry(signal)`.
   */
  service(signal?: AbortSignal): Promise<SdkService>;
  retry(signal?: AbortSignal): RetryOptions;
  /** Requests sent so far, log-in and retries included. */
  requests(): number;
  close(): void;
}

/** Only affects how the SDK builds its paths, which has not changed since 9.0.2. */
const ASSUMED_VERSION = '9.4';

/** Throws HuntsyncError where the CA file cannot be read. */
export function openClient(config: SplunkConfig, deps: ConnectionDeps): SplunkClient {
  const { app, token, username = '', password = '' } = config;
  registerSecret(token);
  registerSecret(password);
  const { origin, hostname, port } = new URL(config.url);
  const transport = createTransport<object>(transportOptions(config, deps), (raw, path, { method, headers }) => {
    const key = headers['Authorization']?.replace(/^Splunk /, '') ?? '';
    if (raw.statusCode === 401 && session.refused(key)) throw expired(origin, raw, deps.now());
    const data = readAnswer(origin, raw, method, path, deps.now());
    session.taken(key);
    return data;
  });
  const sdk = loadSdk();
  let cookies: Record<string, string> = {};

  const openService = (credentials: SdkCredentials, signal: AbortSignal | undefined): SdkService => {
    const Http = sdk.Http.extend({ makeRequest: transport.sender(signal) });
    const http = new Http();
    // A load balancer's cookie keeps all requests of a session with one search head.
    http._cookieStore = cookies;
    return new sdk.Service(http, {
      scheme: 'https',
      host: hostname,
      port: port || '443',
      owner: 'nobody',
      app,
      version: ASSUMED_VERSION,
      // The SDK would log in once for each of several calls under way at the same time.
      autologin: false,
      ...credentials,
    });
  };
  let last:
    | { readonly service: SdkService; readonly key: string; readonly signal: AbortSignal | undefined }
    | undefined;
  /** One service for all requests of a run: the SDK would make some classes for each. */
  const serviceWith = (credentials: SdkSession, signal: AbortSignal | undefined): SdkService => {
    const { sessionKey: key } = credentials;
    if (last?.signal !== signal || last?.key !== key) last = { service: openService(credentials, signal), key, signal };
    return last.service;
  };
  const session = createSession(async () => {
    cookies = {};
    // Not bound to the signal of one caller, because others wait for the same session.
    const service = openService({ username, password }, undefined);
    await service.login().catch((error: unknown) => {
      throw error instanceof SplunkError ? error : noSession(origin, error);
    });
    registerPassingSecret(service.sessionKey);
    return service.sessionKey;
  });

  return {
    origin,
    async service(signal) {
      if (token !== undefined) return serviceWith({ sessionKey: token, authorization: 'Bearer' }, signal);
      return serviceWith({ sessionKey: await session.key() }, signal);
    },
    retry: (signal) => ({ hint: retryHint, deps, policy: { deadlineMs: config.deadlineSeconds * 1000 }, signal }),
    requests: () => transport.requests(),
    close: () => transport.close(),
  };
}

/** How a platform's ports are reached. Throws HuntsyncError where the CA file cannot be read. */
export function transportOptions(config: SplunkConfig, deps: ConnectionDeps): TransportOptions {
  return {
    url: config.url,
    ca: config.ca === undefined ? undefined : readCa(config.ca, config.name),
    insecureSkipVerify: config.insecureSkipVerify,
    timeoutMs: config.timeoutSeconds * 1000,
    deadlineMs: config.deadlineSeconds * 1000,
    deps,
  };
}

function noSession(origin: string, error: unknown): SplunkError {
  return new SplunkError(`${origin}: log-in gave no session: ${messageOf(error)}`, { fatal: true, cause: error });
}

function readCa(path: string, platform: string): string {
  try {
    return readRegularFile(path).toString('utf8');
  } catch (error) {
    throw new HuntsyncError(`${platform}: the CA file ${path} cannot be read: ${messageOf(error)}`, {
      exitCode: EXIT.usage,
      remedy: 'Set `ca` to a PEM file that exists, or leave it out to trust the system’s authorities.',
      cause: error,
    });
  }
}
