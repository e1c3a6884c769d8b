import type { IndicatorDays } from '../config/indicator-days.ts';
import type { ActualObject, ChangeReason, NewestArticle } from './types.ts';

/** What the rules of retirement depend on, for this run. */
export interface RetireContext {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** False where any source failed: then absence means nothing. */
  readonly complete: boolean;
  /** Ids of the articles that were read reliably, in full and shortened (`withShortIds`). */
  readonly articles: ReadonlySet<string>;
  /** Those of them that have at least one hunt. */
  readonly carrying: ReadonlySet<string>;
  /**
   * The feeds that delivered such an article, by its id, where nobody but feeds did: a feed names its items as it likes, others' articles
   * too, and says nothing of what it has not called for.
   */
  readonly carriedBy?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of the sources that are declared authoritative and were read completely and reliably. */
  readonly authoritative: ReadonlySet<string>;
  readonly retireAfterDays: number | 'off';
  /** So long after its newest caller came is a hunt out of use that only feeds have called for. */
  readonly feedRetireAfterDays?: number | 'off';
  readonly pruneAfterDays: number | 'off';
  /** Days that indicators hold, by type; the defaults where it is not given. */
  readonly indicatorDays?: IndicatorDays;
  /** Keys that an operator took out of use. */
  readonly requested: ReadonlySet<string>;
}

export type RetireReason = Exclude<ChangeReason, 'adopted'>;

const DAY_MS = 86_400_000;

/** Whole days from one `YYYY-MM-DD` to another. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The hunt's key without the statement number. */
export function huntKeyOf(key: string): string {
  return key.replace(/#\d+$/, '');
}

/** @param published day of the newest article; nothing where it is undated. */
export function isExpired(
  published: string | null | undefined,
  context: Pick<RetireContext, 'today' | 'retireAfterDays'>,
): boolean {
  if (context.retireAfterDays === 'off' || !published) return false;
  return daysBetween(published, context.today) > context.retireAfterDays;
}

/** Why a hunt is out of date by these articles; null where it is not. */
export function ageReason(newest: NewestArticle | null | undefined, context: RetireContext): 'expired' | 'aged' | null {
  if (isExpired(newest?.published, context)) return 'expired';
  const { feedRetireAfterDays = 'off' } = context;
  if (!newest?.calledOn || feedRetireAfterDays === 'off') return null;
  return daysBetween(newest.calledOn, context.today) > feedRetireAfterDays ? 'aged' : null;
}

/**
 * Why a managed object that nothing in this run calls for is retired, or null if it stays. Absence alone is never a reason: a
 * feed is a rolling window, and a folder may fail to mount.
 */
export function retireReason({ marker }: ActualObject, context: RetireContext): RetireReason | null {
  if (!marker) return null;
  if (!context.complete) return null;
  if (context.requested.has(huntKeyOf(marker.key))) return 'requested';
  const { articles, newest, sources } = marker.evidence;
  const own = marker.key.slice(0, marker.key.indexOf(':'));
  if (isCarriedBy(own, sources, context) && articles.every((id) => context.articles.has(id))) return 'superseded';
  const aged = ageReason(newest, context);
  if (aged) return aged;
  if (sources.length > 0 && sources.every((name) => context.authoritative.has(name))) return 'withdrawn';
  return null;
}

/** Whether an article was read with hunts, from somebody who may say what became of those that these sources have called for. */
function isCarriedBy(
  article: string,
  sources: readonly string[],
  { carrying, carriedBy }: Pick<RetireContext, 'carrying' | 'carriedBy'>,
): boolean {
  const feeds = carriedBy?.get(article);
  return carrying.has(article) && (feeds === undefined || sources.some((name) => feeds.has(name)));
}

/** Whether a retired object has been out of use long enough to be deleted. */
export function isPrunable({ marker }: ActualObject, context: RetireContext): boolean {
  if (!marker?.retired || !context.complete || context.pruneAfterDays === 'off') return false;
  return daysBetween(marker.retired, context.today) >= context.pruneAfterDays;
}
