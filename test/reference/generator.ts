import { existsSync, readFileSync } from 'node:fs';

const CONFIG = new URL('../../config/reference/', import.meta.url);

/** Extracts of the public sources beside the checkout, larger than the tests' own; absent in a public clone. */
const SHARED = new URL('../../../shared/reference/', import.meta.url);
export const hasShared = existsSync(SHARED);
export const UNLESS_SHARED = '(skipped where ../shared/reference is absent)';

/** A generator's exports: they are plain JavaScript, so that node runs them as they are. `path` is below config/reference. */
export async function generator<T>(path: string): Promise<T> {
  return (await import(new URL(path, CONFIG).href)) as T;
}

export function committed(path: string): string {
  return readFileSync(new URL(path, CONFIG), 'utf8');
}

/** A committed file's facts. */
export function committedJson(path: string) {
  return JSON.parse(committed(path));
}

export function sharedJson(path: string) {
  return JSON.parse(readFileSync(new URL(path, SHARED), 'utf8'));
}
