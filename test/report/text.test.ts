import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { createProgress } from '../../src/core/progress.ts';
import { exitCodeOf, type PlatformResult, type RunResult } from '../../src/report/result.ts';
import { runToText } from '../../src/report/text.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { Change } from '../../src/sync/types.ts';

const create: Change = { op: 'create', key: 'k', id: 'i', name: 'n', fields: [], after: null, before: null };

function planOf(parts: Partial<PlatformPlan> = {}): PlatformPlan {
  const counts = { unchanged: 0, kept: 0, retired: 0, owned: 0 };
  const lists = { changes: [], drifts: [], clashes: [], rejects: [], unmanaged: [] };
  return { name: 'soc', kind: 'splunk', target: 't', ...counts, ...lists, ...parts };
}

function resultOf(parts: Partial<RunResult> = {}, platform: Partial<PlatformResult> = {}): RunResult {
  return {
    mode: 'sync',
    articles: 3,
    proof: {},
    hunts: 2,
    complete: true,
    problems: [],
    planHash: 'abc',
    refusals: [],
    platforms: [{ name: 'soc', kind: 'splunk', plan: planOf(), applied: [], requests: 1, held: [], ...platform }],
    records: [],
    durationMs: 1200,
    ...parts,
  };
}

describe('exit codes', () => {
  const failed = { applied: [{ change: create, outcome: 'failed' as const }] };
  test.each<[string, RunResult, number]>([
    ['nothing to do', resultOf(), 0],
    ['a write that failed', resultOf({}, failed), 1],
    ['a platform that could not be read', resultOf({}, { plan: undefined, error: 'down' }), 1],
    ['an incomplete run', resultOf({ complete: false }), 1],
    [
      'drift that must not be',
      resultOf({}, { plan: planOf({ drifts: [{ key: 'k', name: 'n', fields: [], decision: 'fail' }] }) }),
      1,
    ],
    ['a plan with changes', resultOf({ mode: 'plan' }, { plan: planOf({ changes: [create] }) }), 2],
    ['a sync with changes', resultOf({}, { plan: planOf({ changes: [create] }) }), 0],
    ['a refusal', resultOf({ refusals: ['too much'] }, { plan: planOf({ changes: [create] }) }), 3],
    ['a refusal and a failure', resultOf({ refusals: ['too much'], complete: false }), 3],
  ])('%s', (_, result, code) => {
    expect(exitCodeOf(result)).toBe(code);
  });
});

describe('the report', () => {
  test('names what failed, and what to do', () => {
    const text = runToText(
      resultOf(
        { complete: false, problems: [{ code: 'unreadable', message: 'cannot be opened', path: 'a.md' }] },
        { plan: undefined, error: 'answered 401', remedy: 'Check the token.' },
      ),
    );
    expect(text).toContain('soc: answered 401. Check the token.');
    expect(text).toContain('! a.md unreadable: cannot be opened');
    expect(text).toContain('nothing was retired');
  });

  test('counts what was written, not what was planned', () => {
    const plan = planOf({ changes: [create, create] });
    const applied = [
      { change: create, outcome: 'done' as const },
      { change: create, outcome: 'conflict' as const, error: 'n: taken' },
    ];
    const row = runToText(resultOf({}, { plan, applied }))
      .split('\n')
      .find((line) => line.includes('soc'));
    expect(
      row
        ?.split('│')
        .map((cell) => cell.trim())
        .filter(Boolean),
    ).toEqual(['soc', '1', '0', '0', '1', '1']);
  });

  test('fits a narrow terminal: its tables become lines, and commands to copy stay whole', () => {
    const plan = planOf({ changes: [create] });
    const text = runToText(resultOf({}, { plan }), { width: 40 });
    expect(text).not.toContain('│');
    expect(text).toContain('soc\n  created 0; updated 0; unchanged 0;');
  });

  test('a long list of problems is cut', () => {
    const problems = Array.from({ length: 50 }, (_, i) => ({ code: 'c', message: `m${i}` }));
    expect(runToText(resultOf({ problems }))).toContain('… 30 more problems');
  });
});

test.each([
  [60, 13],
  [80, 33],
  [200, 40],
])('on a terminal of %i columns, progress is a bar of %i for each platform', async (columns, width) => {
  let drawn = '';
  const stream = Object.assign(Object.create(process.stderr), {
    isTTY: true,
    columns,
    write: (text: string) => {
      drawn += text;
      return true;
    },
    cursorTo: () => true,
    moveCursor: () => true,
    clearLine: () => true,
    clearScreenDown: () => true,
  }) as NodeJS.WriteStream;
  const progress = await createProgress(stream, silentLog);
  progress.start('soc-splunk', 2);
  progress.start('soc-sentinel', 1);
  progress.step('soc-splunk');
  progress.step('soc-splunk');
  progress.finish('soc-splunk');
  progress.step('soc-sentinel');
  progress.finish('soc-sentinel');
  expect(drawn).toContain('soc-splunk');
  expect(drawn).toContain(`${'█'.repeat(width)} 2/2`);
  expect(drawn).not.toContain('█'.repeat(width + 1));
});
