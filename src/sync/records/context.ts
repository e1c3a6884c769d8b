import type { Article } from '../../briefing/article.ts';
import { leavesIndicatorsInDoubt } from '../../briefing/doubt.ts';
import { replacedBy } from '../../briefing/identity.ts';
import type { RetireContext } from '../retire.ts';
import type { RecordType } from './schema.ts';
import type { Standings } from './standing.ts';

/** What the rules of staleness depend on: the same as for retirement, and which source delivered what. */
export interface RecordContext
  extends Pick<RetireContext, 'today' | 'complete' | 'authoritative' | 'retireAfterDays' | 'indicatorDays'> {
  /** Names of the sources that delivered an article, by the ids of those that were read reliably. */
  readonly deliveredBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of articles that the hunts' records name: a hunt never loses its article. */
  readonly named?: ReadonlySet<string>;
  /** What took the place of a record, by the key that it has: an article or a hunt that has another key now. */
  readonly renamed?: Pick<ReadonlyMap<string, string>, 'get'>;
  /** The ids that articles have now, by those that they had. */
  readonly renamedArticles?: Pick<ReadonlyMap<string, string>, 'get'>;
  /** How hunts stand on the platforms that their records tell of. */
  readonly standings?: Standings;
}

/** `RecordContext` for one type: an indicator that is missing from a damaged list is not taken for removed. */
export function contextFor(
  type: RecordType,
  articles: readonly Article[],
  run: Omit<RecordContext, 'deliveredBy'> & Pick<RetireContext, 'articles'>,
): RecordContext {
  const doubtful = type === 'indicators' ? articles.filter(leavesIndicatorsInDoubt) : [];
  const unsure = new Set(doubtful.map(({ id }) => id));
  const unsureOf = new Set(doubtful.map(({ origin }) => origin));
  const deliveredBy = new Map<string, Set<string>>();
  for (const article of articles) {
    const { id, origin } = article;
    if (!run.articles.has(id) || unsure.has(id)) continue;
    for (const one of replacedBy(article)) deliveredBy.set(one, (deliveredBy.get(one) ?? new Set()).add(origin));
  }
  return { ...run, deliveredBy, authoritative: new Set([...run.authoritative].filter((name) => !unsureOf.has(name))) };
}
