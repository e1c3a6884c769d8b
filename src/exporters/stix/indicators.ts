import type { MergedArticle } from '../../hunts/merge.ts';
import type { Unpublished } from '../../sync/exported.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import { buildRecords, type HuntState } from '../../sync/records/build.ts';
import { stixIndicator } from '../../sync/records/stix.ts';
import type { IndicatorRecord } from '../../sync/records/types.ts';
import { storable } from '../../sync/records/values.ts';
import { firstAndLast, OURS, type StixObject } from './common.ts';
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

/** No platform is asked. */
const UNKNOWN: HuntState = {
  status: 'no-query',
  retired_on: null,
  objects: [],
  query: '',
  repairs: [],
  additions: [],
  proof: '',
  problems: [],
  drifted: [],
};

/** The indicators that articles list, once each, as in the records, dated by their articles. */
export function observedIn(articles: readonly MergedArticle[], hunts: readonly CheckedHunt[]): Observed[] {
  const published = new Map(articles.map(({ article }) => [article.id, article.published]));
  const { indicators } = buildRecords(articles, hunts, () => UNKNOWN);
  return [...indicators.values()].map((values) => {
    const stored = storable('indicators', values) as unknown as IndicatorRecord;
    const { created, modified } = firstAndLast(stored.article_ids.map((id) => published.get(id) ?? null));
    const record = { ...stored, first_seen: created, updated: modified, removed: false };
    const object =
      record.indicator_type === 'cve' ? vulnerability(record.indicator_value) : ours(stixIndicator(record));
    const indicator = { type: record.indicator_type, value: record.indicator_value };
    return { indicator, object, articles: stored.article_ids, hunts: stored.hunt_keys };
  });
}

function ours(indicator: ReturnType<typeof stixIndicator>): StixObject | null {
  return indicator && { ...indicator, ...OURS };
}
