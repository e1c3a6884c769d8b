import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where tests keep what a later run of them can use. */
export const CACHE = join(ROOT, 'node_modules/.cache/huntsync-test');
/** What a compiled program does not need beside it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['dist', 'src', 'test', 'coverage', 'docs']);

let known: string | undefined;

/**
 * Folder of the compiled program, as `dist` would be: compiled by the first test that asks, into a folder that belongs to exactly
 * this source. `dist` itself stays as it is, so that no run of tests changes the program that somebody is using, and two
 * runs side by side do not wait for each other.
 */
export function compiled(): string {
  known ??= join(CACHE, `build-${sourceHash()}`);
  if (!existsSync(known)) build(known);
  return join(known, 'dist');
}

function build(place: string): void {
  mkdirSync(CACHE, { recursive: true });
  // Whole or not at all: it is made aside, and gets its name when it is done.
  const aside = mkdtempSync(join(CACHE, 'making-'));
  try {
    for (const name of readdirSync(ROOT)) {
      if (!LEFT_OUT.has(name) && !name.startsWith('.')) symlinkSync(join(ROOT, name), join(aside, name));
    }
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    // Type errors are the type check's to report: the compiler writes its output all the same.
    spawnSync(process.execPath, [compiler, '-p', join(ROOT, 'src'), '--outDir', join(aside, 'dist')]);
    const { status, stderr } = spawnSync(process.execPath, [join(aside, 'dist/build.js')], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`The program could not be built: ${stderr}`);
    renameSync(aside, place);
    forgetOld();
  } catch (error) {
    // Another run may have made the same meanwhile.
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Yesterday's programs: today's may be in use by another run. */
function forgetOld(): void {
  const yesterday = new Date(Date.now() - 86_400_000);
  for (const name of readdirSync(CACHE)) {
    const place = join(CACHE, name);
    if (/^(?:build|making)-/.test(name) && statSync(place).mtime < yesterday)
      rmSync(place, { recursive: true, force: true });
  }
}

/** Of the source and of where it is: the program reads files beside it. */
function sourceHash(): string {
  const files = [...globSync('src/**/*', { cwd: ROOT }).sort(), 'package.json', 'tsconfig.json'];
  const texts = files.map((file) => `${file}\n${readFileSync(join(ROOT, file), 'utf8')}`);
  return createHash('sha256')
    .update([ROOT, ...texts].join('\n'))
    .digest('hex')
    .slice(0, 16);
}
