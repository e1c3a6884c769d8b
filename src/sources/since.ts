import type { ItemDocument } from './source.ts';

const DAY_MS = 86_400_000;

/** True for what was published within so many days, and for what does not say when. */
export function since({ published }: ItemDocument, days: number, now: Date): boolean {
  return published === null || published >= new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}
