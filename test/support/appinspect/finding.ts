import type { ConfStanza } from '../conf.ts';

export interface Finding {
  readonly check: string;
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
