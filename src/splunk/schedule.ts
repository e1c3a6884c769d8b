import { SEVERITIES } from '../briefing/article.ts';
import { compareText } from '../core/compare.ts';
import { sha256 } from '../core/hash.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { ScheduleConfig } from './config.ts';

const MINUTES_AN_HOUR = 60;
const MINUTES_A_DAY = 24 * MINUTES_AN_HOUR;

/**
 * When an object runs if it is scheduled: spread evenly over the period by a hash of its key, because thousands of searches due
 * at the same minute do not fit the scheduler's slots (11 slots on 16 cores). Every object has one, scheduled or not, so that an
 * analyst who switches a hunt on by hand does not pile it on the full hour.
 */
export function cronOf(key: string, every: 'hourly' | 'daily'): string {
  const spread = Number.parseInt(sha256(key, 8), 16);
  if (every === 'hourly') return `${spread % MINUTES_AN_HOUR} * * * *`;
  const minute = spread % MINUTES_A_DAY;
  return `${minute % MINUTES_AN_HOUR} ${Math.floor(minute / MINUTES_AN_HOUR)} * * *`;
}

/** An object that could be scheduled. */
export interface Candidate {
  readonly key: string;
  readonly hunt: Hunt;
}

/** Keys of the objects to schedule: those of the policy's severities, the most severe and newest first, up to the cap. */
export function scheduledKeys(candidates: readonly Candidate[], schedule: ScheduleConfig): ReadonlySet<string> {
  if (!schedule.enabled) return new Set();
  const ranked = candidates
    .filter(({ hunt }) => schedule.severities.includes(hunt.severity))
    .map(({ key, hunt }) => ({
      key,
      severity: SEVERITIES.indexOf(hunt.severity),
      newest: hunt.articles[0]?.published ?? '',
    }))
    .sort((a, b) => a.severity - b.severity || compareText(b.newest, a.newest) || compareText(a.key, b.key));
  return new Set(ranked.slice(0, schedule.cap).map(({ key }) => key));
}
