import { describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { Change, ChangeOp } from '../../src/sync/types.ts';
import { askParser } from '../../src/sync/validate.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';
import { run } from './support.ts';

/** A platform with a parser that refuses what holds "bad", and remembers what it was asked. */
function parser(answer?: () => Promise<never>) {
  const asked: string[] = [];
  const signals: unknown[] = [];
  let underWay = 0;
  let most = 0;
  const platform: Platform = {
    ...createMemoryPlatform(createMemoryServer()),
    async validate(query, signal) {
      asked.push(query);
      signals.push(signal);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise<void>((resolve) => setImmediate(resolve));
      underWay -= 1;
      if (answer) return answer();
      return query.includes('bad') ? [{ code: 'refused', message: `not ${query}` }] : [];
    },
  };
  return { platform, asked, signals, most: () => most };
}

function change(op: ChangeOp, query: string, field = 'text'): Change {
  const evidence = { articles: [], newest: null, sources: [] };
  const marker = { key: query, written: {}, evidence, retired: null };
  const after = op === 'prune' ? null : { fields: { text: query }, marker };
  return {
    op,
    key: query,
    id: query,
    name: `Hunt ${query}`,
    fields: [{ field, before: null, after: query }],
    after,
    before: null,
  };
}

const plan = run([], []).plan;
const rejects = [{ key: 'earlier', name: 'earlier', problems: [] }];

describe("the platform's own parser", () => {
  test('has the last word on each query that would be written anew, and stops no other', async () => {
    const { platform, asked, signals } = parser();
    const changes = [
      change('create', 'good 1'),
      change('create', 'bad 1'),
      change('update', 'bad 2'),
      change('update', 'good 2'),
    ];
    const { signal } = new AbortController();
    const judged = await askParser(platform, { ...plan, changes, rejects }, { concurrency: 2, signal });
    expect(judged.changes).toEqual([changes[0], changes[3]]);
    expect(judged.rejects).toEqual([
      ...rejects,
      { key: 'bad 1', name: 'Hunt bad 1', problems: [{ code: 'refused', message: 'not bad 1' }] },
      { key: 'bad 2', name: 'Hunt bad 2', problems: [{ code: 'refused', message: 'not bad 2' }] },
    ]);
    expect(asked.sort()).toEqual(['bad 1', 'bad 2', 'good 1', 'good 2']);
    expect(new Set(signals)).toEqual(new Set([signal]));
  });

  test('is not asked about what goes, nor about a query that stays', async () => {
    const { platform, asked } = parser();
    const changes = [change('retire', 'bad 1'), change('prune', 'bad 2'), change('update', 'bad 3', 'about')];
    expect(await askParser(platform, { ...plan, changes }, { concurrency: 1 })).toEqual({ ...plan, changes });
    expect(asked).toEqual([]);
  });

  test('is asked side by side, never more often than the policy allows', async () => {
    const { platform, most } = parser();
    const changes = Array.from({ length: 9 }, (_, n) => change('create', `good ${n}`));
    await askParser(platform, { ...plan, changes }, { concurrency: 3 });
    expect(most()).toBe(3);
  });

  test('cannot be asked: an error, not a verdict', async () => {
    const { platform } = parser(() => Promise.reject(new PlatformError('not now')));
    const asking = askParser(platform, { ...plan, changes: [change('create', 'good')] }, { concurrency: 1 });
    await expect(asking).rejects.toThrow('not now');
  });

  test('is not there: the plan stays as it is', async () => {
    const whole = { ...plan, changes: [change('create', 'bad')] };
    expect(await askParser(createMemoryPlatform(createMemoryServer()), whole, { concurrency: 1 })).toBe(whole);
  });
});
