import { closeSync, fstatSync } from 'node:fs';
import { openRegularFile, readOpen } from './regular-file.ts';

/**
 * The text of a regular file that nobody but the account we run as can have written; null where somebody else can, since a folder for such
 * files may be one that others share. Throws where it cannot be read, or is too long for a text. On Windows, which has no owners of this
 * kind, the text as it is.
 */
export function readOwnFile(path: string): string | null {
  return withOwnFile(path, (file) => readOpen(file, path, MAX_BYTES).toString('utf8'));
}

/** What is made of such a file while it is open, by its descriptor; null where somebody else can have written it. */
export function withOwnFile<T>(path: string, use: (file: number) => T): T | null {
  const file = openRegularFile(path);
  try {
    const { uid, mode } = fstatSync(file);
    const isForeign = process.getuid !== undefined && (uid !== process.getuid() || (mode & OTHERS_WRITE) !== 0);
    return isForeign ? null : use(file);
  } finally {
    closeSync(file);
  }
}

const OTHERS_WRITE = 0o022;
const MAX_BYTES = 256 * 1024 * 1024;
