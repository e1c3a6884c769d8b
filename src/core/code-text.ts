import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from './hash.ts';

/** What the build leaves in a folder of code. */
interface FolderDigest {
  readonly digest: string;
  /** Bytes of each file, by its path in the folder. */
  readonly sizes: Readonly<Record<string, number>>;
}

const DIGEST_FILE = 'code-digest.json';

/**
 * What tells the source files in a folder from any others, compiled or not: for keys of what these files have worked out. Their texts, or one
 * digest of them that the build left, as long as no file is newer than that or has another size.
 */
export function codeIn(folder: URL): readonly string[] {
  const path = fileURLToPath(folder);
  const known = asked.get(path);
  if (known) return known;
  const digest = readDigest(path);
  const told = digest === null ? textsIn(path) : [digest];
  asked.set(path, told);
  return told;
}

/** The code that a process runs stays what it is; and two languages ask for a folder that both use. */
const asked = new Map<string, readonly string[]>();

/** A step of `npm run build`: leaves its digest in each folder of the compiled program. */
export function writeDigests(program: URL): void {
  const root = fileURLToPath(program);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(root, entry.name);
    const sizes = Object.fromEntries(filesIn(folder).map((name) => [name, statSync(join(folder, name)).size]));
    const left: FolderDigest = { digest: hashOf(textsIn(folder)), sizes };
    writeFileSync(join(folder, DIGEST_FILE), JSON.stringify(left));
  }
}

/** The digest that the build left; null where there is none, or the code has changed since. */
export function readDigest(folder: string): string | null {
  try {
    const file = join(folder, DIGEST_FILE);
    const { digest, sizes }: FolderDigest = JSON.parse(readFileSync(file, 'utf8'));
    const { mtimeMs } = statSync(file);
    // A file that is not among them is used by none of them, or that one would have changed.
    const isSame = Object.entries(sizes).every(([name, size]) => {
      const found = statSync(join(folder, name));
      return found.size === size && found.mtimeMs <= mtimeMs;
    });
    return isSame ? digest : null;
  } catch {
    return null;
  }
}

function textsIn(folder: string): string[] {
  return filesIn(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .sort();
}
