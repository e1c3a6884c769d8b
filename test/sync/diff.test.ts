import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeNewest, withShortIds } from '../../src/sync/evidence.ts';
import { digestFields } from '../../src/sync/marker.ts';
import { planHash } from '../../src/sync/plan.ts';
import type { PlanContext } from '../../src/sync/target.ts';
import type { ActualObject, Marker } from '../../src/sync/types.ts';
import { A, B, edit, run, want } from './support.ts';

describe('three-way diff', () => {
  test('a field of theirs stays while another moves, and stays known as theirs', () => {
    const first = run([want('k', { query: 'q1', text: 't1' })], []);
    const tuned = [edit(first.after[0], { query: 'mine' })];
    const second = run([want('k', { query: 'q2', text: 't2' })], tuned);
    expect(second.after[0]?.fields).toEqual({ active: '1', query: 'mine', text: 't2' });
    expect(second.plan.drifts).toEqual([
      { key: 'k', name: 'k', decision: 'keep', fields: [{ field: 'query', before: 'mine', after: 'q2' }] },
    ]);
    const third = run([want('k', { query: 'q2', text: 't2' })], second.after);
    expect(third.ops).toEqual([]);
    expect(third.plan.drifts).toHaveLength(1);
  });

  test('an edit that equals what the articles want later is no drift, and ours again', () => {
    const first = run([want('k', { query: 'q1' })], []);
    const tuned = [edit(first.after[0], { query: 'q2' })];
    const second = run([want('k', { query: 'q2' })], tuned);
    expect(second.plan.changes.map(({ fields }) => fields.map(({ field }) => field))).toEqual([['hash']]);
    const third = run([want('k', { query: 'q3' })], second.after);
    expect(third.plan.drifts).toEqual([]);
    expect(third.after[0]?.fields['query']).toBe('q3');
  });

  test('a field that we never wrote is ours where it is empty and theirs where it is not', () => {
    const [object] = run([want('k', { query: 'q' })], []).after;
    const grown = want('k', { query: 'q', extra: 'new' });
    expect(run([grown], [object as ActualObject]).after[0]?.fields['extra']).toBe('new');
    const filled = run([grown], [edit(object, { extra: 'theirs' })]);
    expect(filled.plan.drifts).toHaveLength(1);
    expect(filled.after[0]?.fields['extra']).toBe('theirs');
    expect(run([grown], filled.after).ops).toEqual([]);
  });

  test('fail writes nothing to the object and is counted', () => {
    const first = run([want('k', { query: 'q1', text: 't' })], []);
    const { ops, plan } = run([want('k', { query: 'q1', text: 't2' })], [edit(first.after[0], { query: 'x' })], {
      onDrift: 'fail',
    });
    expect(ops).toEqual([]);
    expect(plan.drifts[0]?.decision).toBe('fail');
  });
});

