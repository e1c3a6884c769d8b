import { expect, test } from 'vitest';
import type { CheckedQuery } from '../../src/sync/query.ts';
import { withCheckedQueries, withoutUnreadQueries } from '../../src/sync/undo-check.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';

const PLATFORM = createMemoryPlatform(createMemoryServer());
const FIELDS = { text: 'q', about: 'HIGH', active: '1' };
const MARKER = { key: 'uc:UC_A', written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };

const update = (fields: Partial<typeof FIELDS>) => ({
  op: 'update' as const,
  key: 'uc:UC_A',
  id: 'i',
  name: 'n',
  fields: [],
  after: { fields: { ...FIELDS, ...fields }, marker: MARKER },
  before: { id: 'i', name: 'n', fields: FIELDS, marker: MARKER },
});

function checkedAs(verdicts: Readonly<Record<string, CheckedQuery['verdict']>>) {
  const asked: string[] = [];
  const check = async (texts: readonly string[]) => {
    asked.push(...texts);
    return new Map(
      texts.flatMap((text): [string, CheckedQuery[]][] => {
        const verdict = verdicts[text];
        const query = { text, repairs: [], problems: [], lookbackSeconds: null };
        return verdict ? [[text, [{ ...query, verdict }]]] : [];
      }),
    );
  };
  return { asked, check };
}

test('a field that holds queries which nobody reads is not put back from a report', () => {
  const done = [
    {
      op: 'update' as const,
      key: 'uc:UC_A',
      name: 'n',
      fields: [
        { field: 'text', before: 'a', after: 'b' },
        { field: 'drill', before: '[{"search":"| delete"}]', after: '[]' },
      ],
    },
    { op: 'create' as const, key: 'uc:UC_B', fields: [{ field: 'drill', before: null, after: '[]' }] },
  ];
  const { changes, left } = withoutUnreadQueries({ ...PLATFORM, derivedQueryFields: ['drill'] }, done);
  expect(changes.map(({ fields }) => fields.map(({ field }) => field))).toEqual([['text'], []]);
  expect(left).toEqual([{ key: 'uc:UC_A', name: 'n', reason: 'from a report, these fields are not put back: drill' }]);
  expect(withoutUnreadQueries(PLATFORM, done)).toEqual({ changes: done, left: [] });
});

test('nor is one that switches an action on, such as where results are written', () => {
  const fields = [
    { field: 'text', before: 'a', after: 'b' },
    { field: 'collect', before: '1', after: '' },
    { field: 'collect.index', before: 'main', after: '' },
  ];
  const switchFields = { collect: ['collect', 'collect.index'] };
  const { changes, left } = withoutUnreadQueries({ switchFields }, [{ op: 'update', key: 'uc:UC_A', fields }]);
  expect(changes[0]?.fields.map(({ field }) => field)).toEqual(['text']);
  expect(left[0]?.reason).toContain('collect, collect.index');
});

test('each new query is checked, once; what the object has now is not', async () => {
  const { asked, check } = checkedAs({ fine: 'ready', mended: 'repaired', bad: 'rejected' });
  const changes = ['fine', 'fine', 'mended', 'bad', 'nothing'].map((text) => update({ text }));
  const checked = await withCheckedQueries(PLATFORM, [...changes, update({ about: 'LOW' })], check);
  expect(asked).toEqual(['fine', 'mended', 'bad', 'nothing']);
  expect(checked.changes.map(({ after }) => after?.fields.text)).toEqual(['fine', 'fine', 'mended', 'q']);
  expect(checked.left.map(({ reason }) => reason)).toEqual([
    'a report may not put this back: its query is rejected',
    'a report may not put this back: it holds no query',
  ]);
});
