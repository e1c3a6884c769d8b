import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { planToText } from '../../src/report/plan-text.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { Change, ChangeOp, ChangeReason, FieldChange } from '../../src/sync/types.ts';

function change(op: ChangeOp, name: string, fields: FieldChange[] = [], reason?: ChangeReason): Change {
  return { op, key: name, id: name, name, fields, after: null, before: null, ...(reason ? { reason } : {}) };
}

function planOf(parts: Partial<PlatformPlan>): PlatformPlan {
  const counts = { unchanged: 0, kept: 0, retired: 0, owned: 0 };
  const lists = { changes: [], drifts: [], clashes: [], rejects: [], unmanaged: [] };
  return { name: 'soc', kind: 'splunk', target: 'https://here', ...counts, ...lists, ...parts };
}

const LONG =
  '| tstats count from datamodel=Endpoint.Processes where Processes.process_name="a.exe" by Processes.dest Processes.user';

test('a plan reads as what will happen, and why', () => {
  const query = { field: 'search', before: '| a\n| b\n| c', after: '| a\n| x\n| c' };
  const text = planToText(
    planOf({
      changes: [
        change('create', 'New one'),
        change('update', 'Tuned one', [{ field: 'severity', before: 'HIGH', after: 'CRIT' }, query]),
        change('retire', 'Old one', [], 'superseded'),
        change('prune', 'Very old one'),
      ],
      unchanged: 7,
      kept: 2,
      retired: 3,
      drifts: [{ key: 'k', name: 'Edited', fields: [{ field: 'search', before: 'a', after: 'b' }], decision: 'keep' }],
      clashes: [{ key: 'k', id: 'Theirs', name: 'Theirs' }],
      rejects: [{ key: 'k', name: 'Broken', problems: [{ code: 'c', message: 'no such dataset' }] }],
    }),
  );
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    'soc  https://here',
    '  + create  New one',
    '  ~ update  Tuned one',
    '      severity: HIGH -> CRIT',
    '      search:',
    '          | a',
    '        - | b',
    '        + | x',
    '          | c',
    '  - retire  Old one (superseded)',
    '  x prune   Very old one',
    '  = unchanged 7, those with an edit that stays included',
    '  = kept 2 that no article called for this time',
    '  = retired earlier 3',
    '  ! drift  Edited: search (the edit stays; policy.onDrift is keep)',
    '      search: platform a, ours b',
    '  ! clash  Theirs is unmanaged: left as it is; add "Theirs" to policy.adopt to take it over',
    '  ! rejected  Broken: no such dataset (c)',
  ]);
});

test('a long query of one line is shown whole, so that a change at its end can be seen', () => {
  const text = planToText(
    planOf({ changes: [change('update', 'u', [{ field: 'search', before: LONG, after: `${LONG} Processes.x` }])] }),
  );
  expect(text).toContain(`- ${LONG}\n`);
  expect(text).toContain(`+ ${LONG} Processes.x`);
});

test('the limit cuts each kind of change and says how many there are', () => {
  const changes = Array.from({ length: 5 }, (_, i) => change('create', `n${i}`));
  const text = planToText(planOf({ changes }), { limit: 2 });
  expect(text).toContain('+ create  n1');
  expect(text).not.toContain('n2');
  expect(text).toContain('… and 3 more');
});

test("a stranger's words cannot move the cursor, start a line or colour one", () => {
  const hostile = 'a\u001b[2J\r\n+ create  forged\u202e';
  const fields = [{ field: 'description', before: hostile, after: `${hostile}\nb` }];
  const text = planToText(planOf({ changes: [change('update', hostile, fields)] }));
  expect(text).not.toMatch(/[\u001b\r\u202e]/);
  expect(text.split('\n').filter((line) => line.startsWith('  + create'))).toEqual([]);
});

test('an edit of an object that nothing wants shows what is there', () => {
  const fields = [{ field: 'search', before: 'tuned', after: null }];
  const text = planToText(planOf({ drifts: [{ key: 'k', name: 'Orphan', fields, decision: 'keep' }] }));
  expect(text.split('\n')).toContain('      search: tuned');
});