describe('a rolling window', () => {
  test('an article out of sight stays recorded, and older text does not win', () => {
    const both = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) };
    const first = run([want('uc:X', { query: 'new text' }, both)], []);
    const second = run([want('uc:X', { query: 'old text' })], first.after, { articles: withShortIds([A]) });
    expect(second.after[0]?.fields['query']).toBe('new text');
    expect(second.after[0]?.marker?.evidence.articles).toEqual([B, A]);
    expect(second.ops).toEqual([]);
    expect(run([want('uc:X', { query: 'old text' })], second.after, { articles: withShortIds([A]) }).ops).toEqual([]);
  });

  test('an article that is there and no longer calls for the hunt gives way to the older text', () => {
    const both = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) };
    const first = run([want('uc:X', { query: 'new text' }, both)], []);
    const second = run([want('uc:X', { query: 'old text' })], first.after, { articles: withShortIds([A, B]) });
    expect(second.after[0]?.fields['query']).toBe('old text');
  });

  test('an article that was read and calls for the hunt no more is forgotten, and its date with it', () => {
    const both = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) };
    const first = run([want('uc:X', { query: 'new text' }, both)], []);
    const dropped = run([want('uc:X', { query: 'old text' })], first.after, { articles: withShortIds([A, B]) });
    expect(dropped.after[0]?.marker?.evidence).toMatchObject({
      articles: [A],
      newest: decodeNewest(`2026-05-01 ${A}`),
    });
    const later = run([want('uc:X', { query: 'mended text' })], dropped.after, { articles: withShortIds([A]) });
    expect(later.after[0]?.fields['query']).toBe('mended text');
  });

  test('a date that was mistyped and corrected does not block what comes later', () => {
    const first = run([want('uc:X', { query: 'one' }, { newest: decodeNewest(`2062-05-01 ${A}`) })], []);
    const second = run([want('uc:X', { query: 'two' })], first.after, { articles: withShortIds([A]) });
    expect(second.after[0]?.fields['query']).toBe('two');
    expect(second.after[0]?.marker?.evidence.newest).toEqual(decodeNewest(`2026-05-01 ${A}`));
  });

  test('an edit on a text that is out of date is kept whatever the policy, and the report says so', () => {
    const both = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) };
    const tuned = [edit(run([want('uc:X', { query: 'new' }, both)], []).after[0], { query: 'mine' })];
    const { ops, plan } = run([want('uc:X', { query: 'old' })], tuned, { onDrift: 'overwrite' });
    expect(ops).toEqual([]);
    expect(plan.drifts.map(({ decision }) => decision)).toEqual(['keep']);
  });

  test('an authoritative source takes its articles back', () => {
    const both = { articles: [B, A], newest: decodeNewest(`2026-05-20 ${B}`) };
    const first = run([want('uc:X', { query: 'q' }, both)], []);
    const second = run([want('uc:X', { query: 'q' })], first.after, { authoritative: new Set(['feed']) });
    expect(second.after[0]?.marker?.evidence).toMatchObject({ articles: [A], newest: decodeNewest(`2026-05-01 ${A}`) });
  });

  test('a shared hunt that lost the article it is keyed by keeps its object', () => {
    const first = run([want(`${A}:t`, { query: 'same' }, { articles: [B, A] })], []);
    const later = [want(`${B}:t`, { query: 'same' }, { articles: [B] })];
    const second = run(later, first.after);
    expect(second.ops).toEqual([]);
    expect(second.plan.unchanged).toBe(1);
  });
});

