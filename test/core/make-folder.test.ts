import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../src/core/make-folder.ts';
import { writeWhole } from '../../src/core/write-whole.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('makes what is missing, and again without complaint', () => {
  const deep = join(folder, 'a/b/c');
  makeFolder(deep, 0o700);
  makeFolder(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['a']);
});

test('goes through links to folders', () => {
  makeFolder(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  makeFolder(join(folder, 'link/x/y'));
  expect(statSync(join(folder, 'real/x/y')).isDirectory()).toBe(true);
});

test('says what is in the way', async () => {
  writeFileSync(join(folder, 'file'), 'mine');
  expect(() => makeFolder(join(folder, 'file/x/y'))).toThrow('ENOTDIR');
  await expect(writeWhole(join(folder, 'file/x'), 'text')).rejects.toThrow('ENOTDIR');
  expect(readdirSync(folder)).toEqual(['file']);
});

test.skipIf(process.platform !== 'linux')('ends below a folder in which nothing can be made (Linux)', async () => {
  expect(() => makeFolder('/proc/nope/x')).toThrow('ENOENT');
  await expect(writeWhole('/proc/nope/x/file', 'text')).rejects.toThrow('ENOENT');
});
