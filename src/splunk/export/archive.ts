import { crc32 } from 'node:zlib';
import { pack } from 'tar-stream';

/** Every entry has this time, so that equal content gives equal bytes: 2000-01-01. */
const MTIME = new Date('2000-01-01T00:00:00Z');
/** Longest stored block of deflate: its length has 16 bits (RFC 1951, section 3.2.4). */
const BLOCK = 0xffff;

/**
 * A gzipped tar of these files in one top folder: entries sorted, folders first, owner and group 0, no executable, one time. The
 * same bytes for the same files on any machine.
 */
export async function tarGz(folder: string, files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const archive = pack();
  const names = [...files.keys()].map((path) => `${folder}/${path}`).sort();
  const folders = new Set(names.flatMap(parents));
  for (const name of [...folders].sort()) {
    archive.entry({ name: `${name}/`, type: 'directory', mode: 0o755, ...SHARED });
  }
  for (const name of names) {
    const content = files.get(name.slice(folder.length + 1)) ?? Buffer.alloc(0);
    archive.entry({ name, type: 'file', mode: 0o644, ...SHARED }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipStored(Buffer.concat(chunks));
}

const SHARED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' };

/** `a/b/c.txt`: `a`, `a/b`. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/**
 * Gzip (RFC 1952) with stored blocks: what zlib compresses to differs between its versions and processors, and an export's hash
 * is to tell whether anything changed. Apps are small.
 */
function gzipStored(data: Buffer): Buffer {
  // Magic, deflate, no flags, no time, no extra flags, unknown operating system.
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])];
  for (let at = 0; at === 0 || at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + BLOCK >= data.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length % 2 ** 32, 4);
  return Buffer.concat([...parts, tail]);
}
