import { MAX_HISTORY } from '../records/fields/runs.ts';
import type { RecordRow } from '../records/schema.ts';
import type { RecordChanges } from '../records/sink.ts';
import type { Own, RunRecord } from '../records/types.ts';
import { storable, textList, timestamp, type Values, written } from '../records/values.ts';
import { sortedSet } from './hits.ts';
import { byHunt, type HuntRun, mergedOutcome } from './outcome.ts';

/**
 * The records of runs: the newest of each hunt, with the history of those before. Pure. A record whose hunt has no object on the
 * platform any more is removed; one of a hunt that did not run now stays as it is.
 *
 * @param platforms the runs of each platform that shares the records. Such platforms look at the same events, so that the hits of a hunt
 *   are those of the one that found most, not their sum.
 * @param stored what the platform holds.
 * @param known keys of the hunts that have an object on the platform.
 */
export function runRecords(
  platforms: readonly (readonly HuntRun[])[],
  stored: readonly RecordRow[],
  known: ReadonlySet<string>,
  now: Date,
): RecordChanges & { readonly upsert: readonly RecordRow[] } {
  const before = new Map(stored.map((row) => [String(row['hunt_key']), row]));
  const most = new Map<string, number>();
  for (const runs of platforms)
    for (const [key, own] of byHunt(runs))
      most.set(
        key,
        Math.max(
          most.get(key) ?? 0,
          own.reduce((sum, { hits }) => sum + hits, 0),
        ),
      );
  const upsert = [...byHunt(platforms.flat())].map(([key, own]) => {
    const row = before.get(key);
    return written(
      'runs',
      storable('runs', valuesOf(key, own, most.get(key) ?? 0, row) as unknown as Values),
      row,
      now,
    );
  });
  return { upsert, remove: stored.filter((row) => !known.has(String(row['hunt_key']))) };
}

function valuesOf(key: string, runs: readonly HuntRun[], hits: number, before: RecordRow | undefined): Own<RunRecord> {
  const outcome = mergedOutcome(runs);
  const hosts = sortedSet(runs.flatMap(({ found }) => found.hosts));
  const users = sortedSet(runs.flatMap(({ found }) => found.users));
  const firsts = runs.flatMap(({ found }) => found.first ?? []).sort();
  const lasts = runs.flatMap(({ found }) => found.last ?? []).sort();
  const last = lasts.at(-1) ?? '';
  const ranAt = timestamp(new Date(runs.map((run) => run.ranAt).sort()[0] ?? 0));
  return {
    hunt_key: key,
    outcome,
    ran_at: ranAt,
    hits,
    truncated: runs.some(({ truncated }) => truncated),
    new_hits: hits > 0 && (Number(before?.['hits'] ?? 0) === 0 || last > String(before?.['last_hit'] ?? '')),
    hosts,
    host_count: hosts.length,
    users,
    user_count: users.length,
    first_hit: firsts[0] ?? '',
    last_hit: last,
    duration_ms: runs.reduce((sum, run) => sum + run.durationMs, 0),
    earliest: runs[0]?.window.earliest ?? '',
    latest: runs[0]?.window.latest ?? '',
    missing: sortedSet(runs.flatMap(({ missing }) => missing)),
    error: runs.flatMap(({ error }) => error ?? [])[0] ?? '',
    evidence: runs.flatMap(({ rows = [] }) => rows.map((row) => JSON.stringify(row))),
    history: [`${ranAt} ${outcome} ${hits}`, ...textList(before?.['history'])].slice(0, MAX_HISTORY),
  };
}
