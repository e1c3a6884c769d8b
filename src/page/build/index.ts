import { groupBy } from '../../core/group.ts';
import { countUse } from '../../sync/in-use.ts';
import { countOps } from '../../sync/plan.ts';
import { textList } from '../../sync/records/values.ts';
import type { HuntView, PageModel, PlatformView, Ref, RejectView } from '../model.ts';
import type { Seen, SeenPlatform } from '../seen.ts';
import { articleRef, articleViews, campaignViews, indicatorRef, indicatorViews, textLines } from './articles.ts';
import { coverageByTactic } from './coverage.ts';
import { bySeverityAndDay, huntView } from './hunts.ts';
import { latelyViews } from './lately.ts';
import { placesOn } from './places.ts';
import { queueViews } from './queue.ts';
import { type PlatformRows, platformRows } from './rows.ts';

/** What the page shows, made of what was read. Pure. */
export function buildModel(seen: Seen): PageModel {
  const platforms = seen.platforms.map((platform) => platformRows(platform, seen));
  const articles = joined(platforms.map((rows) => rows.articles));
  const indicators = joined(platforms.map((rows) => rows.indicators));
  const hunts = huntViews(platforms, articles, indicators, seen);
  const byKey = new Map(hunts.map((hunt) => [hunt.key, hunt]));
  const campaigns = campaignViews(hunts, articles);
  const named = new Map<string, Ref>(campaigns.map(({ id, title }) => [id, { id, title }]));
  const views = articleViews(articles, byKey, indicators, named);
  return {
    place: seen.place,
    readAt: seen.now.toISOString(),
    articlesReadAt: seen.articles?.readAt ?? null,
    articlesError: seen.articlesError ?? null,
    platforms: seen.platforms.map((platform) => platformView(platform, hunts, seen)),
    queue: queueViews(platforms, seen.now.toISOString().slice(0, 10), seen.articles?.desired.scores),
    articles: views,
    hunts,
    rejects: rejectViews(hunts),
    indicators: indicatorViews(indicators, articles, byKey),
    campaigns,
    coverage: coverageByTactic(hunts, views),
    lately: latelyViews(seen.platforms),
  };
}

/** Of a thing that several platforms know, the first one's word counts. */
function joined<T>(maps: readonly ReadonlyMap<string, T>[]): ReadonlyMap<string, T> {
  return new Map(maps.toReversed().flatMap((map) => [...map]));
}

function huntViews(
  platforms: readonly PlatformRows[],
  articles: ReturnType<typeof platformRows>['articles'],
  indicators: ReturnType<typeof platformRows>['indicators'],
  seen: Seen,
): HuntView[] {
  const naming = groupBy(
    [...indicators.values()].flatMap((row) => textList(row.hunt_keys).map((key) => ({ key, row }))),
    ({ key }) => key,
  );
  const links = {
    article: (id: string) => {
      const row = articles.get(id);
      return row && articleRef(row);
    },
    whyOf: (id: string) => textLines(articles.get(id)?.why),
    indicators: (key: string) => (naming.get(key) ?? []).map(({ row }) => indicatorRef(row)),
  };
  const places = platforms.map((rows) => placesOn(rows, seen));
  return [...joined(platforms.map((rows) => rows.hunts))]
    .map(([key, row]) =>
      huntView(
        row,
        places.flatMap((placeOf) => placeOf(key) ?? []),
        links,
      ),
    )
    .sort(bySeverityAndDay);
}

function platformView(
  { platform, objects, plan, records, sharedRuns, error }: SeenPlatform,
  hunts: readonly HuntView[],
  seen: Seen,
): PlatformView {
  const { name, kind } = platform;
  const places = hunts.flatMap((hunt) => hunt.places.filter((place) => place.platform === name));
  return {
    name,
    kind,
    title: seen.siems.find((one) => one.kind === kind)?.title ?? kind,
    error: error ?? null,
    ...countUse(objects, platform),
    rejected: places.filter(({ state }) => state === 'rejected').length,
    drifted: places.filter(({ drift }) => drift.length > 0).length,
    unmanaged: objects.filter(({ marker }) => marker === null).length,
    pending: plan ? countOps(plan.changes) : null,
    runOnly: places.filter(({ state }) => state === 'run only').length,
    keepsRecords: records !== null || sharedRuns !== undefined,
  };
}

/** Hunts that a platform does not get, once for each query language. */
function rejectViews(hunts: readonly HuntView[]): RejectView[] {
  return hunts.flatMap(({ key, title, severity, places }) => {
    const refused = places.filter(({ problems }) => problems.length > 0);
    return [...groupBy(refused, ({ language, problems }) => JSON.stringify([language, problems])).values()].flatMap(
      (alike): RejectView[] => {
        const [first] = alike;
        if (!first) return [];
        const { language, problems } = first;
        return [{ key, title, severity, language, problems, platforms: alike.map(({ platform }) => platform) }];
      },
    );
  });
}
