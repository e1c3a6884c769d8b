import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

export interface WriteOptions {
  /** Permissions of the file. */
  readonly mode?: number;
  /** Of folders that are made for it. */
  readonly folderMode?: number;
}

/** What only this user may read and write: caches, and what a run has kept. */
export const PRIVATE: WriteOptions = { mode: 0o600, folderMode: 0o700 };

/** Writes a file atomically, creating its folder if needed. Rejects on failure. */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  { mode, folderMode }: WriteOptions = {},
): Promise<void> {
  makeFolder(dirname(path), folderMode);
  // Readers of folders skip names with a leading dot.
  const draft = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    await writeFile(draft, content, { encoding: 'utf8', flag: 'wx', ...(mode === undefined ? {} : { mode }) });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
