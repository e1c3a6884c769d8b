import { huntsInUse } from '../../exporters/deployed.ts';
import { tacticsOf } from '../../knowledge/attack.ts';
import { buildRecords, type HuntState, NO_QUERY } from '../../sync/records/build.ts';
import { huntStates, objectsAfter } from '../../sync/records/hunt-state.ts';
import type { ArticleRecord, HuntRecord, IndicatorRecord, Own, RunRecord } from '../../sync/records/types.ts';
import type { Seen, SeenPlatform } from '../seen.ts';

/** What is known of one platform, by key: what today's articles call for, and what stands there from earlier ones. */
export interface PlatformRows {
  readonly seen: SeenPlatform;
  readonly articles: ReadonlyMap<string, Own<ArticleRecord>>;
  readonly hunts: ReadonlyMap<string, Own<HuntRecord>>;
  readonly indicators: ReadonlyMap<string, Own<IndicatorRecord>>;
  readonly runs: ReadonlyMap<string, Own<RunRecord>>;
}

/** The rows of a platform. What was read today comes before what its records say, and that before what its objects say alone. */
export function platformRows(seen: SeenPlatform, { articles, now }: Pick<Seen, 'articles' | 'now'>): PlatformRows {
  const fresh =
    articles &&
    buildRecords(
      articles.desired.merged,
      articles.checked,
      stateBy(seen),
      { today: now.toISOString().slice(0, 10) },
      seen.platform.kind,
    );
  const stored = (type: 'articles' | 'hunts' | 'indicators' | 'runs', key: string) =>
    (seen.records?.[type] ?? []).map((row) => [String(row[key]), row] as const);
  return {
    seen,
    articles: new Map([...stored('articles', 'article_id'), ...(fresh?.articles ?? [])]) as unknown as ReadonlyMap<
      string,
      Own<ArticleRecord>
    >,
    hunts: new Map([...bareRows(seen), ...stored('hunts', 'hunt_key'), ...(fresh?.hunts ?? [])]) as unknown as Map<
      string,
      Own<HuntRecord>
    >,
    indicators: new Map([
      ...stored('indicators', 'indicator_id'),
      ...(fresh?.indicators ?? []),
    ]) as unknown as ReadonlyMap<string, Own<IndicatorRecord>>,
    runs: new Map([
      ...(seen.sharedRuns ?? []).map((row) => [String(row['hunt_key']), row] as const),
      ...stored('runs', 'hunt_key'),
    ]) as unknown as ReadonlyMap<string, Own<RunRecord>>,
  };
}

function stateBy({ platform, plan, objects }: SeenPlatform): Parameters<typeof buildRecords>[2] {
  if (!plan) return () => UNKNOWN;
  const states = huntStates(platform, plan, objectsAfter(objects, []));
  return (checked) => states.of(checked);
}

const UNKNOWN: HuntState = { ...NO_QUERY, status: 'failed' };

/** Hunts that stand on the platform, as far as their objects tell of them. */
function bareRows({ objects, platform }: SeenPlatform): [string, Own<HuntRecord>][] {
  return huntsInUse([{ objects, retiredFields: platform.retiredFields }]).map(
    ({ key, title, severity, techniques }) => {
      const own = objects.filter(({ marker }) => marker?.key === key || marker?.key.startsWith(`${key}#`));
      const newest = own[0]?.marker?.evidence.newest ?? null;
      const ids = own[0]?.marker?.evidence.articles ?? [];
      return [
        key,
        {
          ...UNKNOWN,
          hunt_key: key,
          hunt_title: title,
          severity,
          confidence: '',
          phase: '',
          techniques,
          techniques_from: '',
          mentions: [],
          tactics: tacticsOf(techniques),
          article_ids: ids,
          article_count: ids.length,
          article_title: '',
          article_url: '',
          published: newest?.published ?? null,
          first_published: null,
          campaign: '',
          campaign_id: '',
          sources: own[0]?.marker?.evidence.sources ?? [],
          status: 'active',
          platforms: [],
          objects: own.map(({ name }) => name),
          query: own.map(({ fields }) => fields[platform.queryField] ?? '').join('\n\n'),
          why: '',
          callers: [],
          false_positives: [],
          does_not_cover: [],
          triage: [],
          references: [],
          data_needs: [],
          notes: [],
        },
      ];
    },
  );
}
