import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';

/** The files of a folder of briefings, and the parts of the folder that could not be read. */
export interface FoundBriefings {
  /** Relative to the folder, sorted. */
  readonly files: string[];
  readonly problems: Problem[];
}

/**
 * Folders that the producer keeps beside its briefings, and folders that never hold one. Names with a leading dot are skipped
 * too.
 */
const SKIPPED: ReadonlySet<string> = new Set(['INDEX.md', '_TEMPLATES.md', '_weekly', 'node_modules']);

/**
 * Finds `.md` and `.txt` files. Links are followed, because mounted configuration is made of them, and each file counts once,
 * under its own name rather than a link's. Not a glob, because globs silently skip what they cannot open, and take exponential
 * time where links form loops.
 */
export async function findBriefings(
  folder: string,
  isExcluded: (path: string) => boolean = () => false,
  signal?: AbortSignal,
): Promise<FoundBriefings> {
  const files: string[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const pending = [''];
  const links: string[] = [];
  for (let path = pending.pop(); path !== undefined; path = pending.pop() ?? links.pop()) {
    signal?.throwIfAborted();
    try {
      const target = await realpath(join(folder, path));
      if (seen.has(target)) continue;
      seen.add(target);
      if (!(await stat(target)).isDirectory()) {
        if (isBriefingName(path)) files.push(path);
        continue;
      }
      for (const entry of await readdir(target, { withFileTypes: true })) {
        const below = path === '' ? entry.name : `${path}/${entry.name}`;
        if (entry.name.startsWith('.') || SKIPPED.has(entry.name) || isExcluded(below)) continue;
        if (entry.isSymbolicLink()) links.push(below);
        else if (entry.isDirectory() || isBriefingName(below)) pending.push(below);
      }
    } catch (error) {
      const message = `This cannot be opened: ${messageOf(error)}.`;
      problems.push({ code: 'unreadable', message, path: join(folder, path) });
    }
  }
  return { files: files.sort(), problems };
}

function isBriefingName(path: string): boolean {
  return /\.(?:md|txt)$/i.test(path);
}
