import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { huntRunsToText } from '../../src/report/runs.ts';
import type { HuntRun, Outcome } from '../../src/sync/run/outcome.ts';

function runOf(key: string, outcome: Outcome, parts: Partial<HuntRun> = {}): HuntRun {
  return {
    key,
    name: key,
    outcome,
    hits: outcome === 'hit' ? 1 : 0,
    truncated: false,
    found: { first: null, last: null, earliest: null, hosts: [], users: [] },
    window: {},
    ranAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1,
    missing: [],
    ...parts,
  };
}

function told(runs: readonly HuntRun[], recorded = 0): string[] {
  const platform = { name: 'soc', kind: 'here', runs, requests: 1, recorded };
  return stripVTControlCharacters(huntRunsToText([platform], [])).split('\n');
}

test('a hunt of several queries counts once, by the outcome that says most', () => {
  const runs = [runOf('uc:A', 'quiet'), runOf('uc:A#2', 'hit'), runOf('uc:B', 'blind'), runOf('uc:C', 'quiet')];
  expect(told(runs)).toContain('3 hunts run (4 queries): 1 hit, 1 quiet, 1 blind.');
  expect(told([runOf('uc:A', 'quiet')])).toContain('1 hunt run: 1 quiet.');
});

test('a source without data blinds the hunts that have no other, and the rest see less', () => {
  const missing = ['Table'];
  const runs = [
    runOf('uc:A', 'blind', { missing }),
    runOf('uc:B', 'quiet', { missing }),
    // One of its queries reads something else.
    runOf('uc:C', 'blind', { missing }),
    runOf('uc:C#2', 'quiet'),
  ];
  expect(told(runs)).toContain('! no data in Table: 1 hunt sees nothing, 2 more see less');
  expect(told([runOf('uc:B', 'quiet', { missing })])).toContain('! no data in Table: 1 hunt sees less');
});

test('first rows that were kept are told where to find', () => {
  const hit = runOf('uc:A', 'hit', { rows: [{ host: 'ws-1' }] });
  expect(told([hit])).toContain('The first rows are in what `--json` prints.');
  expect(told([hit], 1)).toContain('The first rows are in the records, and in what `--json` prints.');
  expect(told([runOf('uc:A', 'hit')]).join()).not.toContain('first rows');
});
