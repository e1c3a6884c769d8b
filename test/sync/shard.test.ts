import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { inShard, onlyShard, parseShard } from '../../src/sync/shard.ts';
import { run, want } from './support.ts';

describe('--shard', () => {
  test.each([
    ['1/1', { index: 1, count: 1 }],
    ['2/5', { index: 2, count: 5 }],
    ['10/12', { index: 10, count: 12 }],
    ['3/3', { index: 3, count: 3 }],
  ])('%s', (text, shard) => {
    expect(parseShard(text)).toEqual(shard);
  });

  test.each(['', '1', '0/2', '3/2', '1/0', '-1/2', '1/2/3', ' 1/2', '1/2 ', 'a/b', '1.5/2'])(
    '%j is refused',
    (text) => {
      expect(() => parseShard(text)).toThrow(UsageError);
      expect(() => parseShard(text)).toThrow(`--shard ${text} is not a part of a whole.`);
    },
  );
});

const huntKey = fc.string().filter((key) => !/#\d+$/.test(key));

test('a hunt is in exactly one shard, with all its statements', () => {
  fc.assert(
    fc.property(huntKey, fc.integer({ min: 1, max: 9 }), (key, count) => {
      const shards = Array.from({ length: count }, (_, at) => ({ index: at + 1, count }));
      expect(shards.filter((shard) => inShard(key, shard))).toHaveLength(1);
      for (const shard of shards) expect(inShard(`${key}#2`, shard)).toBe(inShard(key, shard));
    }),
  );
});

test('the parts of a plan are the whole plan, and what tells of the whole stays whole', () => {
  const keys = Array.from({ length: 12 }, (_, n) => `uc:UC_${n}`);
  const wanted = keys.map((key) => want(key, { query: key }));
  const { plan } = run(wanted, []);
  const note = keys.map((key) => ({ key, name: key, id: key }));
  const whole = {
    ...plan,
    unchanged: 7,
    owned: 40,
    drifts: note.map((one) => ({ ...one, fields: [], decision: 'keep' as const })),
    clashes: note,
    rejects: note.map((one) => ({ ...one, problems: [] })),
  };
  const parts = [1, 2, 3].map((index) => onlyShard(whole, { index, count: 3 }));
  for (const list of ['changes', 'drifts', 'clashes', 'rejects'] as const) {
    const keysOf = (items: readonly { readonly key: string }[]) => items.map(({ key }) => key).sort();
    expect(keysOf(parts.flatMap((part) => [...part[list]]))).toEqual(keysOf(whole[list]));
    for (const part of parts) expect(part[list].length).toBeLessThan(12);
  }
  for (const part of parts) expect(part).toMatchObject({ name: plan.name, unchanged: 7, owned: 40 });
});
