import { gzipSync } from 'fflate';
import { pack } from 'tar-stream';

/** Every entry has this time, so that equal content gives equal bytes: 2000-01-01. */
const MTIME = new Date('2000-01-01T00:00:00Z');

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
  // Not Node's own zlib: what that compresses to differs between its versions and processors, and an export's hash is to tell
  // whether anything changed.
  return Buffer.from(gzipSync(Buffer.concat(chunks), { level: 9, mtime: 0 }));
}

const SHARED = { mtime: MTIME, uid: 0, gid: 0, uname: '', gname: '' };

/** `a/b/c.txt`: `a`, `a/b`. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
