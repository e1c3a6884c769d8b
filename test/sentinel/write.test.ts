import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SavedSearchApi } from '../../src/sentinel/api.ts';
import { createWriter } from '../../src/sentinel/write.ts';
import type { Change } from '../../src/sync/types.ts';

/** A workspace that takes one write at a time and refuses every other, as the one document behind it may. */
function createOneAtATime(): SavedSearchApi & { readonly stored: Map<string, unknown> } {
  const stored = new Map<string, unknown>();
  let busy = false;
  return {
    stored,
    list: async () => [...stored.values()],
    get: async (id) => stored.get(id) ?? null,
    async put(id, body) {
      if (busy) return 'refused';
      busy = true;
      await turn();
      busy = false;
      stored.set(id, { name: id, etag: 'e', ...body });
      return 'done';
    },
    remove: async (id) => {
      stored.delete(id);
    },
    requests: () => 0,
  };
}

function creationOf(id: string): Change {
  const marker = { key: id, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
  const fields = { category: 'Hunting Queries', displayName: id, query: 'SigninLogs' };
  return { op: 'create', key: id, id, name: id, fields: [], after: { fields, marker }, before: null };
}

test('writes that were refused together are tried again one by one, so that each gets through', async () => {
  const api = createOneAtATime();
  const write = createWriter({ api, sleep: () => turn(), random: () => 0.5 });
  const ids = Array.from({ length: 20 }, (_, i) => `query-${i}`);
  const outcomes = await Promise.all(ids.map((id) => write(creationOf(id))));
  expect(outcomes).toEqual(ids.map(() => ({ status: 'done' })));
  expect([...api.stored.keys()].sort()).toEqual([...ids].sort());
});

test('a mistake of our own is not taken for a failed write', async () => {
  const api = { ...createOneAtATime(), put: () => Promise.reject(new TypeError('a bug')) };
  const write = createWriter({ api, sleep: async () => {}, random: () => 0.5 });
  await expect(write(creationOf('x'))).rejects.toThrow('a bug');
});
