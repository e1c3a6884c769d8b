import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { ROOT } from '../support/world.ts';

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** What `npm pack` would take; `dist` is there only where somebody has built it. */
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  }),
) as [Packed];
const paths = packed.files.map(({ path }) => path);

test('the package holds what the program reads and what people deploy', () => {
  const needed = [
    ...globSync(
      ['config/**/*.{json,yaml,txt,md}', 'splunk_app/**/*.{conf,xml,py}', 'sentinel/**/*.json', 'docs/*.md'],
      { cwd: ROOT },
    ),
    ...['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json'],
  ];
  expect(needed.length).toBeGreaterThan(100);
  const isKept = (path: string) => !/mentions\.no-attacks\.txt$/.test(path);
  expect(needed.filter((path) => isKept(path) && !paths.includes(path))).toEqual([]);
});

test('and nothing else: no sources, no tests, no training data, nothing of this checkout', () => {
  const known =
    /^(?:(?:dist|config|splunk_app|sentinel|docs)\/.+|(?:README|CONTRIBUTING|CHANGELOG)\.md|LICENSE|package\.json)$/;
  expect(paths.filter((path) => !known.test(path))).toEqual([]);
  // Declarations are the only TypeScript.
  expect(
    paths.filter((path) => /(?<!\.d)\.ts$|\.mjs$|no-attacks|\.map$|\.test\.|(?:^|\/)\.|node_modules/.test(path)),
  ).toEqual([]);
});

test('what is not built stays under 8 MB', () => {
  const rest = packed.files.filter(({ path }) => !path.startsWith('dist/'));
  expect(rest.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(8_000_000);
});

test('every path can stand on Windows', () => {
  const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
  const wrong = paths.filter((path) =>
    path.split('/').some((part) => /[<>:"\\|?*]|[ .]$/.test(part) || device.test(part)),
  );
  expect(wrong).toEqual([]);
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
});

test('the manifest names a command, a library and its types', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(manifest.bin).toEqual({ huntsync: 'dist/cli.js' });
  expect(manifest.exports['.']).toEqual({ types: './dist/library.d.ts', default: './dist/library.js' });
});
