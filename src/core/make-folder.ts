import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and the missing ones above it, one by one: Node's own recursive mkdir never ends below a folder that denies
 * its children exist, such as /proc (Node 20). Throws where one cannot be made; one that another process made meanwhile is fine.
 *
 * @param mode permissions of the folders that are made.
 */
export function makeFolder(path: string, mode?: number): void {
  const missing: string[] = [];
  for (let at = resolve(path); !exists(at); at = dirname(at)) {
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing) {
    try {
      mkdirSync(folder, mode === undefined ? {} : { mode });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Also true where something else is in the way: the caller gets that error when it uses the path. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // ENOTDIR: a part of the path is a file; creating the folder reports that.
    return (error as NodeJS.ErrnoException).code !== 'ENOTDIR';
  }
}
