import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
