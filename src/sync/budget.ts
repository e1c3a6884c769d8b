import { SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';
import type { PlatformPlan } from './plan.ts';
import { huntKeyOf } from './retire.ts';
import type { PlanTarget } from './target.ts';
import type { ActualObject, Change, Evidence } from './types.ts';

/** How much a run may create on a platform. */
export interface Budget {
  /** In one run; the first sync of a platform is exempt. */
  readonly maxCreate: number | 'off';
  /** In one day, of hunts that only this feed calls for. */
  readonly maxCreatePerFeed: number | 'off';
}

/** A creation that waits for somebody's consent. */
export interface HeldNote {
  readonly key: string;
  readonly name: string;
  /** Names of the sources that call for it. */
  readonly sources: readonly string[];
  /** Which limit is used up. */
  readonly limit: 'maxCreate' | 'maxCreatePerFeed';
}

export interface Budgeted {
  readonly plan: PlatformPlan;
  readonly held: readonly HeldNote[];
}

/**
 * A plan within the budget: what is created beyond it waits, the least severe first, so that one hijacked feed cannot flood a platform.
 * Pure. Updates and retirements are not its business (`safety.ts`).
 *
 * @param approved keys of hunts that somebody has consented to.
 */
export function withinBudget(
  plan: PlatformPlan,
  actual: readonly ActualObject[],
  { maxCreate, maxCreatePerFeed }: Budget,
  platform: Pick<PlanTarget, 'severityField'>,
  today: string,
  approved: (key: string) => boolean = () => false,
): Budgeted {
  const isFirst = plan.owned === 0;
  if (isFirst) return { plan, held: [] };
  const isNew = ({ op, key }: Change) => op === 'create' && !approved(huntKeyOf(key));
  const creations = plan.changes
    .filter(isNew)
    .map((change) => ({ change, rank: rank(change, platform), feed: onlyFeedOf(change.after?.marker.evidence) }))
    .sort((a, b) => a.rank - b.rank || (a.change.key < b.change.key ? -1 : 1));
  if (creations.length === 0) return { plan, held: [] };
  const spent = createdToday(actual, today);
  const held: HeldNote[] = [];
  let left = maxCreate === 'off' ? Number.POSITIVE_INFINITY : maxCreate;
  for (const { change, feed } of creations) {
    const used = feed === null ? 0 : (spent.get(feed) ?? 0);
    const limit =
      feed !== null && maxCreatePerFeed !== 'off' && used >= maxCreatePerFeed
        ? 'maxCreatePerFeed'
        : left <= 0
          ? 'maxCreate'
          : null;
    if (limit !== null) {
      const { key, name, after } = change;
      held.push({ key, name, sources: after?.marker.evidence.sources ?? [], limit });
      continue;
    }
    left -= 1;
    if (feed !== null) spent.set(feed, used + 1);
  }
  const waiting = new Set(held.map(({ key }) => key));
  const changes = plan.changes.filter((change) => change.op !== 'create' || !waiting.has(change.key));
  return { plan: held.length === 0 ? plan : { ...plan, changes }, held };
}

/** The one feed that calls for a hunt; null where several do, or anything else than a feed. */
function onlyFeedOf(evidence: Evidence | undefined): string | null {
  const [source, ...others] = evidence?.sources ?? [];
  return evidence?.newest?.calledOn !== undefined && source !== undefined && others.length === 0 ? source : null;
}

/** How many objects of each feed alone had their newest caller today. */
function createdToday(actual: readonly ActualObject[], today: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { marker } of actual) {
    const feed = onlyFeedOf(marker?.evidence);
    if (feed === null || marker?.evidence.newest?.calledOn !== today) continue;
    counts.set(feed, (counts.get(feed) ?? 0) + 1);
  }
  return counts;
}

function rank({ after }: Change, { severityField }: Pick<PlanTarget, 'severityField'>): number {
  const [word = ''] = (after?.fields[severityField] ?? '').split(' ');
  const at = SEVERITIES.indexOf(word as Severity);
  return at < 0 ? SEVERITIES.length : at;
}
