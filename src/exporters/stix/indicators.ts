import type { IndicatorDays } from '../../config/indicator-days.ts';
import type { MergedArticle } from '../../hunts/merge.ts';
import type { Unpublished } from '../../sync/exported.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import { buildRecords, NO_QUERY } from '../../sync/records/build.ts';
import { stixIndicator } from '../../sync/records/stix.ts';
import type { StixMarks, StixObject } from '../../sync/records/stix-common.ts';
import type { IndicatorRecord } from '../../sync/records/types.ts';
import { storable } from '../../sync/records/values.ts';
import { firstAndLast } from './common.ts';
import { vulnerability } from './reference.ts';

/** An indicator of compromise, or the vulnerability that it names. */
export interface Observed {
  readonly indicator: Unpublished;
  /** Null if articles list it but it must not be published as a threat. */
  readonly object: StixObject | null;
  /** Articles that list it. */
  readonly articles: readonly string[];
  /** Keys of the hunts whose queries name it. */
  readonly hunts: readonly string[];
}

/** The indicators that articles list, once each, as in the records, from the day of the first article on. */
export function observedIn(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  { marks, indicatorDays }: { readonly marks: StixMarks; readonly indicatorDays?: IndicatorDays | undefined },
): Observed[] {
  const published = new Map(articles.map(({ article }) => [article.id, article.published]));
  const { indicators } = buildRecords(articles, hunts, () => NO_QUERY, indicatorDays ? { indicatorDays } : {});
  return [...indicators.values()].map((values) => {
    const stored = storable('indicators', values) as unknown as IndicatorRecord;
    const { first } = firstAndLast(stored.article_ids.map((id) => published.get(id) ?? null));
    const record = { ...stored, first_seen: first ?? '', updated: '', removed: false };
    const { indicator_type: type, indicator_value: value } = record;
    const object = type === 'cve' ? vulnerability(value, marks) : asObject(stixIndicator(record, marks));
    return { indicator: { type, value }, object, articles: stored.article_ids, hunts: stored.hunt_keys };
  });
}

function asObject(indicator: ReturnType<typeof stixIndicator>): StixObject | null {
  return indicator && { ...indicator };
}
