import type { Own, RunRecord } from '../../sync/records/types.ts';
import { textList } from '../../sync/records/values.ts';
import type { Mark, RunView } from '../model.ts';

/** A record of a run, read back: an item of its history is `time outcome hits`. */
export function runView(row: Own<RunRecord>, huntTitle: string, platform: string): RunView {
  return {
    key: row.hunt_key,
    huntTitle,
    platform,
    outcome: row.outcome,
    hits: Number(row.hits) || 0,
    truncated: row.truncated === true,
    newHits: row.new_hits === true,
    ranAt: row.ran_at,
    durationMs: Number(row.duration_ms) || 0,
    hosts: textList(row.hosts),
    users: textList(row.users),
    firstHit: row.first_hit ?? '',
    lastHit: row.last_hit ?? '',
    missing: textList(row.missing),
    error: row.error ?? '',
    history: textList(row.history).map((line) => {
      const [at = '', outcome = '', hits = ''] = line.split(' ');
      return { at, outcome, hits };
    }),
  };
}

/** What a run tells, in the words that the lists are filtered by. */
export function runMarks(run: RunView | null): Mark[] {
  if (!run) return [];
  if (run.outcome !== 'hit') return [run.outcome];
  return [run.newHits ? 'new hits' : 'hits'];
}
