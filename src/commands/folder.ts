import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';

/**
 * Throws UsageError if a folder named on the command line, or a parent of it, is a file. Other obstacles are reported on writing.
 */
export function requireFolder(folder: string): void {
  const own = resolve(folder);
  for (let at = own; ; at = dirname(at)) {
    const found = kindOf(at);
    if (found === 'file')
      throw new UsageError(`${at === own ? folder : at} is a file.`, 'Name a folder; it is made where it is missing.');
    if (found !== 'missing' || dirname(at) === at) return;
  }
}

function kindOf(path: string): 'folder' | 'file' | 'missing' | 'unknown' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unknown';
  }
}
