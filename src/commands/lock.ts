import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HuntsyncError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import { makeFolder } from '../core/make-folder.ts';

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
  makeFolder(folder);
  const path = join(folder, `schedule-${sha256(resolve(config), 12)}.lock`);
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = holderOf(path);
      if (holder !== null) {
        throw new HuntsyncError(`Another schedule of ${config} is running (process ${holder}).`, {
          remedy: `End it first. If there is none, delete ${path}.`,
        });
      }
      // Its process is gone.
      rmSync(path, { force: true });
    }
  }
}

/** The process that holds a lock; null where it is gone. */
function holderOf(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // EPERM: the process is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? Number(readFileSync(path, 'utf8')) : null;
  }
}
