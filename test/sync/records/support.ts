import type { Article } from '../../../src/briefing/article.ts';
import { normalizeHunts } from '../../../src/hunts/normalize.ts';
import { withShortIds } from '../../../src/sync/evidence.ts';
import { buildSharedRecords } from '../../../src/sync/records/shared.ts';
import type { RecordSink } from '../../../src/sync/records/sink.ts';
import { ageingOf, type RecordRun } from '../../../src/sync/records/sync.ts';
import { run as planRun } from '../support.ts';

/** The records of a run that read these articles, on a platform without an object. */
export function makeRecordRun(sink: RecordSink, articles: readonly Article[]): RecordRun {
  const { articles: merged, hunts } = normalizeHunts(articles);
  const checked = hunts.map((hunt) => ({ hunt, queries: {} }));
  const context = {
    today: '2026-06-01',
    complete: true,
    authoritative: new Set<string>(),
    retireAfterDays: 'off' as const,
    articles: withShortIds(articles.map(({ id }) => id)),
  };
  return {
    sink,
    target: { kind: 'memory', queryField: 'text' },
    plan: planRun([], []).plan,
    actual: [],
    done: [],
    articles,
    merged,
    hunts: checked,
    shared: buildSharedRecords(merged, checked, ageingOf(context)),
    context,
    maxChangePercent: 30,
    write: true,
    now: new Date('2026-06-01T08:30:00Z'),
  };
}
