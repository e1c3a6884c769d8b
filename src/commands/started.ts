import { basename, dirname, isAbsolute, relative } from 'node:path';

/**
 * How the program was started, as one would type it again: `huntsync` where it is installed or linked, `npx huntsync` where a project has it
 * among its own packages (npx then fetches nothing), and `node dist/cli.js` in a checkout.
 *
 * @param script `process.argv[1]`: a link keeps its own name in it.
 */
export function startedAs(script: string | undefined, cwd: string): string {
  if (script === undefined) return 'huntsync';
  const path = script.replaceAll('\\', '/');
  if (/\/node_modules\/\.bin\/huntsync(?:\.cmd|\.ps1)?$/.test(path)) return 'npx huntsync';
  if (/^huntsync(?:\.cmd|\.ps1)?$/.test(basename(path)) || path.includes('/node_modules/huntsync/')) return 'huntsync';
  const below = relative(cwd, script);
  const isNear = below !== '' && !below.startsWith('..') && !isAbsolute(below);
  const shown = isNear ? below : script;
  return basename(dirname(path)) === 'dist' ? `node ${/\s/.test(shown) ? JSON.stringify(shown) : shown}` : 'huntsync';
}
