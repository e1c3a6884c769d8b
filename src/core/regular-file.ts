import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Most bytes of a file that a configuration names: a certificate, a secret, a list. */
export const MOST_NAMED_BYTES = 16 * 1024 * 1024;

/**
 * Opens a file to be read, and nothing else: a pipe would wait for somebody to write into it, a device may never end. What is looked at is
 * what was opened, whatever stands at the path by then.
 *
 * @throws Error that says what it is.
 */
export function openRegularFile(path: string): number {
  const file = openSync(path, READ_AT_ONCE);
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw notRegular(path);
}

/** Windows has no such flag, and no pipe that a path of a folder leads to. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

function notRegular(path: string): Error {
  return new Error(`${path} is no regular file`);
}

/** A file has more bytes than are read of it. */
export class FileTooLarge extends Error {
  override name = 'FileTooLarge';
  constructor(path: string, maxBytes: number) {
    super(`${path} is larger than ${maxBytes} bytes`);
  }
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

/**
 * The same while other work goes on: for files that may be many, or on a disk that is slow.
 *
 * @throws Error where it cannot be read or is no regular file, FileTooLarge where it is larger.
 */
export async function loadRegularFile(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, READ_AT_ONCE);
  try {
    if (!(await file.stat()).isFile()) throw notRegular(path);
    const chunks: Buffer[] = [];
    let read = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return Buffer.concat(chunks, read);
      chunks.push(buffer.subarray(0, bytesRead));
      read += bytesRead;
      if (read > maxBytes) throw new FileTooLarge(path, maxBytes);
    }
  } finally {
    await file.close();
  }
}

/** The bytes of an open file. Throws FileTooLarge where there are more. */
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
    if (read > maxBytes) throw new FileTooLarge(path, maxBytes);
  }
}

const CHUNK_BYTES = 64 * 1024;
