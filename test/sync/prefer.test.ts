import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KQL, SPL } from '../../src/quoting/languages.ts';
import { keepersFor, leftToPreferred, runsElsewhere, sharesData } from '../../src/sync/prefer.ts';
import type { CheckedHunt, CheckedQuery } from '../../src/sync/query.ts';
import { siemsFor } from '../../src/sync/siem.ts';
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

  test('two of one kind hold different data, named tenants or none', () => {
    const own = (prefer: string, platforms: readonly { name: string; kind: string; tenantId?: string }[]) =>
      platforms.map((one) => {
        const { keepers, untold } = keepersFor(one, { prefer, platforms, siems: kinds });
        return [...keepers, ...untold];
      });
    const splunks = ['s1', 's2', 's3'].map((name) => ({ name, kind: 'first' }));
    expect(own('s1', splunks)).toEqual([[], [], []]);
    expect(own('s1', splunks.slice(0, 2))).toEqual([[], []]);
    const workspaces = ['w1', 'w2'].map((name) => ({ name, kind: 'second', tenantId: ids.a }));
    expect(own('w1', workspaces)).toEqual([[], []]);
    expect(own('second', workspaces)).toEqual([[], []]);
  });

  test('kinds that know no tenants are a pair only where there are no others of the language', () => {
    const siems = ['second', 'third'].map((kind) => ({ kind, language: KQL }));
    const preference = { prefer: 'third', platforms: PLATFORMS.slice(1), siems };
    const [two, three] = PLATFORMS.slice(1);
    expect(sharesData(two as never, three as never, preference)).toBe(true);
    const more = { ...preference, platforms: [...preference.platforms, { name: 'four', kind: 'second' }] };
    expect(sharesData(two as never, three as never, more)).toBeNull();
  });
});

describe('with platforms of several files', () => {
  const tenantOf = (config: object) => (config as { tenantId?: string }).tenantId ?? null;
  const siems = [
    { kind: 'first', language: SPL },
    ...['second', 'third'].map((kind) => ({ kind, language: KQL, tenantOf })),
  ];
  interface Placed {
    readonly name: string;
    readonly kind: string;
    readonly tenantId?: string;
    readonly declaredIn?: string;
  }
  /** To whom each platform leaves hunts, and of whom it cannot tell. */
  const judged = (platforms: readonly Placed[], prefer = 'third') =>
    Object.fromEntries(
      platforms.map((one) => {
        const { keepers, untold } = keepersFor(one, { prefer, platforms, siems });
        return [one.name, [...keepers.map(({ name }) => name), ...untold.map(({ name }) => `${name}?`)]];
      }),
    );
  const from = (declaredIn: string, ...platforms: readonly Placed[]) =>
    platforms.map((one) => ({ ...one, declaredIn }));

  test('a file that claims the tenant of another takes no hunt from it', () => {
    const acme = from('/t/acme.yaml', { name: 'acme2', kind: 'second', tenantId: 'acme.example' });
    const eve = from('/t/eve.yaml', { name: 'eve3', kind: 'third', tenantId: 'acme.example' });
    expect(judged([...acme, ...eve])).toEqual({ acme2: [], eve3: [] });
    const main = { name: 'own2', kind: 'second', tenantId: 'acme.example' };
    expect(judged([main, ...eve])).toEqual({ own2: [], eve3: [] });
    // Nor does one that says nothing, as the only other platform of the language.
    expect(judged([{ name: 'own2', kind: 'second' }, ...from('/t/eve.yaml', { name: 'eve3', kind: 'third' })])).toEqual(
      {
        own2: [],
        eve3: [],
      },
    );
  });

  test('what another file names changes nothing between those of one file', () => {
    const pair = [
      { name: 'own2', kind: 'second' },
      { name: 'own3', kind: 'third' },
    ];
    const kinds: readonly Placed[] = [
      { name: 'x2', kind: 'second', tenantId: 'x' },
      { name: 'x3', kind: 'third' },
    ];
    for (const owner of ['third', 'own3'])
      fc.assert(
        fc.property(fc.subarray([...kinds]), (others) => {
          expect(judged([...pair, ...from('/t/eve.yaml', ...others)], owner)).toMatchObject({
            own2: ['own3'],
            own3: [],
          });
        }),
      );
    // A platform that is preferred by a name which is also a kind stays so, whatever kinds others bring.
    const named = [
      { name: 'own2', kind: 'second' },
      { name: 'second-like', kind: 'third' },
    ];
    const eve = from('/t/eve.yaml', { name: 'eve', kind: 'first' });
    expect(judged([...named, ...eve], 'second-like')).toMatchObject({ own2: ['second-like'] });
    const called = [
      { name: 'own3', kind: 'third' },
      { name: 'first', kind: 'second' },
    ];
    expect(judged([...called, ...eve], 'first')).toMatchObject({ own3: ['first'] });
  });

  test('whoever is to have the records of a platform is asked of the same file too', () => {
    const platforms = [
      ...from('/t/acme.yaml', { name: 'acme2', kind: 'second', tenantId: 'acme.example' }),
      ...from('/t/eve.yaml', { name: 'eve3', kind: 'third', tenantId: 'acme.example' }),
    ];
    const [acme, eve] = platforms;
    expect(sharesData(acme as never, eve as never, { platforms, siems })).toBe(false);
  });
});

test('hunts are checked for the configured kinds, and once for each other language', () => {
  const kinds = (configured: readonly string[]) => siemsFor(SIEMS, configured).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['first', 'second']);
  expect(kinds(['third'])).toEqual(['first', 'third']);
  expect(kinds(['second', 'third'])).toEqual(['first', 'second', 'third']);
});
