import { expect, test } from 'vitest';
import { COMMENT_LIMIT, planToMarkdown } from '../../src/report/plan-markdown.ts';
import type { RunResult } from '../../src/report/result.ts';
import { SIEMS } from '../../src/siems.ts';
import type { DriftNote } from '../../src/sync/plan.ts';
import type { Change } from '../../src/sync/types.ts';
import { runResult } from '../support/run-result.ts';

const options = { policy: { maxCreate: 200, maxChangePercent: 30 } as const, siems: SIEMS };

function withChanges(changes: readonly Change[]): RunResult {
  const result = runResult();
  const [platform] = result.platforms;
  if (!platform?.plan) throw new Error('no plan');
  const plan = { ...platform.plan, changes, owned: 20 };
  return { ...result, mode: 'plan', platforms: [{ ...platform, queryField: 'search', plan }] };
}

function update(key: string, before: string, after: string): Change {
  const evidence = { articles: [], newest: null, sources: [] };
  const marker = { key, written: {}, evidence, retired: null };
  const fields = { severity: 'HIGH', techniques: 'T1059.001', search: after };
  const was = { id: key, name: key, fields: { ...fields, search: before }, marker };
  return {
    op: 'update',
    key,
    id: key,
    name: key,
    fields: [{ field: 'search', before, after }],
    after: { fields, marker },
    before: was,
  };
}

test('tells of the difference with the words marked, of rejects, edits and the limits', () => {
  const text = planToMarkdown(
    withChanges([update('uc:A', '| a | where x > 1 | sort x', '| a | where x > 2 | sort x')]),
    options,
  );
  expect(text.startsWith('<!-- huntsync plan -->\n')).toBe(true);
  expect(text).toContain('- **changed** uc:A · HIGH · T1059.001 · soc');
  expect(text).toContain(['  -| where x > 1', '  ?            ^', '  +| where x > 2', '  ?            ^'].join('\n'));
  expect(text).toContain('0 of at most 200 new; 1 of 20 changed, at most 6');
  expect(text).toContain('- **rejected** Broken');
  expect(text).toContain('- **edited** Tuned');
});

function withEdit(drift: Pick<DriftNote, 'decision' | 'fields'>): string {
  const result = withChanges([]);
  const [platform] = result.platforms;
  if (!platform?.plan) throw new Error('no plan');
  const plan = { ...platform.plan, drifts: [{ key: 'uc:T', name: 'Tuned', ...drift }] };
  return planToMarkdown({ ...result, platforms: [{ ...platform, plan }] }, options);
}

test('an edit that stays is told by its sides, one that is overwritten as what changes', () => {
  const fields = [
    { field: 'search', before: '| a\n| where x > 1\n| sort x', after: '| a\n| where x > 2\n| sort x' },
    { field: 'window', before: '-1d', after: '-2d' },
  ];
  for (const decision of ['keep', 'fail'] as const) {
    const kept = withEdit({ decision, fields });
    expect(kept).toContain('`search` (`<` on the platform, `>` as huntsync writes it):');
    expect(kept).toContain(
      [
        '    | a',
        '  < | where x > 1',
        '  ?             ^',
        '  > | where x > 2',
        '  ?             ^',
        '    | sort x',
      ].join('\n'),
    );
    expect(kept).toContain('`window`: `-1d` on the platform, `-2d` as huntsync writes it');
    expect(kept).not.toMatch(/^ *[-+]\|/m);
  }
  const overwritten = withEdit({ decision: 'overwrite', fields });
  expect(overwritten).toContain(['  -| where x > 1', '  ?            ^', '  +| where x > 2'].join('\n'));
  expect(overwritten).toContain('`window`: `-1d` → `-2d`');
});

test('a comment that would be too long is cut at whole hunts, and says how many are left out', () => {
  const before = Array.from({ length: 60 }, (_, at) => `| eval field${at}=1`).join('\n');
  const changes = Array.from({ length: 300 }, (_, at) =>
    update(`uc:H${String(at).padStart(3, '0')}`, before, before.replaceAll('=1', `=${at + 2}`)),
  );
  const text = planToMarkdown(withChanges(changes), options);
  expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
  const [, left = ''] = /\*\*(\d+) of 300 hunts that change do not fit here\.\*\*/.exec(text) ?? [];
  const shown = text.match(/^- \*\*changed\*\*/gm)?.length ?? 0;
  expect(shown).toBeGreaterThan(5);
  expect(shown + Number(left)).toBe(300);
  expect((text.match(/^ *`{3,}/gm)?.length ?? 1) % 2).toBe(0);
});

test("a query's own fence does not end the block, and a title cannot mention or link", () => {
  const hostile = { ...update('uc:A', 'a\n```\nb', 'a\n```\nc'), name: '@all ![x](https://evil.example) <b>' };
  const text = planToMarkdown(withChanges([hostile]), options);
  expect(text).toContain('````diff');
  expect(text).not.toMatch(/@all|https:\/\/evil|<b>/);
});