describe('retirement', () => {
  const own = `${A}:old-title`;
  const [object] = run([want(own, { query: 'q' })], []).after;
  const there = [object as ActualObject];

  test.each<[string, Partial<PlanContext>, string[]]>([
    ['absence alone', {}, []],
    ['its article carries other hunts', { carrying: new Set([A]), articles: withShortIds([A]) }, [`retire ${own}`]],
    ['but the run is incomplete', { carrying: new Set([A]), articles: withShortIds([A]), complete: false }, []],
    ['its source is authoritative', { authoritative: new Set(['feed']) }, [`retire ${own}`]],
    ['another source is', { authoritative: new Set(['other']) }, []],
    ['too old', { retireAfterDays: 30 }, [`retire ${own}`]],
    ['not too old', { retireAfterDays: 31 }, []],
    ['an operator asked', { requested: new Set([own]) }, [`retire ${own}`]],
    ['an operator asked in an incomplete run', { requested: new Set([own]), complete: false }, []],
    [
      'its new text was rejected',
      {
        carrying: new Set([A]),
        articles: withShortIds([A]),
        rejected: [{ key: own, name: own, problems: [] }],
      },
      [],
    ],
  ])('%s', (_, extra, ops) => {
    expect(run([], there, extra).ops).toEqual(ops);
  });

  test('an operator may name either key of a hunt that is known by its query, and it stays out of use', () => {
    const moved = [want(`${B}:title`, { query: 'q' }, { articles: [B] })];
    for (const key of [own, `${B}:title`]) {
      const { ops, after } = run(moved, there, { requested: new Set([key]) });
      expect(ops).toEqual([`retire ${own}`]);
      expect(run(moved, after, { requested: new Set([key]) }).ops).toEqual([]);
    }
  });

  test('a hunt whose newest article is out of sight does not expire by an older one', () => {
    const both = run(
      [want('uc:X', { query: 'q' }, { articles: [B, A], newest: decodeNewest(`2026-05-30 ${B}`) })],
      [],
    ).after;
    const old = [want('uc:X', { query: 'q' }, { newest: decodeNewest(`2026-01-01 ${A}`) })];
    expect(run(old, both, { retireAfterDays: 30, articles: withShortIds([A]) }).ops).toEqual([]);
  });

  test('a hunt of which one article is out of sight is not superseded', () => {
    const shared = run([want(own, { query: 'q' }, { articles: [B, A] })], []).after;
    const extra = { carrying: new Set([A]), articles: withShortIds([A]) };
    expect(run([], shared, extra).ops).toEqual([]);
    expect(run([], shared, { ...extra, articles: withShortIds([A, B]) }).ops).toEqual([`retire ${own}`]);
  });

  test('a hunt that is called for but too old is retired too, and a new one is not made', () => {
    expect(run([want(own, { query: 'q' })], there, { retireAfterDays: 10 }).ops).toEqual([`retire ${own}`]);
    expect(run([want(own, { query: 'q' })], [], { retireAfterDays: 10 }).ops).toEqual([]);
  });

  describe('a second object of a hunt that has one', () => {
    const first = there[0] as ActualObject;
    const second = { ...first, id: `${first.id}-2`, name: `${first.name} (installed)` };
    const wanted = [want(own, { query: 'q' })];

    test('goes out of use, and then both stay as they are', () => {
      const result = run(wanted, [second, first]);
      expect(result.plan.changes).toMatchObject([{ op: 'retire', id: second.id, reason: 'duplicate' }]);
      expect(run(wanted, result.after).ops).toEqual([]);
      expect(run(wanted, [...result.after].reverse()).ops).toEqual([]);
      expect(run(wanted, result.after, { today: '2027-06-01', pruneAfterDays: 180 }).ops).toEqual([`prune ${own}`]);
    });

    test('stays, and is told of, where somebody edited it', () => {
      const { plan, ops } = run(wanted, [first, edit(second, { query: 'mine' })]);
      expect([ops, plan.kept, plan.drifts.map(({ name }) => name)]).toEqual([[], 1, [second.name]]);
    });

    test('is no second one where a list repeats itself', () => {
      expect(run(wanted, [first, { ...first }]).ops).toEqual([]);
    });
  });

  test('a retired object that the platform keeps for good is not asked to go', () => {
    const retired = run([], there, { requested: new Set([own]) }).after;
    const late = { today: '2027-06-01', pruneAfterDays: 180 };
    expect(run([], [{ ...(retired[0] as ActualObject), permanent: true }], late).ops).toEqual([]);
  });

  test('a retired object that somebody took back into use is not deleted', () => {
    const retired = run([], there, { requested: new Set([own]) }).after;
    const late = { today: '2027-06-01', pruneAfterDays: 180 };
    expect(run([], retired, late).ops).toEqual([`prune ${own}`]);
    expect(run([], [edit(retired[0], { active: '1' })], late).ops).toEqual([]);
  });
});

