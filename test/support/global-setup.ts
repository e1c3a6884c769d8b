import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Some tests start the program as its users do: they need it built. Type errors are the type check's to report: the
 * compiler writes its output all the same.
 */
export function setup(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src'], { cwd: root, stdio: 'ignore' });
}
