import { describe, expect, test } from 'vitest';
import { decodeNewest, encodeNewest, mergeEvidence, withShortIds } from '../../src/sync/evidence.ts';
import { planHash } from '../../src/sync/plan.ts';
import type { Wanted } from '../../src/sync/target.ts';
import type { ActualObject } from '../../src/sync/types.ts';
import { A, B, context, run, want } from './support.ts';

const C = 'cccccccc-0000-5000-8000-000000000003';

/** What a hunt of items of feeds wants: `articles` newest first, a query that names what it looks for. */
function ours(key: string, articles: readonly string[], values: readonly string[], more: Partial<Wanted> = {}): Wanted {
  const newest = { published: '2026-05-01', article: articles[0] ?? '', fromCatalogue: false, calledOn: '' };
  const query = `find (${values.map((value) => `"${value}"`).join(', ')})`;
  return { ...want(key, { query }, { articles, newest }), observables: values, ...more };
}

function queriesOf(objects: readonly ActualObject[]): (string | undefined)[] {
  return objects.filter(({ marker }) => !marker?.retired).map(({ fields }) => fields['query']);
}

describe('a hunt whose key is another now', () => {
  test('keeps the object that it had under the old one, and needs nothing the next time', () => {
    const old = run([want('old:hashes-of-a-story', { query: 'v1' })], []).after;
    const wanted = [{ ...want(`${A}:hashes`, { query: 'v2' }), aliases: ['other:x', 'old:hashes-of-a-story'] }];
    const renamed = run(wanted, old);
    expect(renamed.ops).toEqual(['update old:hashes-of-a-story']);
    expect(queriesOf(renamed.after)).toEqual(['v2']);
    expect(run(wanted, renamed.after).ops).toEqual([]);
  });

  test('takes one object, in use rather than retired, where several of its articles had one; the others go once these are read', () => {
    const objects = run([ours(`${A}:x`, [A], ['a']), ours(`${B}:x`, [B], ['b']), ours(`${C}:x`, [C], ['c'])], []).after;
    const wanted = [ours(`${A}:x`, [C, B, A], ['a', 'b', 'c'], { aliases: [`${B}:x`, `${C}:x`] })];
    const ids = [A, B, C];
    const seen = { articles: withShortIds(ids), carrying: new Set(ids) };
    const joined = run(wanted, objects, seen);
    expect(joined.ops).toEqual([`update ${A}:x`, `retire ${B}:x`, `retire ${C}:x`]);
    expect(joined.plan.changes.map(({ reason }) => reason)).toEqual([undefined, 'superseded', 'superseded']);
    expect(queriesOf(joined.after)).toEqual(['find ("a", "b", "c")']);
    expect(run(wanted, joined.after, seen).ops).toEqual([]);
  });
});

describe('a campaign of which the feeds deliver only a part', () => {
  const whole = run([ours(`${A}:x`, [B, A], ['a.top', 'b.top', String.raw`C:\x\y.exe`])], []).after;
  const onlyB = { articles: withShortIds([B]), carrying: new Set([B]) };

  test('keeps its object and all that it looks for, whichever article is left', () => {
    const left = run([ours(`${B}:x`, [B], ['b.top', String.raw`C:\x\y.exe`])], whole, onlyB);
    expect(left.ops).toEqual([]);
    expect(left.plan.kept).toBe(0);
    const same = run([ours(`${A}:x`, [A], ['a.top'])], whole, { articles: withShortIds([A]), carrying: new Set([A]) });
    expect(same.ops).toEqual([]);
  });

  test('loses nothing where the one that is left tells of more: that is a hunt of its own', () => {
    const wanted = [ours(`${B}:x`, [B], ['b.top', 'new.top'])];
    const { ops, after } = run(wanted, whole, onlyB);
    expect(ops).toEqual([`create ${B}:x`]);
    expect(queriesOf(after).join()).toContain('a.top');
    expect(run(wanted, after, onlyB).ops).toEqual([]);
  });

  test('takes a new text where every article was read', () => {
    const both = { articles: withShortIds([A, B]), carrying: new Set([A, B]) };
    const { ops, after } = run([ours(`${A}:x`, [B, A], ['a.top'])], whole, both);
    expect(ops).toEqual([`update ${A}:x`]);
    expect(queriesOf(after)).toEqual(['find ("a.top")']);
  });

  test('another kind of hunt, or one of other articles, is another object', () => {
    expect(run([ours(`${B}:y`, [B], ['b.top'])], whole, onlyB).ops).toEqual([`create ${B}:y`]);
    expect(run([ours(`${C}:x`, [C], ['b.top'])], whole).ops).toEqual([`create ${C}:x`]);
  });
});

