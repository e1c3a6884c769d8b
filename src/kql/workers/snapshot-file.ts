import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { engineFlags } from '../../core/engine.ts';
import { hashOf } from '../../core/hash.ts';
import { rulesVersion } from '../cache.ts';

const FOLDER = new URL('../../bundle/', import.meta.url);

/**
 * Flags of V8 for a process from the snapshot, which has to be made with the same. Syntax trees are short-lived, and little space for new
 * objects (MiB) serves them as well as more.
 */
export const SNAPSHOT_FLAGS: readonly string[] = [...engineFlags(process.versions.v8), '--max-semi-space-size=4'];

/**
 * Where the build leaves the snapshot of exactly this code for exactly this Node. Node itself compares versions alone, and one of the same
 * version may have been built otherwise.
 */
export function snapshotFile(): string {
  const { versions, config, arch, platform } = process;
  const key = hashOf([rulesVersion(), versions, config, arch, platform, SNAPSHOT_FLAGS], 32);
  return fileURLToPath(new URL(`kql-${key}.snapshot`, FOLDER));
}

let known: string | null | undefined;

/** The snapshot that a process can be started from; null where the build has left none for this Node and this code. */
export function usableSnapshot(): string | null {
  if (known === undefined) {
    const file = snapshotFile();
    known = existsSync(file) ? file : null;
  }
  return known;
}

/** One that no process could be started from is not tried again. */
export function giveUpSnapshot(): void {
  known = null;
}
