import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockSchedule } from '../../src/commands/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huntsync-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = () => readdirSync(folder).map((name) => join(folder, name));

test('a lock goes with its schedule, and another configuration has its own', () => {
  const first = lockSchedule('a.yaml', folder);
  const second = lockSchedule('b.yaml', folder);
  expect(files()).toHaveLength(2);
  first.release();
  second.release();
  expect(files()).toEqual([]);
});

test('a lock of a living process is respected and named; one of a process that is gone is not', () => {
  const own = lockSchedule('a.yaml', folder);
  const [path = ''] = files();
  // The parent of this process lives as long as it.
  writeFileSync(path, String(process.ppid));
  expect(() => lockSchedule('a.yaml', folder)).toThrow(new RegExp(`process ${process.ppid}`));
  writeFileSync(path, 'not a process');
  lockSchedule('a.yaml', folder).release();
  expect(existsSync(path)).toBe(false);
  own.release();
});

test('without a folder nothing is locked', () => {
  expect(() => lockSchedule('a.yaml', undefined).release()).not.toThrow();
});

test('a lock says whose it is from the moment that it is there, in a folder of its own', () => {
  const own = join(folder, 'cache');
  const lock = lockSchedule('a.yaml', own);
  const [name = ''] = readdirSync(own);
  expect(readdirSync(own)).toEqual([name]);
  expect(readFileSync(join(own, name), 'utf8')).toBe(String(process.pid));
  if (process.platform !== 'win32') expect(statSync(own).mode & 0o777).toBe(0o700);
  lock.release();
});

test.skipIf(process.platform === 'win32').each([
  ['a pipe', (path: string) => void execFileSync('mkfifo', [path])],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a long text', (path: string) => writeFileSync(path, '1'.repeat(10_000))],
  ['nothing', (path: string) => writeFileSync(path, '')],
])('%s in its place holds up nobody', (_, put) => {
  lockSchedule('a.yaml', folder).release();
  const own = lockSchedule('a.yaml', folder);
  const [path = ''] = files();
  own.release();
  put(path);
  const lock = lockSchedule('a.yaml', folder);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  lock.release();
  expect(files()).toEqual([]);
});
