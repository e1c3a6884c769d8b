import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A stand-in's whole state, kept in one JSON file or in memory only. */
export interface Store<T> {
  readonly state: T;
  /** Call after every change: the file is written soon after, many changes at once. */
  changed(): void;
  /** Writes what is not yet written. */
  flush(): void;
}

const SAVE_DELAY_MS = 150;

/** Opens a state file; without a file, or where there is none yet, the state starts as `initial`. */
export function openStore<T>(file: string | undefined, initial: T): Store<T> {
  const state = file === undefined ? initial : (read<T>(file) ?? initial);
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    if (file === undefined || timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  };
  return {
    state,
    changed() {
      timer ??= setTimeout(flush, SAVE_DELAY_MS).unref();
    },
    flush,
  };
}

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`The sandbox state in ${file} cannot be read; delete the folder to start again.`, {
      cause: error,
    });
  }
}
