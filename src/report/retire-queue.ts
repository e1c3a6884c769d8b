import { compareText } from '../core/compare.ts';
import { daysBetween, huntKeyOf } from '../sync/retire.ts';
import type { ActualObject } from '../sync/types.ts';

/** The rules of the policy that take a hunt out of use with time. */
export interface AgePolicy {
  readonly retireAfterDays: number | 'off';
  readonly feedRetireAfterDays: number | 'off';
}

/** A hunt that is about to be taken out of use, unless a new article calls for it. */
export interface AgingHunt {
  readonly key: string;
  readonly name: string;
  /** `YYYY-MM-DD`: the first day on which a sync retires it. */
  readonly retiresOn: string;
  readonly daysLeft: number;
  /** Its newest article is too old, the newest call of a feed is, or its last indicator ends. */
  readonly because: 'expired' | 'aged' | 'ended';
}

const DAY_MS = 86_400_000;

/**
 * What is in use and will be retired within so many days, the nearest first. Pure.
 *
 * @param validUntil last days of hunts that look for indicators only, by key.
 */
export function retireQueue(
  objects: readonly ActualObject[],
  { retireAfterDays, feedRetireAfterDays }: AgePolicy,
  validUntil: ReadonlyMap<string, string>,
  today: string,
  within: number,
): AgingHunt[] {
  const aging = objects.flatMap(({ name, marker }): AgingHunt[] => {
    if (!marker || marker.retired !== null) return [];
    const { newest } = marker.evidence;
    const key = huntKeyOf(marker.key);
    const ends: [AgingHunt['because'], string | null | undefined, number | 'off'][] = [
      ['expired', newest?.published, retireAfterDays],
      ['aged', newest?.calledOn, feedRetireAfterDays],
      ['ended', validUntil.get(key), 0],
    ];
    const dated = ends.flatMap(([because, day, days]) =>
      day && days !== 'off' ? [{ because, retiresOn: dayAfter(day, days + 1) }] : [],
    );
    const [first] = dated.sort((a, b) => compareText(a.retiresOn, b.retiresOn));
    if (!first) return [];
    const daysLeft = Math.max(0, daysBetween(today, first.retiresOn));
    return daysLeft <= within ? [{ key, name, ...first, daysLeft }] : [];
  });
  return aging.sort((a, b) => a.daysLeft - b.daysLeft || compareText(a.key, b.key));
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
