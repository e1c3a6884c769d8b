import { createRequire } from 'node:module';
import { env } from 'node:process';
import type { RawResponse } from './errors.ts';

/** The parts of splunk-sdk 2.0.2 that huntsync uses; the package has no types of its own. */
export interface SdkMessage {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Record<string, string>;
  /** Form-encoded already. */
  readonly body?: string;
}

export interface SdkResponse {
  readonly response: RawResponse;
  readonly status: number;
  readonly data: object;
  readonly error: null;
}

export interface SdkNamespace {
  readonly owner: string;
  readonly app: string;
  readonly sharing: string;
}

type Params = Record<string, string | number | readonly string[]>;

/** A collection or an entity. Its `get`, `post` and `del` take a path relative to its own. */
export interface SdkEndpoint {
  get(path: string, params: Params): Promise<SdkResponse>;
  post(path: string, params: Params): Promise<SdkResponse>;
  del(path: string, params: Params): Promise<SdkResponse>;
}

export interface SdkService {
  /** Before every path: scheme, host and port. */
  prefix: string;
  sessionKey: string | null;
  get(path: string, params: Params): Promise<SdkResponse>;
  post(path: string, params: Params): Promise<SdkResponse>;
  /** `params` go into the query. */
  del(path: string, params: Params): Promise<SdkResponse>;
  /** Any request; `body` is sent as it is. */
  request(
    path: string,
    method: SdkMessage['method'],
    query: Params,
    post: null,
    body: string,
    headers: Record<string, string>,
  ): Promise<SdkResponse>;
  /** Gets a session key, then splunkd's version. */
  login(): Promise<unknown>;
  /** Forgets the session key and the cookies, without a request. */
  logout(): void;
  savedSearches(namespace: SdkNamespace): SdkEndpoint;
}

export interface SdkHttp {
  readonly _cookieStore: Record<string, string>;
}

export interface SdkServiceParams {
  readonly scheme: 'https';
  readonly host: string;
  readonly port: string;
  readonly version: string;
  readonly autologin: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly sessionKey?: string;
  readonly authorization?: 'Splunk' | 'Bearer';
}

export interface Sdk {
  readonly Service: {
    new (http: SdkHttp, params: SdkServiceParams): SdkService;
    readonly SavedSearch: new (service: SdkService, name: string, namespace: SdkNamespace) => SdkEndpoint;
  };
  readonly Http: { extend(methods: object): new () => SdkHttp };
}

const require = createRequire(import.meta.url);

/**
 * Loads the SDK when it is first needed, by its parts: the package's index reads `.env` of the working directory into
 * the environment (dotenv) and loads the HTTP client that we replace; its parts do neither. Its logger would print
 * splunkd's messages to the console, and leaves a LOG_LEVEL in the environment: it is silenced, and the variable put back.
 */
export function loadSdk(): Sdk {
  const level = env.LOG_LEVEL;
  const { Logger } = require('splunk-sdk/lib/log') as { Logger: Record<string, unknown> };
  for (const method of ['log', 'error', 'warn', 'info', 'printMessages']) Logger[method] = () => {};
  const sdk = {
    Service: require('splunk-sdk/lib/service') as Sdk['Service'],
    Http: require('splunk-sdk/lib/http') as Sdk['Http'],
  };
  if (level === undefined) delete env.LOG_LEVEL;
  else env.LOG_LEVEL = level;
  return sdk;
}
