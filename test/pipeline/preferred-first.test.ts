import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareConfig, type Config } from '../../src/config/schema.ts';
import { PlatformError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { preferredFirst } from '../../src/pipeline/preferred-first.ts';
import { runSync } from '../../src/pipeline.ts';
import type { RunResult } from '../../src/report/result.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Platform } from '../../src/sync/platform.ts';
import { huntKeyOf } from '../../src/sync/retire.ts';
import type { Change } from '../../src/sync/types.ts';
import { createMemoryPlatform, createMemoryServer, type MemoryServer } from '../support/memory-siem/platform.ts';
import { createMemorySink, emptyRecords } from '../support/memory-siem/records.ts';
import { createMemorySiem } from '../support/memory-siem/siem.ts';

describe('a platform has its turn after those that it leaves hunts to', () => {
  test('and is told what became of these alone', async () => {
    const order: string[] = [];
    const items = ['a-left', 'b-left', 'a-kept', 'b-kept'].map((name) => ({ name, kind: 'k' }));
    const keepersOf = ({ name }: { name: string }) => (name.endsWith('-left') ? [name.replace('left', 'kept')] : []);
    const told = await preferredFirst(items, keepersOf, async ({ name }, before: readonly string[]) => {
      order.push(name);
      return `${name} after ${before.map((one) => one.split(' ')[0]).join(', ')}`;
    });
    expect(told).toEqual(['a-left after a-kept', 'b-left after b-kept', 'a-kept after ', 'b-kept after ']);
    expect(order.indexOf('a-left')).toBeGreaterThan(order.indexOf('a-kept'));
  });

  test('and waits for no other: a slow one of another file holds nobody up', async () => {
    const items = ['left', 'kept', 'slow'].map((name) => ({ name, kind: 'k' }));
    let release = () => {};
    const isDone = new Promise<void>((resolve) => {
      release = resolve;
    });
    await preferredFirst(
      items,
      ({ name }) => (name === 'left' ? ['kept'] : []),
      async ({ name }) => {
        if (name === 'slow') await isDone;
        if (name === 'left') release();
      },
    );
  });
});

/** What the preferred platform does in one sync. */
interface Trouble {
  /** Its writes of hunts with these numbers, modulo 4, fail. */
  readonly refuses: readonly number[];
  /** It can not be listed at all, or not after the writes. */
  readonly unlisted: 'first' | 'after' | null;
  /** The first failed write ends all others. */
  readonly fatal: boolean;
}

const NO_TROUBLE: Trouble = { refuses: [], unlisted: null, fatal: false };

function briefing(hunts: number): string {
  const each = Array.from(
    { length: hunts },
    (_, at) =>
      `### Papers of shelf ${at}\n\n\`UC_1_${at}\` · phase: **actions** · confidence: **High**\n\n**Memory MQL:**\n\`\`\`mql\nfind papers of shelf ${at}\n\`\`\`\n`,
  );
  return `# [HIGH] A thief of papers\n\n**Source:** Made up\n**Published:** 2026-05-01\n**Article:** https://intel.example/papers\n\n## Threat Profile\n\nPapers go missing.\n\n## Recommended hunts\n\n${each.join('\n')}`;
}

/** Two platforms of one language and tenant, of which the first is preferred. */
function pair(policy: Partial<Config['policy']> = {}, keepsRecords = false) {
  const [first, second] = [createMemoryServer(), createMemoryServer()];
  const memory = createMemorySiem();
  const siems = [memory, { ...memory, kind: 'twin' }] as const;
  const sinks = keepsRecords ? [createMemorySink(emptyRecords(), 'second')] : [];
  const writes: { readonly on: string; readonly change: Change }[] = [];
  let lists = 0;
  let trouble = NO_TROUBLE;
  let isSecondBroken = false;

  const preferred = (): Platform => {
    const inner = createMemoryPlatform(first, 'first');
    return {
      ...inner,
      async list() {
        lists += 1;
        if (trouble.unlisted === 'first' || (trouble.unlisted === 'after' && lists > 1)) {
          throw new PlatformError('Not now.');
        }
        return inner.list();
      },
      async write(change) {
        const number = Number(/shelf (\d+)$/.exec(change.name)?.[1]);
        if (trouble.refuses.includes(number % 4)) return { status: 'failed', message: 'No.', fatal: trouble.fatal };
        writes.push({ on: 'first', change });
        return inner.write(change);
      },
    };
  };
  const other = (): Platform => {
    const inner = createMemoryPlatform(second, 'second');
    return {
      ...inner,
      kind: 'twin',
      async write(change) {
        if (isSecondBroken) return { status: 'failed', message: 'No.' };
        writes.push({ on: 'second', change });
        return inner.write(change);
      },
    };
  };
  const inUse = ({ objects }: MemoryServer) =>
    new Set([...objects.values()].flatMap(({ note }) => (note && !note.retired ? [huntKeyOf(note.key)] : [])));
  const sync = async (hunts: number, now: Trouble = NO_TROUBLE, broken = false): Promise<RunResult> => {
    [lists, trouble, isSecondBroken] = [0, now, broken];
    const settings = await Promise.all(siems.map((siem) => siem.settings()));
    const bare = bareConfig(settings.map((one, at) => (at === 0 ? one : { ...one, kind: 'twin' })));
    const source: Source = {
      name: 'briefings',
      read: async () => ({
        source: 'briefings',
        authoritative: false,
        documents: [{ kind: 'briefing', path: 'a.md', text: briefing(hunts) }],
        problems: [],
        complete: true,
      }),
    };
    return runSync({
      config: {
        ...bare,
        platforms: [
          { name: 'first', kind: 'memory' },
          { name: 'second', kind: 'twin' },
        ],
        policy: { ...bare.policy, prefer: 'memory', ...policy },
      },
      siems,
      sources: [source],
      platforms: [preferred(), other()],
      sinks,
      mode: 'sync',
      log: createLog({ write: () => undefined }),
      now: () => new Date('2026-06-01T00:00:00Z'),
      sleep: async () => {},
    });
  };
  return { first, second, writes, sync, places: () => ({ first: inUse(first), second: inUse(second) }) };
}

type Pair = ReturnType<typeof pair>;

const changesOn = ({ platforms }: RunResult, name: string) =>
  (platforms.find((one) => one.name === name)?.applied ?? [])
    .filter(({ outcome }) => outcome === 'done')
    .map(({ change }) => change.op);

describe('what the preferred platform does not take', () => {
  const troubles: Record<string, Trouble> = {
    'refuses every write': { ...NO_TROUBLE, refuses: [0, 1, 2, 3] },
    'refuses the first write for a reason that all share': { ...NO_TROUBLE, refuses: [0, 1, 2, 3], fatal: true },
    'cannot be read': { ...NO_TROUBLE, unlisted: 'first' },
  };
  test.each(Object.entries(troubles))(
    'runs on the other one while it %s, and is let go of after',
    async (_, trouble) => {
      const made = pair();
      expect(changesOn(await made.sync(12, trouble), 'second')).toEqual(Array(12).fill('create'));
      for (const _again of [2, 3]) {
        const result = await made.sync(12, trouble);
        expect(changesOn(result, 'second')).toEqual([]);
        expect(made.places().second.size).toBe(12);
      }
      const back = await made.sync(12);
      // 30 % of twelve at a time, so that nobody has to consent.
      expect(back.refusals).toEqual([]);
      expect(changesOn(back, 'first')).toEqual(Array(12).fill('create'));
      expect(changesOn(back, 'second')).toEqual(Array(3).fill('retire'));
      expect(back.platforms[1]?.plan?.leftTo).toMatchObject({ huntCount: 12, laterCount: 9 });
      for (const left of [6, 3, 0]) {
        expect((await made.sync(12)).refusals).toEqual([]);
        expect(made.places().second.size).toBe(left);
      }
      expect(made.places().second.size).toBe(0);
      const still = await made.sync(12);
      expect(still.platforms.flatMap(({ plan }) => plan?.changes ?? [])).toEqual([]);
    },
  );

  test('is what its budget holds back, too; the plan tells both', async () => {
    const made = pair({ maxCreate: 4 });
    await made.sync(3);
    const result = await made.sync(11);
    const [first, second] = result.platforms;
    expect(first?.held).toHaveLength(4);
    expect(changesOn(result, 'first')).toHaveLength(4);
    expect(second?.plan?.leftTo).toEqual({ preferred: 'memory', keepers: ['first'], huntCount: 7, takenCount: 4 });
    expect(changesOn(result, 'second')).toHaveLength(4);
    expect(changesOn(await made.sync(11), 'second')).toEqual(Array(4).fill('retire'));
    expect(made.places()).toMatchObject({ first: { size: 11 }, second: { size: 0 } });
  });

  test('is what stands there unmanaged', async () => {
    const made = pair();
    const alone = pair();
    await alone.sync(1);
    for (const [id, object] of alone.first.objects)
      made.first.objects.set(id, { ...object, note: null, text: 'find mine' });
    await made.sync(3);
    await made.sync(3);
    expect([made.places().first.size, made.places().second.size]).toEqual([2, 1]);
  });

  test('is not what an operator took out of use there', async () => {
    const made = pair();
    await made.sync(2);
    for (const object of made.first.objects.values()) {
      if (!object.name.endsWith('shelf 0') || !object.note) continue;
      Object.assign(object, { active: false, note: { ...object.note, retired: '2026-05-30', requested: true } });
    }
    await made.sync(2);
    expect(made.second.objects.size).toBe(0);
  });

  test('stays in use where it is, if it is out of use there because somebody asked: it runs nowhere else', async () => {
    const made = pair();
    await made.sync(12, { ...NO_TROUBLE, unlisted: 'first' });
    expect(made.places().second.size).toBe(12);
    await made.sync(12, NO_TROUBLE, true);
    // Whoever can write there could say so of every hunt.
    for (const object of made.first.objects.values()) {
      if (object.note)
        Object.assign(object, { active: false, note: { ...object.note, retired: '2026-05-30', requested: true } });
    }
    const result = await made.sync(12);
    expect(changesOn(result, 'second')).toEqual([]);
    expect(made.places()).toMatchObject({ first: { size: 0 }, second: { size: 12 } });
  });

  test.each([true, false])(
    'is, while that cannot be read, what records do not know as in use there; with records: %s',
    async (has) => {
      const made = pair({}, has);
      await made.sync(5);
      const result = await made.sync(7, { ...NO_TROUBLE, unlisted: 'first' });
      expect(changesOn(result, 'second')).toEqual(Array(has ? 2 : 7).fill('create'));
      const back = await made.sync(7);
      expect(changesOn(back, 'second')).toEqual(Array(has ? 2 : 7).fill('retire'));
      expect(made.places()).toMatchObject({ first: { size: 7 }, second: { size: 0 } });
      // What was let go of is known by that from then on.
      const again = await made.sync(8, { ...NO_TROUBLE, unlisted: 'first' });
      expect(changesOn(again, 'second')).toEqual(['create']);
    },
  );

  test('stays where it is tuned: an edit is retired with the hunt and never deleted', async () => {
    const made = pair({ pruneAfterDays: 1 });
    await made.sync(2, { ...NO_TROUBLE, refuses: [0, 1, 2, 3] });
    for (const object of made.second.objects.values()) object.text += ' by day';
    await made.sync(2);
    for (const object of made.second.objects.values()) {
      if (object.note) object.note = { ...object.note, retired: '2026-01-01' };
    }
    await made.sync(2);
    expect([...made.second.objects.values()].map(({ text, active }) => [text, active])).toEqual([
      ['find papers of shelf 0 by day', false],
      ['find papers of shelf 1 by day', false],
    ]);
  });

  test('stands by in the plan, and is not made where the preferred one takes it', async () => {
    const made = pair();
    const plan = (await made.sync(4)).platforms[1]?.plan;
    expect(plan?.standby?.map(({ op }) => op)).toEqual(['create', 'create', 'create', 'create']);
    expect(made.second.objects.size).toBe(0);
  });
});

/** Whether each hunt went to the other platform and back at most once. */
function turnsOf({ writes }: Pair): Map<string, number> {
  const turns = new Map<string, number>();
  for (const { on, change } of writes) {
    if (on === 'second' && !change.aboutOnly) turns.set(change.key, (turns.get(change.key) ?? 0) + 1);
  }
  return turns;
}

test('whatever fails in whatever order, no hunt is nowhere, none goes to and fro, and in the end each is in one place', async () => {
  const trouble: fc.Arbitrary<Trouble> = fc.record({
    refuses: fc.subarray([0, 1, 2, 3]),
    unlisted: fc.constantFrom('first' as const, 'after' as const, null),
    fatal: fc.boolean(),
  });
  const step = fc.record({ trouble, more: fc.nat(3), isSecondBroken: fc.constantFrom(false, false, true) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.boolean(), async (steps, keepsRecords) => {
      const made = pair({}, keepsRecords);
      let hunts = 0;
      for (const { trouble: now, more, isSecondBroken } of steps) {
        hunts += more;
        await made.sync(hunts, now, isSecondBroken);
        const { first, second } = made.places();
        // Where neither takes a write, a hunt has to wait; one good sync of either is enough.
        if (!isSecondBroken) expect(new Set([...first, ...second]).size).toBe(hunts);
      }
      // A run lets go of 30 % at most, of ten and more.
      for (let round = 0; round < 6; round += 1) expect((await made.sync(hunts)).refusals).toEqual([]);
      const { first, second } = made.places();
      expect([first.size, second.size]).toEqual([hunts, 0]);
      expect(Math.max(0, ...turnsOf(made).values())).toBeLessThanOrEqual(2);
      const still = await made.sync(hunts);
      expect(still.platforms.flatMap(({ plan }) => plan?.changes ?? [])).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
