import { describe, expect, test } from 'vitest';
import { KQL, SPL } from '../../src/quoting/languages.ts';
import { inUseAfter, keepersFor, leftToPreferred, notYetKept, runsElsewhere } from '../../src/sync/prefer.ts';
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

test('what another platform of the language keeps is not run a second time, unless both are to have it', () => {
  const run = (prefer: string) => {
    const preference = { prefer, platforms: PLATFORMS, siems: SIEMS };
    const isRun = (checked: CheckedHunt) => !runsElsewhere({ name: 'three', kind: 'third' }, checked, preference);
    return [...CHECKED, alone].filter(isRun).map((checked) => checked.hunt.key);
  };
  const [, , runOnly] = CHECKED;
  const refused: CheckedQuery = { ...ready, verdict: 'rejected' };
  const alone = {
    hunt: makeHunt({ key: 'uc:ALONE' }),
    queries: { ...runOnly?.queries, second: [refused] },
  };
  expect(run('both')).toHaveLength(CHECKED.length + 1);
  expect(run('second')).toEqual(['uc:ALONE']);
  expect(run('third')).toEqual(['uc:ALONE']);
});

test('what the preferred platform keeps is left to it, by the others of its language', () => {
  expect(left('two', 'third')).toEqual(['uc:KEPT']);
  expect(left('two', 'three')).toEqual(['uc:KEPT']);
  expect(left('three', 'third')).toBeNull();
  expect(left('one', 'third')).toBeNull();
  expect(left('two', 'both')).toBeNull();
});

test('a platform is not preferred for being called as a kind is, or as what prefers none', () => {
  const platforms = [...PLATFORMS, { name: 'third', kind: 'first' }, { name: 'both', kind: 'first' }];
  const keepers = (prefer: string) =>
    platforms.map((one) => keepersFor(one, { prefer, platforms, siems: SIEMS }).keepers.map(({ name }) => name));
  expect(keepers('both')).toEqual([[], [], [], [], []]);
  expect(keepers('third')).toEqual([[], ['three'], [], [], []]);
});

describe('with several tenants', () => {
  const tenantOf = (config: object) => (config as { tenantId?: string }).tenantId ?? null;
  const kinds = [
    { kind: 'first', language: SPL },
    ...['second', 'third'].map((kind) => ({ kind, language: KQL, tenantOf })),
  ];
  const ids = { a: '11111111-1111-4111-8111-111111111111', b: '22222222-2222-4222-8222-222222222222' };
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  /** To whom each platform of kind `second` leaves hunts, and of whom it cannot tell. */
  const judged = (platforms: readonly { name: string; kind: string; tenantId?: string }[], prefer = 'third') =>
    Object.fromEntries(
      platforms
        .filter(({ kind }) => kind !== 'third')
        .map((one) => {
          const { keepers, untold } = keepersFor(one, { prefer, platforms, siems: kinds });
          return [one.name, [names(keepers), names(untold)]];
        }),
    );

  test('a hunt is left to the preferred platform of the same tenant alone', () => {
    const platforms = [
      { name: 'a2', kind: 'second', tenantId: ids.a },
      { name: 'b2', kind: 'second', tenantId: ids.b.toUpperCase() },
      { name: 'c2', kind: 'second', tenantId: 'c.example' },
      { name: 'a3', kind: 'third', tenantId: ids.a },
      { name: 'b3', kind: 'third', tenantId: ids.b },
    ];
    expect(judged(platforms)).toEqual({
      a2: [['a3'], []],
      b2: [['b3'], []],
      // An id and a domain may be those of one tenant.
      c2: [[], ['a3', 'b3']],
    });
    expect(judged(platforms, 'b3')).toMatchObject({ a2: [[], []], b2: [['b3'], []] });
    const elsewhere = leftToPreferred(platforms[0] as never, CHECKED, { prefer: 'b3', platforms, siems: kinds });
    expect(elsewhere).toBeNull();
  });

  test('where one does not name its tenant, they are a pair only if there are no others of the language', () => {
    const [two, three] = [
      { name: 'two', kind: 'second' },
      { name: 'three', kind: 'third' },
    ];
    const splunk = { name: 'one', kind: 'first' };
    expect(judged([splunk, two, three])).toEqual({ one: [[], []], two: [['three'], []] });
    expect(judged([two, { ...three, tenantId: ids.a }])).toEqual({ two: [['three'], []] });
    expect(
      judged([
        { ...two, tenantId: ids.b },
        { ...three, tenantId: ids.a },
      ]),
    ).toEqual({ two: [[], []] });
    expect(judged([two, { name: 'other', kind: 'second', tenantId: ids.a }, { ...three, tenantId: ids.a }])).toEqual({
      two: [[], ['three']],
      other: [['three'], []],
    });
  });

  test('kinds that know no tenants are not parted by them', () => {
    const platforms = ['s1', 's2', 's3'].map((name) => ({ name, kind: 'first' }));
    expect(names(keepersFor({ name: 's2', kind: 'first' }, { prefer: 's1', platforms, siems: kinds }).keepers)).toEqual(
      ['s1'],
    );
  });
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
    { op: 'update', key: 'uc:ACTS', after: { fields: {}, marker: { retired: '2026-05-01' } } },
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
