import { COLLECTIONS } from './collections.ts';
import type { BuildAggregate } from './define.ts';
import { STATISTICS } from './statistics.ts';

/** Every aggregate that gives one value, by name; those of several columns are summarize's own business. */
export const AGGREGATES: ReadonlyMap<string, BuildAggregate> = new Map([
  ...Object.entries(STATISTICS),
  ...Object.entries(COLLECTIONS),
]);