test('tells what a hunt is about in columns, and cuts at words in any width', () => {
  const about = {
    title: 't',
    severity: 'CRIT' as const,
    techniques: ['T1059.001', 'T1105'],
    articles: [{ id: 'a', title: 'An article with a rather long title that tells of many things at once' }],
  };
  const name = 'Office application starts a script host or a signed proxy binary of the system';
  for (const width of [60, 80, 120, 200]) {
    const text = planToText(planOf({ changes: [change('create', name)] }), { width, tells: () => about });
    expect(text).toMatch(/\+ create {2}CRIT T1059\.001 \+1 +Office application/);
    const lines = text.split('\n').slice(1, -1);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    const words = new Set([...name.split(' '), ...(about.articles[0]?.title.split(' ') ?? [])]);
    const cut = lines.flatMap((line) => [...line.matchAll(/(\S+)…/g)].map(([, word = '']) => word));
    expect(cut.filter((word) => !words.has(word))).toEqual([]);
  }
});

test('on a narrow terminal an address loses its middle, and reasons go on under their line', () => {
  const plan = planOf({
    target: 'https://cloud.example/subscriptions/one/groups/two/workspaces/soc-logs',
    rejects: [{ key: 'k', name: 'Broken', problems: [{ code: 'c', message: 'there is no such dataset as this one' }] }],
  });
  expect(planToText(plan, { width: 50 }).split('\n')).toEqual([
    'soc  https://cloud.example/…/soc-logs',
    '  = unchanged 0',
    '  ! rejected  Broken: there is no such dataset as',
    '    this one (c)',
  ]);
  expect(planToText(plan)).toContain(plan.target);
});

test('an edit that stays is told by its sides, not as a change', () => {
  const [before, after] = ['index=main\n| where theirs=1', 'index=main\n| where ours=1'].map((text) =>
    text.padEnd(150),
  );
  const drift = { key: 'k', name: 'n', fields: [{ field: 'search', before: before ?? '', after: after ?? '' }] };
  const plan = {
    ...{ name: 'soc', kind: 'splunk', target: 't', changes: [], unchanged: 1, kept: 0, retired: 0, owned: 1 },
    ...{ clashes: [], rejects: [], unmanaged: [] },
  };
  const told = (decision: 'keep' | 'overwrite') =>
    stripVTControlCharacters(planToText({ ...plan, drifts: [{ ...drift, decision }] }));
  const kept = told('keep');
  expect(kept).toContain('search, kept as edited on the platform (< platform, > ours):');
  expect(kept).toMatch(/^ +< \| where theirs=1/m);
  expect(kept).toMatch(/^ +> \| where ours=1/m);
  expect(kept).not.toMatch(/^ +[-+] \|/m);
  expect(told('overwrite')).toMatch(/^ +- \| where theirs=1[\s\S]*^ +\+ \| where ours=1/m);
});

test('an edit that an update overwrites is shown once', () => {
  const field = { field: 'cron_schedule', before: '*/5 * * * *', after: '53 13 * * *' };
  const change = { op: 'update', key: 'k', id: 'n', name: 'n', fields: [field], after: null, before: null } as const;
  const plan = planOf({
    changes: [change],
    drifts: [{ key: 'k', name: 'n', fields: [field], decision: 'overwrite' }],
    unchanged: 3,
  });
  expect(stripVTControlCharacters(planToText(plan)).split('\n').slice(1)).toEqual([
    '  ~ update  n',
    '      cron_schedule: */5 * * * * -> 53 13 * * *',
    '  = unchanged 3',
    '  ! drift  n: cron_schedule (the edit is overwritten; policy.onDrift is overwrite)',
  ]);
});

test('a long list tells what it gains and loses', () => {
  const ids = Array.from({ length: 12 }, (_, at) => `article-number-${at}`);
  const fields = [{ field: 'articles', before: ids.slice(0, 11).join(' '), after: ids.slice(1).join(' ') }];
  const change = { op: 'update', key: 'k', id: 'n', name: 'n', fields, after: null, before: null } as const;
  expect(stripVTControlCharacters(planToText(planOf({ changes: [change] })))).toContain(
    'articles: + article-number-11 - article-number-0',
  );
});

test('where single hunts are acted on, nothing is said of the others', () => {
  expect(stripVTControlCharacters(planToText(planOf({}), { idle: 'nothing to change' }))).toBe(
    'soc  https://here\n  = nothing to change',
  );
});