describe('what only feeds call for ages', () => {
  const age = { feedRetireAfterDays: 180 } as const;
  const wanted = [ours('uc:A', [A], ['a'])];
  const written = run(wanted, [], age).after;

  test('from the day of its newest caller on, which the object records', () => {
    expect(written[0]?.marker?.evidence.newest).toMatchObject({ article: A, calledOn: '2026-06-01' });
    const later = { ...age, today: '2026-11-28' };
    expect(run(wanted, written, later).ops).toEqual([]);
    const last = run(wanted, written, { ...age, today: '2026-11-29' });
    expect(last.plan.changes).toMatchObject([{ op: 'retire', reason: 'aged' }]);
    expect(run(wanted, last.after, { ...age, today: '2026-12-24' }).ops).toEqual([]);
  });

  test('whether it is still delivered or not, in a complete run only', () => {
    const day = { ...age, today: '2026-11-29' };
    expect(run([], written, day).plan.changes).toMatchObject([{ op: 'retire', reason: 'aged' }]);
    expect(run([], written, { ...day, complete: false }).ops).toEqual([]);
    expect(run([], written, { ...day, feedRetireAfterDays: 'off' }).ops).toEqual([]);
  });

  test('comes back with a new caller, and starts anew', () => {
    const aged = run(wanted, written, { ...age, today: '2026-11-29' }).after;
    const again = [ours('uc:A', [B, A], ['a'])].map((one) => ({
      ...one,
      evidence: {
        ...one.evidence,
        newest: { published: '2026-12-01', article: B, fromCatalogue: false, calledOn: '' },
      },
    }));
    const back = run(again, aged, { ...age, today: '2026-12-02' });
    expect(back.ops).toEqual(['update uc:A']);
    expect(back.after[0]?.marker).toMatchObject({ retired: null, evidence: { newest: { calledOn: '2026-12-02' } } });
    expect(run(again, back.after, { ...age, today: '2027-01-01' }).ops).toEqual([]);
  });

  test('never where a briefing of anybody else ever called for it, delivered or not', () => {
    const day = { ...age, today: '2030-01-01' };
    const theirs = run([want('uc:B', { query: 'q' })], [], age).after;
    expect(run([], theirs, day).ops).toEqual([]);
    const mixed = run([ours('uc:B', [B], ['q'])], theirs, age);
    expect(mixed.after[0]?.marker?.evidence.newest?.calledOn).toBeUndefined();
    expect(run([], mixed.after, day).ops).toEqual([]);
  });

  test('what an earlier version wrote begins to age with the first run that sees its callers', () => {
    const unstamped = run([want('uc:A', { query: 'find ("a")' })], [], age).after;
    const seen = { ...age, today: '2030-01-01', articles: withShortIds([A]) };
    const first = run(wanted, unstamped, seen);
    expect(first.ops).toEqual(['update uc:A']);
    expect(first.plan.changes[0]?.aboutOnly).toBe(true);
    expect(run(wanted, first.after, { ...seen, today: '2030-05-01' }).ops).toEqual([]);
    expect(run(wanted, first.after, { ...seen, today: '2030-08-01' }).plan.changes).toMatchObject([{ reason: 'aged' }]);
  });

  test('the day is no part of a plan’s hash', () => {
    const [today, tomorrow] = ['2026-06-01', '2026-06-02'].map((day) =>
      planHash([run(wanted, [], { today: day }).plan]),
    );
    expect(tomorrow).toBe(today);
  });
});

test('a hunt whose indicators have all come to their end is out of use, and back with a new one', () => {
  const ending = ours(`${A}:x`, [A], ['a'], { validUntil: '2026-06-30' });
  const written = run([ending], []).after;
  expect(run([ending], written, { today: '2026-06-30' }).ops).toEqual([]);
  const over = run([ending], written, { today: '2026-07-01' });
  expect(over.plan.changes).toMatchObject([{ op: 'retire', reason: 'ended' }]);
  expect(run([ending], [], { today: '2026-07-01' }).ops).toEqual([]);
  const more = [{ ...ending, validUntil: '2026-09-01' }];
  expect(run(more, over.after, { today: '2026-07-02' }).ops).toEqual([`update ${A}:x`]);
});

describe('the day of the newest call', () => {
  test('is stored beside the newest article and read back', () => {
    for (const calledOn of [undefined, '', '2026-06-01']) {
      for (const fromCatalogue of [false, true]) {
        const newest = {
          published: '2026-05-01',
          article: A,
          fromCatalogue,
          ...(calledOn === undefined ? {} : { calledOn }),
        };
        expect(decodeNewest(encodeNewest(newest))).toEqual(newest);
      }
    }
  });

  test('stays where an older article joins, and where a source may forget', () => {
    const evidence = (article: string, published: string, calledOn: string) => ({
      articles: [article],
      newest: { published, article, fromCatalogue: false, calledOn },
      sources: ['feed'],
    });
    const recorded = evidence(A, '2026-05-01', '2026-05-02');
    const older = evidence(B, '2026-04-01', '');
    for (const forget of [false, true]) {
      expect(mergeEvidence(older, recorded, new Set([B]), forget).newest?.calledOn).toBe('2026-05-02');
      const newer = evidence(C, '2026-05-03', '');
      expect(mergeEvidence(newer, recorded, new Set([C]), forget).newest?.calledOn).toBe('');
    }
  });
});

test('these tests have a day', () => {
  expect(context.today).toBe('2026-06-01');
});
