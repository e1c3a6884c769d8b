import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * Writes a file atomically, creating its folder if needed. Rejects on failure.
 *
 * @param mode permissions of the file.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  makeFolder(dirname(path));
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
