import type { ConfStanza } from '../conf.ts';

/** Every kind of finding. */
export const CHECKS = [
  'hidden-file',
  'local-file',
  'unknown-place',
  'nested-archive',
  'space-in-name',
  'permissions',
  'link-outside',
  'icon',
  'secret',
  'hard-coded-address',
  'encoding',
  'app-conf',
  'app-id',
  'app-version',
  'app-configured',
  'app-state',
  'app-build',
  'app-checksum',
  'app-label',
  'app-trademark',
  'app-author',
  'app-description',
  'app-updates',
  'app-triggers',
  'manifest',
  'conf-syntax',
  'conf-encoding',
  'conf-place',
  'conf-default-stanza',
  'meta',
  'search-name',
  'search-empty',
  'search-description',
  'search-backslash',
  'search-email',
  'search-action',
  'search-real-time',
  'search-schedule',
  'search-cron',
  'search-frequency',
  'search-window',
  'search-unknown-key',
  'all-disabled',
  'xml',
  'xml-place',
  'view-code',
  'view-version',
  'view-label',
  'view-root',
  'view-definition',
  'nav',
  'lookup-file',
  'lookup',
  'collection',
] as const;
export type Check = (typeof CHECKS)[number];

export interface Finding {
  readonly check: Check;
  readonly path: string;
  readonly message: string;
}

export interface AppFile {
  /** Relative to the app, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Permission bits. */
  readonly mode: number;
  /** Where a link leads, absolute. */
  readonly target?: string;
}

export interface App {
  readonly id: string;
  readonly folder: string;
  readonly files: readonly AppFile[];
  read(path: string): Buffer;
  /** Path -> stanzas of each conf and meta file that could be read. */
  readonly confs: ReadonlyMap<string, readonly ConfStanza[]>;
}

/** Settings of a stanza, empty where there is none. */
export function settingsOf(app: App, path: string, stanza: string): Readonly<Record<string, string>> {
  const found = app.confs.get(path)?.find(({ name }) => name === stanza);
  return Object.fromEntries((found?.settings ?? []).map(({ name, value }) => [name, value]));
}
