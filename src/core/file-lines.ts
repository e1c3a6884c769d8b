import { readSync } from 'node:fs';

const CHUNK = 256 * 1024;
/** A file whose lines are longer is another one than was meant. In bytes. */
export const LONGEST_LINE = 64 * 1024 * 1024;

/**
 * The lines of an open file from its beginning, without their ends. Each is valid only until the next is asked for. Throws Error where one is
 * too long.
 */
export function* readLines(file: number, longest = LONGEST_LINE): Generator<Buffer> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let started: Buffer[] = [];
  let length = 0;
  for (let at = 0; ; ) {
    const read = readSync(file, chunk, 0, CHUNK, at);
    if (read === 0) break;
    at += read;
    let from = 0;
    for (let end = chunk.indexOf(10, from); end !== -1 && end < read; end = chunk.indexOf(10, from)) {
      const rest = chunk.subarray(from, end);
      yield started.length === 0 ? rest : Buffer.concat([...started, rest]);
      started = [];
      length = 0;
      from = end + 1;
    }
    if (from < read) started.push(Buffer.from(chunk.subarray(from, read)));
    length += read - from;
    if (length > longest) throw new Error(`a line is longer than ${longest} bytes`);
  }
  if (started.length > 0) yield Buffer.concat(started);
}