describe('any history', () => {
  const key = fc.constantFrom('a', 'b', 'c', `${A}:x`, `${B}:x`, 'uc:D');
  const fields = fc.record({ query: fc.constantFrom('q1', 'q2', 'q3'), text: fc.string({ maxLength: 3 }) });
  const day = fc.constantFrom('2026-01-01', '2026-05-01', '2026-05-30', '0000-00-00');
  const evidence = fc
    .tuple(fc.subarray([A, B], { minLength: 1 }), day, fc.subarray(['feed', 'folder'], { minLength: 1 }))
    .map(([articles, date, sources]) => ({ articles, newest: decodeNewest(`${date} ${articles[0]}`), sources }));
  const wantedSet = fc.uniqueArray(fc.tuple(key, fields, evidence), { selector: ([k]) => k, maxLength: 5 });
  const edits = fc.array(fc.tuple(fc.nat(9), fields), { maxLength: 3 });
  const world = fc.record({
    onDrift: fc.constantFrom('keep' as const, 'overwrite' as const, 'fail' as const),
    complete: fc.boolean(),
    requested: fc.subarray(['a', 'b', `${A}:x`]).map((keys) => new Set(keys)),
    retireAfterDays: fc.constantFrom('off' as const, 10, 60),
    authoritative: fc.subarray(['feed', 'folder']).map((names) => new Set(names)),
    // What was read without a doubt may be less than what calls for hunts: damaged articles still give what they can.
    articles: fc.subarray([A, B]).map(withShortIds),
    carrying: fc.subarray([A, B]).map((ids) => new Set(ids)),
  });
  const history = fc.array(fc.tuple(wantedSet, edits, world), { maxLength: 5 });

  test('the second run has nothing to do, foreign objects are never touched, and a key has one object', () => {
    const foreign: ActualObject = { id: 'id c', name: 'theirs', fields: { query: 'theirs' }, marker: null };
    fc.assert(
      fc.property(history, (steps) => {
        let objects: ActualObject[] = [foreign];
        for (const [set, changes, extra] of steps) {
          for (const [at, change] of changes) {
            const index = at % objects.length;
            if (objects[index]?.marker) objects[index] = edit(objects[index], change);
          }
          const wanted = set.map(([k, f, e]) => want(k, f, e));
          const first = run(wanted, objects, extra);
          const second = run(wanted, first.after, extra);
          expect(second.ops).toEqual([]);
          expect(second.after).toContainEqual(foreign);
          const keys = second.after.flatMap(({ marker }) => (marker ? [marker.key] : []));
          expect(new Set(keys).size).toBe(keys.length);
          if (!extra.complete) expect(first.ops.filter((op) => /^(retire|prune)/.test(op))).toEqual([]);
          objects = second.after;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('the plan does not depend on the order of hunts or objects', () => {
    fc.assert(
      fc.property(wantedSet, wantedSet, (before, now) => {
        const objects = run(
          before.map(([k, f, e]) => want(k, f, e)),
          [],
        ).after;
        const wanted = now.map(([k, f, e]) => want(k, f, e));
        const forward = run(wanted, objects).plan;
        const backward = run([...wanted].reverse(), [...objects].reverse()).plan;
        expect(planHash([backward])).toBe(planHash([forward]));
      }),
    );
  });
});

test('a marker whose digests cannot be read makes every difference theirs', () => {
  const marker: Marker = { key: 'k', written: {}, evidence: want('k', {}).evidence, retired: null };
  const damaged: ActualObject = { id: 'id k', name: 'k', fields: { active: '1', query: 'q' }, marker };
  const { plan } = run([want('k', { query: 'other' })], [damaged]);
  expect(plan.drifts[0]?.fields.map(({ field }) => field)).toEqual(['query']);
  expect(digestFields({ a: 'x' })['a']).toMatch(/^[0-9a-f]{8}$/);
});

test('a list that names an object twice retires nothing: its hunt is in use', () => {
  const own = `${A}:t`;
  const [object] = run([want(own, { query: 'q' })], []).after;
  const twice = [object, object] as ActualObject[];
  const extra = { carrying: new Set([A]), articles: withShortIds([A]) };
  expect(run([want(own, { query: 'q' })], twice, extra).ops).toEqual([]);
});
