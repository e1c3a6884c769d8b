import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { compiled } from '../support/compiled.ts';
import { ROOT } from '../support/world.ts';

const page = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');

test('the example of docs/library.md runs against the compiled package', async () => {
  const [, code = ''] = /^```js\n([\s\S]*?)^```$/m.exec(page) ?? [];
  // Inside the package, where its own name stands for it.
  const folder = mkdtempSync(join(dirname(compiled()), 'example-'));
  try {
    const file = join(folder, 'example.mjs');
    writeFileSync(file, code);
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    const told = JSON.parse(stdout) as { articles: number; hunts: number; rejected: string[]; proved: number };
    expect(told.articles).toBe(10);
    expect(told.hunts).toBeGreaterThan(told.articles);
    expect(told.proved).toBeGreaterThan(0);
    expect(Array.isArray(told.rejected)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the page names every function of the library, and none that it lacks', async () => {
  const library = (await import(pathToFileURL(join(compiled(), 'library.js')).href)) as Record<string, unknown>;
  const functions = Object.keys(library).filter((name) => /^[a-z]/.test(name));
  const table = [...page.matchAll(/^\| [^|]+\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(table.filter((name) => !functions.includes(name ?? ''))).toEqual([]);
  const shown = functions.filter((name) => !table.includes(name) && !page.includes(name));
  // Means of those: what a plan needs.
  expect(shown.sort()).toEqual(['createBriefingsSource', 'loadConfig']);
});

test('every export has its types, and they stand where package.json says', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: { '.': { types: string; default: string } };
  };
  const { types, default: code } = manifest.exports['.'];
  const place = dirname(compiled());
  const declared = readFileSync(join(place, types), 'utf8');
  for (const name of ['parseBriefing', 'classifyItem', 'normalizeHunts', 'checkHunts', 'planSync']) {
    expect(declared).toContain(name);
  }
  expect(readFileSync(join(place, code), 'utf8')).toContain('readBriefingFiles');
});
