import type { RunResult } from '../../src/report/result.ts';
import type { Change } from '../../src/sync/types.ts';

/** The result of a run with something of everything. */
export function runResult({ title = 'New one' } = {}): RunResult {
  const created: Change = {
    op: 'create',
    key: 'uc:N',
    id: 'n',
    name: title,
    fields: [],
    after: {
      fields: { severity: 'CRIT', search: 'search x' },
      marker: { key: 'uc:N', written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null },
    },
    before: null,
  };
  return {
    mode: 'sync',
    articles: 1,
    hunts: 1,
    proof: {},
    complete: false,
    problems: [],
    planHash: 'x',
    refusals: [],
    records: [],
    durationMs: 5,
    platforms: [
      {
        name: 'soc',
        kind: 'splunk',
        requests: 1,
        held: [],
        plan: {
          name: 'soc',
          kind: 'splunk',
          target: 't',
          changes: [created],
          unchanged: 0,
          kept: 0,
          retired: 0,
          owned: 3,
          drifts: [
            { key: 'uc:T', name: 'Tuned', decision: 'keep', fields: [{ field: 'search', before: 'a', after: 'b' }] },
          ],
          clashes: [],
          rejects: [{ key: 'uc:B', name: 'Broken', problems: [] }],
          unmanaged: [],
        },
        applied: [{ change: created, outcome: 'done' }],
      },
    ],
    runs: [
      {
        name: 'soc',
        kind: 'splunk',
        requests: 1,
        recorded: 1,
        runs: [
          {
            key: 'uc:D',
            name: 'Dump',
            outcome: 'hit',
            hits: 2,
            truncated: false,
            found: { first: null, last: null, hosts: ['ws-14'], users: [], earliest: null },
            window: {},
            ranAt: '2026-05-01T00:00:00Z',
            durationMs: 1,
            missing: [],
          },
        ],
      },
    ],
  };
}
