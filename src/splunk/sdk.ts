import { createRequire } from 'node:module';
import { env } from 'node:process';
import type { Answer, Outgoing } from './transport.ts';

/** The parts of splunk-sdk 2.0.2 that huntsync uses; the package has no types of its own. */
export type SdkResponse = Answer<object>;

type Params = Readonly<Record<string, string | number | readonly string[]>>;

/** A collection. Its `get`, `post` and `del` take a path relative to its own, percent-encoded. */
export interface SdkEndpoint {
  get(path: string, params: Params): Promise<SdkResponse>;
  post(path: string, params: Params): Promise<SdkResponse>;
  /** `params` go into the query. */
  del(path: string, params: Params): Promise<SdkResponse>;
}

/** Its own `get`, `post` and `del` take a path of the service's namespace, or an absolute one. */
export interface SdkService extends SdkEndpoint {
  /** Empty before a log-in. */
  readonly sessionKey: string;
  /** Any request; `body` is sent as it is. */
  request(
    path: string,
    method: Outgoing['method'],
    query: Params,
    post: null,
    body: string,
    headers: Record<string, string>,
  ): Promise<SdkResponse>;
  /** Gets a session key, then splunkd's version. */
  login(): Promise<unknown>;
  /** splunkd's parser: resolves where it takes the query. */
  parse(query: string, params: Params): Promise<unknown>;
  savedSearches(): SdkEndpoint;
}

/** The SDK's HTTP layer. A subclass brings `makeRequest`, a `Send<object>`: the way that its lib/http.js documents. */
export interface SdkHttp {
  _cookieStore: Record<string, string>;
}

export type SdkCredentials = { readonly username: string; readonly password: string } | SdkSession;

export interface SdkSession {
  readonly sessionKey: string;
  readonly authorization?: 'Splunk' | 'Bearer';
}

export interface SdkServiceParams {
  readonly scheme: 'https';
  readonly host: string;
  readonly port: string;
  readonly owner: string;
  readonly app: string;
  readonly version: string;
  readonly autologin: boolean;
}

export interface Sdk {
  readonly Service: new (http: SdkHttp, params: SdkServiceParams & SdkCredentials) => SdkService;
  readonly Http: { extend(methods: object): new () => SdkHttp };
}

const require = createRequire(import.meta.url);

/**
 * Loads the SDK on first use, module by module: the package's index reads `.env` of the working directory into the environment
 * (dotenv) and loads the HTTP client that we replace; the modules do neither. Its logger would print splunkd's messages to the
 * console and sets LOG_LEVEL in the environment: it is silenced, and the variable restored.
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
