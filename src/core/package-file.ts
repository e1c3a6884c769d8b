import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where a file of the package is, for a person: below the working folder as a relative path, elsewhere (a global installation) whole.
 *
 * @param path in the package, with `/`.
 */
export function packageFile(path: string, cwd: string = process.cwd()): string {
  // The same place from src/core and from dist/core.
  const whole = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const short = relative(cwd, whole);
  return short.startsWith('..') || isAbsolute(short) ? whole : short;
}
