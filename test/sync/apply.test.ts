import { describe, expect, test } from 'vitest';
import type { Progress } from '../../src/core/progress.ts';
import { applyChanges } from '../../src/sync/apply.ts';
import type { Platform, WriteOutcome } from '../../src/sync/platform.ts';
import type { Change, ChangeOp } from '../../src/sync/types.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';

const DONE: WriteOutcome = { status: 'done' };

function change(op: ChangeOp, name: string): Change {
  return { op, key: `uc:${name}`, id: name, name, fields: [], after: null, before: null };
}

/** A platform whose writes do as the test says, and remember in which order they began and how many were under way at once. */
function platformWith(write: (change: Change, begun: number) => Promise<WriteOutcome> | WriteOutcome) {
  const begun: string[] = [];
  let underWay = 0;
  let most = 0;
  const platform: Platform = {
    ...createMemoryPlatform(createMemoryServer()),
    async write(change) {
      begun.push(`${change.op} ${change.name}`);
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        return await write(change, begun.length);
      } finally {
        underWay -= 1;
      }
    },
  };
  return { platform, begun, most: () => most };
}

/** Progress that is kept as lines. */
function progressLines() {
  const lines: string[] = [];
  const progress: Progress = {
    start: (name, total) => lines.push(`start ${name} ${total}`),
    step: (name) => lines.push(`step ${name}`),
    finish: (name) => lines.push(`finish ${name}`),
  };
  return { lines, progress };
}

const quiet = () => progressLines().progress;
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the writes of a run', () => {
  test('what is new comes first; nothing is retired or pruned before all else is written', async () => {
    const { platform, begun } = platformWith(async () => {
      await tick();
      return DONE;
    });
    const changes = [
      change('retire', 'a'),
      change('create', 'b'),
      change('prune', 'c'),
      change('update', 'd'),
      change('create', 'e'),
    ];
    const applied = await applyChanges(platform, changes, { concurrency: 1, progress: quiet() });
    expect(begun).toEqual(['create b', 'update d', 'create e', 'retire a', 'prune c']);
    expect(applied.map(({ change: { name }, outcome }) => `${name} ${outcome}`)).toEqual(
      ['b', 'd', 'e', 'a', 'c'].map((name) => `${name} done`),
    );
  });

  test('late changes wait for the slowest of the early ones', async () => {
    const finished: string[] = [];
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { platform, begun } = platformWith(async ({ name }) => {
      if (name === 'slow') await slow;
      finished.push(name);
      return DONE;
    });
    const changes = [change('create', 'slow'), change('create', 'quick'), change('retire', 'late')];
    const applied = applyChanges(platform, changes, { concurrency: 4, progress: quiet() });
    await tick();
    expect(begun).toEqual(['create slow', 'create quick']);
    release();
    await applied;
    expect(finished).toEqual(['quick', 'slow', 'late']);
  });

  test('run side by side, never more than the policy allows', async () => {
    for (const concurrency of [1, 3, 8]) {
      const { platform, most } = platformWith(async () => {
        await tick();
        await tick();
        return DONE;
      });
      const changes = Array.from({ length: 12 }, (_, n) => change(n < 8 ? 'create' : 'retire', `n${n}`));
      await applyChanges(platform, changes, { concurrency, progress: quiet() });
      expect(most()).toBe(concurrency);
    }
  });

  test('one that fails, or clashes with an edit, stops none of the others', async () => {
    const { platform, begun } = platformWith(({ name }) => {
      if (name === 'b') return { status: 'failed', message: 'bad value' };
      return name === 'c' ? { status: 'conflict', message: 'changed since it was read' } : DONE;
    });
    const applied = await applyChanges(
      platform,
      ['a', 'b', 'c', 'd'].map((name) => change('create', name)),
      {
        concurrency: 2,
        progress: quiet(),
      },
    );
    expect(begun).toHaveLength(4);
    expect(applied.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['done', undefined],
      ['failed', 'b: bad value'],
      ['conflict', 'c: changed since it was read'],
      ['done', undefined],
    ]);
  });

  test('a failure that all others would share skips the rest, late ones included', async () => {
    const { platform, begun } = platformWith(({ name }) =>
      name === 'a' ? { status: 'failed', message: 'no permission', fatal: true } : DONE,
    );
    const changes = [change('create', 'a'), change('create', 'b'), change('retire', 'c')];
    const applied = await applyChanges(platform, changes, { concurrency: 1, progress: quiet() });
    expect(begun).toEqual(['create a']);
    expect(applied.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['failed', 'a: no permission'],
      ['skipped', 'b: not written, because an earlier write failed for a reason that all writes share'],
      ['skipped', 'c: not written, because an earlier write failed for a reason that all writes share'],
    ]);
  });

  test('a write that throws is one failed write', async () => {
    const { platform } = platformWith(({ name }) => {
      if (name === 'a') throw new Error('a bug of the platform');
      return DONE;
    });
    const applied = await applyChanges(platform, [change('create', 'a'), change('create', 'b')], {
      concurrency: 1,
      progress: quiet(),
    });
    expect(applied.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['failed', 'a: a bug of the platform'],
      ['done', undefined],
    ]);
  });

  test('an abort lets what is under way finish and begins nothing more', async () => {
    const stop = new AbortController();
    const { platform, begun } = platformWith(async (_, nth) => {
      if (nth === 2) stop.abort();
      await tick();
      return DONE;
    });
    const changes = ['a', 'b', 'c', 'd'].map((name) => change('create', name));
    const applied = await applyChanges(platform, [...changes, change('prune', 'e')], {
      concurrency: 2,
      progress: quiet(),
      signal: stop.signal,
    });
    expect(begun).toEqual(['create a', 'create b']);
    expect(applied.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'skipped', 'skipped', 'skipped']);
    expect(applied[2]?.error).toBe('c: not written, because the run was stopped');
  });

  test('what is left undone by an abort is not laid to the write that it ended', async () => {
    const stop = new AbortController();
    const { platform } = platformWith(() => {
      stop.abort();
      return { status: 'failed', message: 'the run was stopped', fatal: true };
    });
    const changes = [change('create', 'a'), change('create', 'b')];
    const applied = await applyChanges(platform, changes, { concurrency: 1, progress: quiet(), signal: stop.signal });
    expect(applied[1]?.error).toBe('b: not written, because the run was stopped');
  });

  test('the signal reaches each write', async () => {
    const stop = new AbortController();
    const signals: unknown[] = [];
    const platform: Platform = {
      ...createMemoryPlatform(createMemoryServer()),
      write: async (_, signal) => {
        signals.push(signal);
        return DONE;
      },
    };
    await applyChanges(platform, [change('create', 'a')], { concurrency: 1, progress: quiet(), signal: stop.signal });
    expect(signals).toEqual([stop.signal]);
  });

  test('progress has a step for each change that is written, for no other, and ends', async () => {
    const { lines, progress } = progressLines();
    const { platform } = platformWith(({ name }) =>
      name === 'b' ? { status: 'failed', message: 'no', fatal: true } : DONE,
    );
    const changes = ['a', 'b', 'c'].map((name) => change('create', name));
    await applyChanges(platform, changes, { concurrency: 1, progress });
    expect(lines).toEqual(['start memory 3', 'step memory', 'finish memory']);
  });

  test('nothing to do asks nothing of the platform, and shows no progress', async () => {
    const { lines, progress } = progressLines();
    const { platform, begun } = platformWith(() => DONE);
    expect(await applyChanges(platform, [], { concurrency: 1, progress })).toEqual([]);
    expect([begun, lines]).toEqual([[], []]);
  });
});
