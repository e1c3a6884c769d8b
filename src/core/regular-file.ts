import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** Most bytes of a file that a configuration names: a certificate, a secret, a list. */
export const MOST_NAMED_BYTES = 16 * 1024 * 1024;

/**
 * Opens a file to be read, and nothing else: a pipe would wait for somebody to write into it, a device may never end. What is looked at is
 * what was opened, whatever stands at the path by then.
 *
 * @throws Error that says what it is.
 */
export function openRegularFile(path: string): number {
  // Windows has no such flag, and no pipe that a path of a folder leads to.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw new Error(`${path} is no regular file`);
}

/**
 * The bytes of a regular file. Where it grows meanwhile, the limit holds all the same.
 *
 * @throws Error where it cannot be read, is no regular file, or is larger.
 */
export function readRegularFile(path: string, maxBytes = MOST_NAMED_BYTES): Buffer {
  const file = openRegularFile(path);
  try {
    return readOpen(file, path, maxBytes);
  } finally {
    closeSync(file);
  }
}

/** The bytes of an open file. Throws Error where there are more. */
export function readOpen(file: number, path: string, maxBytes: number): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let read = 0;
  for (;;) {
    // Files of /proc say that they are empty: their size tells nothing. And they come in pieces smaller than what is asked for.
    const count = readSync(file, chunk, 0, CHUNK_BYTES, null);
    if (count === 0) return Buffer.concat(chunks, read);
    chunks.push(Buffer.from(chunk.subarray(0, count)));
    read += count;
    if (read > maxBytes) throw new Error(`${path} is larger than ${maxBytes} bytes`);
  }
}

const CHUNK_BYTES = 64 * 1024;
