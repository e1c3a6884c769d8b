import { type Handler, type ServeOptions, type StandInServer, serve } from '../server.ts';
import type { Store } from '../store.ts';
import { hashPassword } from './auth.ts';
import type { Limits, RunSearch, Splunkd } from './call.ts';
import { createHandler } from './handler.ts';
import { createHecAcks, type HecToken } from './hec-token.ts';
import { seed, seedCollections } from './seed.ts';
import { createSessions } from './sessions.ts';
import { openSplunkdStore, type SplunkdState } from './state.ts';

export type { FieldValue, RunSearch, SearchOutcome, SearchSpan } from './call.ts';
export { type HecEvent, openSplunkdStore, type SplunkdState } from './state.ts';

export interface SplunkdOptions {
  /** Where the state is kept; in memory without it. */
  readonly store?: Store<SplunkdState>;
  /** Name -> password, all administrators. Default: admin with `changed!`. */
  readonly users?: Readonly<Record<string, string>>;
  /** Bearer tokens; they stand for the first of `users`. */
  readonly tokens?: readonly string[];
  /** Installed beside `search` and `launcher`; Splunk_SA_CIM brings its data models and macros. */
  readonly apps?: readonly string[];
  /** What their app.conf says of them: app -> setting, as `version`. */
  readonly appSettings?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Macros of installed apps: app -> macro (`name(1)`) -> its settings (`args`, `definition`). */
  readonly macros?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  /** Default 10.2.0. */
  readonly version?: string;
  readonly now?: () => Date;
  /** SPL commands of installed add-ons; unknown ones do not parse. */
  readonly commands?: readonly string[];
  /** KV store collections of installed apps: app -> collection -> its settings (`field.x`, `accelerated_fields.x`). */
  readonly collections?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;
  /** HTTP Event Collector tokens; without any, every token is invalid. */
  readonly hecTokens?: readonly (string | HecToken)[];
  /** Default: those of limits.conf as it is shipped (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf). */
  readonly limits?: Partial<Limits>;
  /** What a search finds. Default: nothing. */
  readonly runSearch?: RunSearch;
}

/** https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf of Splunk 10.2. */
const SHIPPED_LIMITS: Limits = {
  hecContentLength: 838_860_800,
  batchSaveBytes: 50 * 1024 * 1024,
  batchSaveDocuments: 1000,
  rowsPerQuery: 50_000,
};

/**
 * A stand-in for splunkd's REST API, serving plain JSON state. It copies documented and measured behaviour; each place
 * names its source, and says where a wording is not confirmed.
 */
export function createSplunkd(options: SplunkdOptions = {}): { handler: Handler; state: SplunkdState } {
  const store = options.store ?? openSplunkdStore();
  const now = options.now ?? (() => new Date());
  const users = Object.entries(options.users ?? { admin: 'changed!' });
  const first = users[0]?.[0] ?? 'admin';
  const splunkd: Splunkd = {
    state: store.state,
    sessions: createSessions(now, new Map((options.tokens ?? []).map((token) => [token, first]))),
    version: options.version ?? '10.2.0',
    now,
    commands: new Set(options.commands ?? []),
    runSearch: options.runSearch ?? (() => ({ fields: [], results: [] })),
    hecTokens: (options.hecTokens ?? []).map((token) => (typeof token === 'string' ? { token } : token)),
    hecAcks: createHecAcks(),
    limits: { ...SHIPPED_LIMITS, ...options.limits },
  };
  for (const [name, password] of users) {
    store.state.users[name] = { name, password: hashPassword(password), roles: ['admin'], realname: '', email: '' };
  }
  seed(store.state, options.apps ?? [], options, now());
  seedCollections(store.state, options.collections ?? {});
  return { handler: createHandler(splunkd, () => store.changed()), state: store.state };
}

/** Serves a splunkd stand-in on loopback. */
export async function startSplunkd(
  options: SplunkdOptions & ServeOptions = {},
): Promise<StandInServer & { state: SplunkdState }> {
  const { handler, state } = createSplunkd(options);
  return { ...(await serve(handler, options)), state };
}
