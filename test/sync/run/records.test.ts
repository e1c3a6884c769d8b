import { describe, expect, test } from 'vitest';
import { MAX_HISTORY } from '../../../src/sync/records/fields/runs.ts';
import type { RecordRow } from '../../../src/sync/records/schema.ts';
import { storable } from '../../../src/sync/records/values.ts';
import type { HuntRun } from '../../../src/sync/run/outcome.ts';
import { runRecords } from '../../../src/sync/run/records.ts';

const RUN: HuntRun = {
  key: 'uc:UC_A',
  name: 'A',
  outcome: 'hit',
  hits: 2,
  truncated: false,
  found: { first: '2026-05-01T08:00', last: '2026-05-01T09:00', hosts: ['ws1'], users: ['eve'], earliest: null },
  window: { earliest: '-7d@h', latest: 'now' },
  ranAt: '2026-05-02T06:00:00.123Z',
  durationMs: 40,
  missing: [],
};
const NOW = new Date('2026-05-02T06:00:01Z');
const KNOWN = new Set(['uc:UC_A', 'uc:UC_B']);

function recordsOf(runs: readonly HuntRun[], stored: readonly RecordRow[] = []) {
  return runRecords([runs], stored, KNOWN, NOW);
}

describe('records of runs', () => {
  test('hold what a run found, as it is stored', () => {
    const [row] = recordsOf([RUN]).upsert;
    expect(row).toMatchObject({
      hunt_key: 'uc:UC_A',
      outcome: 'hit',
      ran_at: '2026-05-02T06:00:00Z',
      hits: 2,
      new_hits: true,
      hosts: ['ws1'],
      host_count: 1,
      first_hit: '2026-05-01T08:00',
      last_hit: '2026-05-01T09:00',
      earliest: '-7d@h',
      history: ['2026-05-02T06:00:00Z hit 2'],
    });
    const { content_hash: _, first_seen: __, updated: ___, removed: ____, ...own } = row as RecordRow;
    expect(storable('runs', own)).toEqual(own);
  });

  test('count what the platform found that found most, where platforms share them', () => {
    const again: HuntRun = { ...RUN, key: 'uc:UC_A#2', hits: 1 };
    const { upsert } = runRecords([[RUN, again], [{ ...RUN, hits: 2 }]], [], KNOWN, NOW);
    expect(upsert).toHaveLength(1);
    expect(upsert[0]).toMatchObject({ hits: 3, hosts: ['ws1'], history: ['2026-05-02T06:00:00Z hit 3'] });
  });

  test('join the statements of one hunt: a hit of one is a hit', () => {
    const quiet: HuntRun = { ...RUN, key: 'uc:UC_A#2', outcome: 'quiet', hits: 0, missing: ['Proxy'] };
    const { upsert } = recordsOf([
      { ...RUN, outcome: 'failing', hits: 0, error: 'bad' },
      { ...quiet, ...RUN, key: 'uc:UC_A#2' },
    ]);
    expect(upsert).toHaveLength(1);
    expect(upsert[0]).toMatchObject({ outcome: 'hit', hits: 2, error: 'bad' });
    expect(recordsOf([quiet, { ...quiet, key: 'uc:UC_A', outcome: 'blind' }]).upsert[0]).toMatchObject({
      outcome: 'quiet',
      missing: ['Proxy'],
    });
  });

  test('call hits new that the run before did not have', () => {
    const stored = recordsOf([RUN]).upsert;
    expect(recordsOf([RUN], stored).upsert[0]?.['new_hits']).toBe(false);
    const later = { ...RUN, found: { ...RUN.found, last: '2026-05-02T05:00' } };
    expect(recordsOf([later], stored).upsert[0]?.['new_hits']).toBe(true);
    const none = recordsOf([{ ...RUN, outcome: 'quiet', hits: 0, found: { ...RUN.found, last: null } }], stored).upsert;
    expect(none[0]?.['new_hits']).toBe(false);
    expect(recordsOf([RUN], none).upsert[0]?.['new_hits']).toBe(true);
  });

  test('keep a bounded history, newest first', () => {
    let stored: readonly RecordRow[] = [];
    for (let at = 0; at < MAX_HISTORY + 5; at += 1) stored = recordsOf([{ ...RUN, hits: at }], stored).upsert;
    const history = stored[0]?.['history'] as string[];
    expect(history).toHaveLength(MAX_HISTORY);
    expect(history[0]).toBe(`2026-05-02T06:00:00Z hit ${MAX_HISTORY + 4}`);
  });

  test('are removed with the last object of their hunt, and stay where it did not run now', () => {
    const stored = [...recordsOf([RUN]).upsert, ...recordsOf([{ ...RUN, key: 'uc:UC_GONE' }]).upsert];
    const { upsert, remove } = recordsOf([], stored);
    expect(upsert).toEqual([]);
    expect(remove.map((row) => row['hunt_key'])).toEqual(['uc:UC_GONE']);
  });
});
