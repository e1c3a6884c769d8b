import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Edit } from './edits.ts';
import { FAULT_KINDS } from './faults.ts';
import { openArena, syncOnce } from './harness.ts';
import { type IdentityEndpoint, openIdentityEndpoint } from './identity.ts';
import { type Snapshot, snapshotOf, violationsIn } from './invariants.ts';
import { createChance } from './random.ts';
import { playRound } from './round.ts';
import { defenderIds, editDefender } from './rules.ts';
import { summaryOf } from './run.ts';

const SEED = 'ci';
const ROUNDS = 20;

let identity: IdentityEndpoint;
beforeAll(async () => {
  identity = await openIdentityEndpoint();
  for (const [name, value] of Object.entries(identity.env)) vi.stubEnv(name, value);
});
afterAll(() => {
  identity.close();
  vi.unstubAllEnvs();
});

test(`${ROUNDS} rounds of chaos, and every invariant holds`, async () => {
  const results = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const result = await playRound(SEED, round, { identity, processes: false });
    expect(result.violations, `npm run chaos -- --seed ${SEED} --round ${round}`).toEqual([]);
    results.push(result);
  }
  const faults = results.flatMap((result) => [...result.faults.values()]).reduce((sum, times) => sum + times, 0);
  const edits = results.reduce((sum, result) => sum + result.edits.length, 0);
  expect(faults).toBeGreaterThan(ROUNDS);
  expect(edits).toBeGreaterThan(ROUNDS);
  expect(summaryOf(results, SEED)).toContain(`${faults} faults of `);
});

describe('the judge', () => {
  const NOTHING: Snapshot = {
    objects: new Map(),
    retired: new Set(),
    unmanaged: new Map(),
    records: new Map(),
    indicators: [],
  };

  test('tells a lost edit, a touched object, a missing one, a missing record and a secret', async () => {
    const arena = await openArena({ signIn: 'tokens', acks: false, identity, samples: 0 });
    try {
      arena.outputs.push(`Bearer ${arena.world.sandbox.azure.token}`);
      const expected: Snapshot = {
        ...NOTHING,
        objects: new Map([['nobody/huntsync/x', { search: 'a' }]]),
        records: new Map([['huntsync/huntsync_hunts/k', 'hash']]),
      };
      const found = violationsIn({
        arena,
        expected,
        unmanaged: new Map([['nobody/huntsync/theirs', { search: 'theirs' }]]),
        edits: [
          { platform: 'splunk', id: 'nobody/huntsync/x', field: 'search', value: 'tuned' },
          { platform: 'defender', id: 'graph /gone', field: 'query', value: 'tuned' },
        ],
      });
      expect(new Set(found.map(({ invariant }) => invariant))).toEqual(
        new Set([
          'an unmanaged object was touched',
          "an analyst's edit was lost",
          'a secret was printed',
          'another state than without faults',
          'a record is missing or wrong',
        ]),
      );
    } finally {
      await arena.close();
    }
  });

  test('tells an edit of a rule that is lost, and one that is not told of, but for what was deleted afterwards', async () => {
    const arena = await openArena({ signIn: 'tokens', acks: false, identity, samples: 0 });
    try {
      await syncOnce(arena);
      const { sandbox } = arena.world;
      const { unmanaged, ...expected } = snapshotOf(sandbox);
      const ids = defenderIds(sandbox);
      const found = (edits: readonly Edit[], told = new Set<string>()) =>
        violationsIn({ arena, expected: { ...expected, unmanaged }, told, unmanaged, edits }).map(
          (one) => one.invariant,
        );
      const made = Array.from({ length: 9 }, (_, n) => editDefender(sandbox, ids[n % ids.length] ?? '', n)).flat();
      expect(new Set(made.map(({ field }) => field))).toEqual(
        new Set(
          'query details displayName alertTitle alertDescription alertSeverity status words actions entities frequency'.split(
            ' ',
          ),
        ),
      );
      expect(new Set(found(made))).toEqual(new Set(['an edit was not told of']));

      const id = made.find(({ field }) => field === 'displayName')?.id ?? '';
      Object.assign(sandbox.states.graph.rules[id.replace('graph ', '')] ?? {}, { displayName: 'Ours again' });
      expect(found(made)).toContain("an analyst's edit was lost");
      const deleted = editDefender(sandbox, id, 9);
      expect(deleted).toMatchObject([{ id, field: 'deleted' }]);
      expect(found([...made, ...deleted])).not.toContain("an analyst's edit was lost");

      // Made again by another key: one too many, unless the object that it had was deleted.
      const anew = new Map([['graph /renamed', snapshotOf(sandbox).objects.get(ids[3] ?? '') ?? {}]]);
      const judge = (objects: Snapshot['objects'], edits: readonly Edit[]) =>
        violationsIn({ arena, expected: { ...expected, objects, unmanaged }, anew, unmanaged, edits }).map(
          ({ detail }) => detail,
        );
      const { objects } = snapshotOf(sandbox);
      const rules = sandbox.states.graph.rules;
      rules['/renamed'] = structuredClone(rules[(ids[3] ?? '').replace('graph ', '')]) as (typeof rules)[string];
      expect(judge(objects, [])).toContain('graph /renamed: is too many');
      expect(judge(objects, deleted)).not.toContain('graph /renamed: is too many');
    } finally {
      await arena.close();
    }
  });

  test('finds nothing wrong where nothing is', async () => {
    const arena = await openArena({ signIn: 'tokens', acks: false, identity, samples: 0 });
    try {
      expect(violationsIn({ arena, expected: NOTHING, unmanaged: new Map(), edits: [] })).toEqual([]);
    } finally {
      await arena.close();
    }
  });
});

test('a seed decides, whatever is asked first', () => {
  const [a, b, other] = [createChance('one'), createChance('one'), createChance('another')];
  expect([a.of('x'), a.of('y', 2)]).toEqual([b.of('y', 2), b.of('x')].reverse());
  expect(a.of('x')).not.toBe(other.of('x'));
  const drawn = new Set(Array.from({ length: 300 }, (_, at) => a.between(2, 4, at)));
  expect([...drawn].sort()).toEqual([2, 3, 4]);
  expect(FAULT_KINDS).toContain(a.pick(FAULT_KINDS, 'kind'));
});
