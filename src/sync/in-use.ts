import { huntKeyOf } from './retire.ts';
import type { PlanTarget } from './target.ts';
import type { ActualObject } from './types.ts';

/** What takes an object of the platform out of use. */
export type UseRule = Pick<PlanTarget, 'retiredFields'>;

/**
 * Whether an object is in use: ours, not retired, and not switched off by somebody on the platform. Whatever counts, runs or shows
 * hunts in use asks this.
 */
export function isInUse(
  { fields, marker }: Pick<ActualObject, 'fields' | 'marker'>,
  { retiredFields }: UseRule,
): boolean {
  if (!marker || marker.retired) return false;
  const off = Object.entries(retiredFields);
  return off.length === 0 || !off.every(([name, value]) => fields[name] === value);
}

/** Hunts of one platform, each once whatever the number of its objects. */
export interface UseCount {
  /** One of its objects is in use. */
  readonly inUse: number;
  readonly retired: number;
}

export function countUse(objects: readonly ActualObject[], rule: UseRule): UseCount {
  const used = new Map<string, boolean>();
  for (const object of objects) {
    if (!object.marker) continue;
    const key = huntKeyOf(object.marker.key);
    used.set(key, (used.get(key) ?? false) || isInUse(object, rule));
  }
  const inUse = [...used.values()].filter((one) => one).length;
  return { inUse, retired: used.size - inUse };
}
