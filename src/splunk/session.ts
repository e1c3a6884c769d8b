import { readFileSync } from 'node:fs';
import { EXIT, HuntsyncError, messageOf } from '../core/errors.ts';
import { registerSecret } from '../core/log.ts';
import type { SplunkConfig } from './config.ts';
import { SplunkError } from './errors.ts';
import { createHttp } from './http.ts';
import type { Clockwork } from './retry.ts';
import { loadSdk, type SdkEndpoint, type SdkService } from './sdk.ts';

export interface SessionOptions {
  /** splunkd's management address. */
  readonly url: string;
  readonly app: string;
  readonly auth: { readonly token: string } | { readonly username: string; readonly password: string };
  /** PEM text. */
  readonly ca: string | undefined;
  readonly insecureSkipVerify: boolean;
  readonly timeoutMs: number;
  readonly world: Clockwork;
}

/** A session as the configuration describes it. Throws HuntsyncError where the CA file cannot be read. */
export function sessionOptions(config: SplunkConfig, world: Clockwork): SessionOptions {
  registerSecret(config.token);
  registerSecret(config.password);
  const { token, username = '', password = '' } = config;
  return {
    url: config.url,
    app: config.app,
    auth: token === undefined ? { username, password } : { token },
    ca: config.ca === undefined ? undefined : readCa(config.ca, config.name),
    insecureSkipVerify: config.insecureSkipVerify,
    timeoutMs: config.timeoutSeconds * 1000,
    world,
  };
}

/** The SDK's service for one instance, logged in when needed. */
export interface Session {
  /** For messages: scheme, host and port. */
  readonly origin: string;
  readonly service: SdkService;
  /** The app's saved searches. */
  readonly searches: SdkEndpoint;
  /** One saved search of the app. */
  search(name: string): SdkEndpoint;
  /** Runs SDK calls with a session, renewing one that has expired, once. Throws SplunkError. */
  call<T>(signal: AbortSignal | undefined, calls: () => Promise<T>): Promise<T>;
  requests(): number;
  close(): void;
}

/** Decides only how the SDK writes its paths, for which every version since 9.0.2 is the same; a log-in replaces it. */
const ASSUMED_VERSION = '9.4';

export function openSession({ url, app, auth, world, ...transport }: SessionOptions): Session {
  const { origin, hostname, port, pathname } = new URL(url);
  const http = createHttp({ origin, world, ...transport });
  const sdk = loadSdk();
  const InjectedHttp = sdk.Http.extend({ makeRequest: http.makeRequest, makeRequestAsync: http.makeRequest });
  const service = new sdk.Service(new InjectedHttp(), {
    scheme: 'https',
    host: hostname,
    port: port || '443',
    version: ASSUMED_VERSION,
    // The SDK would log in once for each of several calls under way at the same time.
    autologin: false,
    ...('token' in auth ? { sessionKey: auth.token, authorization: 'Bearer' as const } : auth),
  });
  service.prefix += pathname.replace(/\/$/, '');
  const namespace = () => ({ owner: 'nobody', app, sharing: 'app' });
  let login: Promise<void> | undefined;

  const logIn = (): Promise<void> => {
    service.logout();
    // Under no caller's signal: others wait for the same session.
    const attempt = http
      .under(undefined, () => service.login())
      .then(
        () => registerSecret(service.sessionKey ?? undefined),
        (error: unknown) => {
          login = undefined;
          throw error instanceof SplunkError ? error : noSession(origin, error);
        },
      );
    login = attempt;
    return attempt;
  };

  return {
    origin,
    service,
    searches: service.savedSearches(namespace()),
    search: (name) => new sdk.Service.SavedSearch(service, pathSafe(name), namespace()),
    call: (signal, calls) =>
      http.under(signal, async () => {
        if ('token' in auth) return calls();
        await (login ?? logIn());
        const used = service.sessionKey;
        try {
          return await calls();
        } catch (error) {
          if (!(error instanceof SplunkError) || error.status !== 401) throw error;
          await (service.sessionKey === used ? logIn() : login);
          return calls();
        }
      }),
    requests: () => http.requests(),
    close: () => http.close(),
  };
}

/** `.` and `..` survive percent-encoding, and would turn a call about one search into one about all of them. */
function pathSafe(name: string): string {
  if (/^\.{0,2}$/.test(name)) throw new SplunkError(`"${name}" is not a name that can be addressed`, {});
  return name;
}

function noSession(origin: string, error: unknown): SplunkError {
  return new SplunkError(`${origin}: log-in gave no session: ${messageOf(error)}`, { fatal: true, cause: error });
}

function readCa(path: string, platform: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new HuntsyncError(`${platform}: the CA file ${path} cannot be read`, {
      exitCode: EXIT.usage,
      remedy: 'Set `ca` to a PEM file that exists, or leave it out to trust the system’s authorities.',
      cause: error,
    });
  }
}
