import { readSync } from 'node:fs';

const CHUNK = 256 * 1024;

/** The lines of an open file from its beginning, without their ends. Each is valid only until the next is asked for. */
export function* readLines(file: number): Generator<Buffer> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let started: Buffer[] = [];
  for (let at = 0; ; ) {
    const read = readSync(file, chunk, 0, CHUNK, at);
    if (read === 0) break;
    at += read;
    let from = 0;
    for (let end = chunk.indexOf(10, from); end !== -1 && end < read; end = chunk.indexOf(10, from)) {
      const rest = chunk.subarray(from, end);
      yield started.length === 0 ? rest : Buffer.concat([...started, rest]);
      started = [];
      from = end + 1;
    }
    if (from < read) started.push(Buffer.from(chunk.subarray(from, read)));
  }
  if (started.length > 0) yield Buffer.concat(started);
}
