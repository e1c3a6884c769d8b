import { compareText } from '../../core/compare.ts';
import { groupBy } from '../../core/group.ts';
import type { RecordRow } from '../../sync/records/schema.ts';
import type { LatelyView, Ref } from '../model.ts';
import type { SeenPlatform } from '../seen.ts';

/** How many syncs are shown. */
const SHOWN = 8;
/** Records of one sync are written one batch after another: so far apart they are still the same sync's, in milliseconds. */
const SAME_SYNC_MS = 120_000;

/** What the last syncs changed, by the times that the records carry. */
export function latelyViews(platforms: readonly SeenPlatform[]): LatelyView[] {
  return platforms
    .flatMap(({ platform, records }) => (records ? ofPlatform(platform.name, records) : []))
    .sort((a, b) => compareText(b.at, a.at) || compareText(a.platform, b.platform))
    .slice(0, SHOWN);
}

type Stored = NonNullable<SeenPlatform['records']>;

function ofPlatform(platform: string, { hunts, articles, indicators }: Stored): LatelyView[] {
  const rows = [...hunts, ...articles, ...indicators].filter(({ updated }) => !Number.isNaN(Date.parse(updated)));
  const begins = beginnings(rows.map(({ updated }) => updated));
  const syncOf = ({ updated }: RecordRow) => begins.findLast((begin) => begin <= updated) ?? updated;
  const [byHunt, byArticle, byIndicator] = [hunts, articles, indicators].map((list) => groupBy(list, syncOf));
  return begins.map((at) => {
    // A hunt without a query for the platform has a record there, and no sync brings it.
    const own = (byHunt?.get(at) ?? []).filter((row) => row['status'] !== 'no-query');
    const isNew = ({ first_seen, updated }: RecordRow) => first_seen === updated;
    return {
      at,
      platform,
      newHunts: own.filter(isNew).map(refOf),
      changedHunts: own.filter((row) => !isNew(row)).map(refOf),
      articles: byArticle?.get(at)?.length ?? 0,
      indicators: byIndicator?.get(at)?.length ?? 0,
    };
  });
}

function beginnings(times: readonly string[]): string[] {
  const begins: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const time of [...new Set(times)].sort()) {
    if (Date.parse(time) - last > SAME_SYNC_MS) begins.push(time);
    last = Date.parse(time);
  }
  return begins;
}

function refOf(row: RecordRow): Ref {
  return { id: String(row['hunt_key']), title: String(row['hunt_title']) };
}
