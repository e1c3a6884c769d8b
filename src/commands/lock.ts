import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HuntsyncError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { makeFolder } from '../core/make-folder.ts';
import { readRegularFile } from '../core/regular-file.ts';

/** Held by one schedule of a configuration on one machine. */
export interface ScheduleLock {
  release(): void;
}

/**
 * Keeps a second schedule of the same configuration from running on this machine: two of them write the same objects at the same
 * time. Throws HuntsyncError that names the other process. Without a folder to keep it in, nothing is locked.
 */
export function lockSchedule(config: string, folder: string | undefined): ScheduleLock {
  if (folder === undefined) return { release: () => undefined };
  makeFolder(folder, 0o700);
  const path = join(folder, `schedule-${sha256(resolve(config), 12)}.lock`);
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    while (!put(draft, path)) {
      refuseHeld(path, path, config);
      takeAway(path, config);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Nobody sees a lock before it says whose it is. False where there is one. */
function put(draft: string, path: string): boolean {
  for (const place of [linkSync, copyNew]) {
    try {
      place(draft, path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      // A file system without links.
      if (place === copyNew) throw error;
    }
  }
  return false;
}

function copyNew(draft: string, path: string): void {
  copyFileSync(draft, path, constants.COPYFILE_EXCL);
}

/** Takes the lock of a process that is gone away, and no other one that somebody has put there meanwhile. */
function takeAway(path: string, config: string): void {
  const old = `${path}.${randomUUID()}`;
  try {
    renameSync(path, old);
  } catch (error) {
    // Another one has taken it away.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    refuseHeld(old, path, config);
  } catch (error) {
    put(old, path);
    throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function refuseHeld(file: string, path: string, config: string): void {
  const holder = holderOf(file);
  if (holder === null) return;
  throw new HuntsyncError(`Another schedule of ${config} is running (process ${holder}).`, {
    remedy: `End it first. If there is none, delete ${path}.`,
  });
}

/** Longer than any number of a process. */
const MAX_BYTES = 64;

/** The process that holds a lock; null where it is gone. */
function holderOf(file: string): number | null {
  let pid: number;
  try {
    pid = Number(readRegularFile(file, MAX_BYTES).toString());
    if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
  } catch {
    return null;
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: the process is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null;
  }
}
