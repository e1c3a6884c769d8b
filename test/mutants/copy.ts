import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the tests of these rooms never read. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage', '.git', '.sandbox']);

/** Does something with a copy of the tree, so that one may go on working in the tree itself; the copy is deleted afterwards. */
export async function withCopy(root: string, use: (copy: string) => Promise<void>): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'huntsync-mutants-'));
  try {
    for (const entry of readdirSync(root)) {
      if (!LEFT_OUT.has(entry)) cpSync(join(root, entry), join(copy, entry), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    await use(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
