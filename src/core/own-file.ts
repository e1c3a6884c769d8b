import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * The text of a file that nobody but the account we run as can have written; null where somebody else can, since a folder for such files
 * may be one that others share. Throws where it cannot be read. On Windows, which has no owners of this kind, the text as it is.
 */
export function readOwnFile(path: string): string | null {
  return withOwnFile(path, (file) => readFileSync(file, 'utf8'));
}

/** What is made of such a file while it is open, by its descriptor; null where somebody else can have written it. */
export function withOwnFile<T>(path: string, use: (file: number) => T): T | null {
  const file = openSync(path, 'r');
  try {
    const { uid, mode } = fstatSync(file);
    const isForeign = process.getuid !== undefined && (uid !== process.getuid() || (mode & OTHERS_WRITE) !== 0);
    return isForeign ? null : use(file);
  } finally {
    closeSync(file);
  }
}

const OTHERS_WRITE = 0o022;
