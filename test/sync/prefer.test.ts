import { expect, test } from 'vitest';
import { KQL, SPL } from '../../src/quoting/languages.ts';
import { inUseAfter, leftToPreferred, notYetKept } from '../../src/sync/prefer.ts';
import type { CheckedHunt, CheckedQuery } from '../../src/sync/query.ts';
import { siemsFor } from '../../src/sync/siem.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { makeHunt } from '../support/hunts.ts';

const SIEMS = [
  { kind: 'first', language: SPL },
  { kind: 'second', language: KQL },
  { kind: 'third', language: KQL },
];
const PLATFORMS = [
  { name: 'one', kind: 'first' },
  { name: 'two', kind: 'second' },
  { name: 'three', kind: 'third' },
];
const ready: CheckedQuery = { text: 'x', verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null };

function hunt(key: string, third: readonly CheckedQuery[]): CheckedHunt {
  return { hunt: makeHunt({ key }), queries: { first: [ready], second: [ready], third } };
}

const CHECKED = [
  hunt('uc:KEPT', [ready]),
  hunt('uc:REJECTED', [{ ...ready, verdict: 'rejected' }]),
  hunt('uc:RUN_ONLY', [{ ...ready, alert: { lacks: 'a time', entities: [] } }]),
  hunt('uc:NONE', []),
];
const left = (name: string, prefer: string) => {
  const platform = PLATFORMS.find((one) => one.name === name) ?? { name, kind: '' };
  const found = leftToPreferred(platform, CHECKED, { prefer, platforms: PLATFORMS, siems: SIEMS });
  return found && [...found.keys];
};

test('what the preferred platform keeps is left to it, by the others of its language', () => {
  expect(left('two', 'third')).toEqual(['uc:KEPT']);
  expect(left('two', 'three')).toEqual(['uc:KEPT']);
  expect(left('three', 'third')).toBeNull();
  expect(left('one', 'third')).toBeNull();
  expect(left('two', 'both')).toBeNull();
});

test('a platform has in use what it had and what its plan brings, by hunt', () => {
  const actual = [
    { marker: { key: 'uc:HELD#2', retired: null } },
    { marker: { key: 'uc:OUT', retired: { since: '2026-01-01', reason: 'aged' } } },
    { marker: { key: 'uc:LEAVES', retired: null } },
    { marker: null },
  ] as unknown as ActualObject[];
  const changes = [
    { op: 'create', key: 'uc:NEW' },
    { op: 'retire', key: 'uc:LEAVES' },
  ] as unknown as Change[];
  expect([...inUseAfter({ changes }, actual)].sort()).toEqual(['uc:HELD', 'uc:NEW']);
});

test('a hunt waits until every preferred platform has it', () => {
  const left = { preferred: 'third', keepers: ['three', 'four'], keys: new Set(['a', 'b']) };
  const waiting = (inUse: Record<string, string[]>) => [
    ...notYetKept(left, new Map(Object.entries(inUse).map(([name, keys]) => [name, new Set(keys)]))),
  ];
  expect(waiting({ three: ['a', 'b'], four: ['a', 'b'] })).toEqual([]);
  expect(waiting({ three: ['a', 'b'], four: ['b'] })).toEqual(['a']);
  expect(waiting({ three: ['a', 'b'] })).toEqual(['a', 'b']);
});

test('hunts are checked for the configured kinds, and once for each other language', () => {
  const kinds = (configured: readonly string[]) => siemsFor(SIEMS, configured).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['first', 'second']);
  expect(kinds(['third'])).toEqual(['first', 'third']);
  expect(kinds(['second', 'third'])).toEqual(['first', 'second', 'third']);
});
