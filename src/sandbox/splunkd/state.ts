import { openStore, type Store } from '../store.ts';

/** user: private to its owner; app: seen in its own app; global: seen from every app; system: splunkd's own. */
export type Sharing = 'user' | 'app' | 'global' | 'system';

/** Roles that may read and write; null where the object has no access list of its own. */
export type Permissions = { read: string[]; write: string[] } | null;

/** One conf stanza in one namespace: what splunkd calls a knowledge object. */
export interface KnowledgeObject {
  name: string;
  app: string;
  owner: string;
  sharing: Sharing;
  perms: Permissions;
  /** Keys as the conf file spells them (enableSched, not is_scheduled), values as text. Defaults are not stored. */
  settings: Record<string, string>;
  /** ISO 8601, UTC. */
  updated: string;
  /** Shipped with its app: can be changed and disabled, not deleted. */
  builtin?: true;
}

export interface AppState {
  name: string;
  settings: Record<string, string>;
  updated: string;
  builtin?: true;
}

export interface UserState {
  name: string;
  /** `salt:hash` (scrypt). */
  password: string;
  roles: string[];
  realname: string;
  email: string;
}

export interface JobState {
  sid: string;
  owner: string;
  app: string;
  search: string;
  earliest: string;
  latest: string;
  statusBuckets: number;
  /** Name of the saved search that was dispatched; empty for an ad-hoc search. */
  savedSearch: string;
  started: string;
  /** Names of the fields in their order. */
  fields: string[];
  results: Record<string, string | string[]>[];
  /** Why it failed. */
  failure?: string;
}

export interface KvCollection {
  name: string;
  app: string;
  settings: Record<string, string>;
  documents: Record<string, Record<string, unknown>>;
}

export interface HecEvent {
  token: string;
  /** `event` and `raw` as received; metadata beside it. */
  event: unknown;
  index?: string;
  sourcetype?: string;
  host?: string;
  source?: string;
  time?: number | string;
  fields?: Record<string, unknown>;
}

/** Everything a splunkd stand-in remembers, as plain JSON. Session keys are kept elsewhere and die with the process. */
export interface SplunkdState {
  /** conf file name (without .conf) -> object key (see objects.ts) -> object. */
  confs: Record<string, Record<string, KnowledgeObject>>;
  apps: Record<string, AppState>;
  users: Record<string, UserState>;
  jobs: Record<string, JobState>;
  /** `app/collection` -> collection. */
  kv: Record<string, KvCollection>;
  events: HecEvent[];
  /** Makes search ids and document keys unique and repeatable. */
  counter: number;
}

export function emptySplunkdState(): SplunkdState {
  return { confs: {}, apps: {}, users: {}, jobs: {}, kv: {}, events: [], counter: 0 };
}

/** A state kept in `file`, or in memory only. */
export function openSplunkdStore(file?: string): Store<SplunkdState> {
  return openStore(file, emptySplunkdState());
}
