import { setImmediate as turn } from 'node:timers/promises';
import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import type { EntraCall } from '../../src/azure/client.ts';
import { PlatformError } from '../../src/core/errors.ts';
import { type Log, silentLog } from '../../src/core/log.ts';
import { savedSearchesOf } from '../../src/sentinel/saved-searches.ts';
import { createWriter } from '../../src/sentinel/write.ts';
import type { Change } from '../../src/sync/types.ts';

const WORKSPACE = 'https://management.example/workspaces/soc';

function writerOver(send: (call: EntraCall) => Promise<PipelineResponse>, log: Log = silentLog) {
  const retry = { log, now: () => new Date(), sleep: () => turn(), random: () => 0.5 };
  return createWriter({ platform: 'soc', azure: { send }, searches: savedSearchesOf(WORKSPACE), retry });
}

function answer(status: number, body: unknown): PipelineResponse {
  const request = createPipelineRequest({ url: WORKSPACE });
  const bodyAsText = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: createHttpHeaders(), request, bodyAsText };
}

/** A workspace that takes one write at a time and refuses every other, as the one document behind it may. */
function createOneAtATime() {
  const stored = new Map<string, object>();
  let busy = false;
  const send = async ({ method, url, body }: EntraCall): Promise<PipelineResponse> => {
    const object = stored.get(url);
    if (method === 'GET') return object ? answer(200, object) : answer(404, '');
    if (busy) throw new PlatformError('busy', { status: 409 });
    busy = true;
    await turn();
    busy = false;
    stored.set(url, { ...(body as object), etag: 'e' });
    return answer(200, stored.get(url));
  };
  return { stored, send };
}

function creationOf(id: string, fields: Record<string, string> = {}): Change {
  const marker = { key: id, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
  const all = { category: 'Hunting Queries', displayName: id, query: 'SigninLogs', ...fields };
  return { op: 'create', key: id, id, name: id, fields: [], after: { fields: all, marker }, before: null };
}

test('writes that were refused together are tried again one by one, so that each gets through', async () => {
  const { stored, send } = createOneAtATime();
  const write = writerOver(send);
  const ids = Array.from({ length: 20 }, (_, i) => `query-${i}`);
  const outcomes = await Promise.all(ids.map((id) => write(creationOf(id))));
  expect(outcomes).toMatchObject(ids.map(() => ({ status: 'done' })));
  expect(stored.size).toBe(20);
});

test('a mistake of our own is not taken for a failed write', async () => {
  const write = writerOver(() => Promise.reject(new TypeError('a bug')));
  await expect(write(creationOf('x'))).rejects.toThrow('a bug');
});

/** The outcome of a creation that a workspace changed in some way when it stored it, and what was said of it. */
async function storing(change: (properties: Record<string, unknown>) => Record<string, unknown>, n = 1) {
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (message) => warnings.push(message) };
  const write = writerOver(async ({ body }) => {
    const { properties } = body as { readonly properties: Record<string, unknown> };
    return answer(200, { properties: change(properties) });
  }, log);
  const fields = { query: 'SigninLogs\n| take 5\n', description: 'what it is', tactics: 'Execution,Impact' };
  const outcomes = await Promise.all(Array.from({ length: n }, (_, i) => write(creationOf(`query-${i}`, fields))));
  expect(outcomes).toMatchObject(outcomes.map(() => ({ status: 'done' })));
  return warnings;
}

test('normalised text and reordered tags are what was sent', async () => {
  const warnings = await storing((properties) => ({
    ...properties,
    query: 'SigninLogs\r\n| take 5',
    tags: (properties['tags'] as { name: string; value: string }[])
      .toReversed()
      .map((tag) => (tag.name === 'tactics' ? { ...tag, value: 'Execution, Impact' } : tag)),
  }));
  expect(warnings).toEqual([]);
});

test('a field that did not stick is told, once for all objects', async () => {
  const lost = await storing((properties) => ({ ...properties, query: 'SigninLogs' }), 3);
  expect(lost).toEqual(['soc: query-0: Azure stored "query" otherwise than it was sent.']);
  const tags = await storing(({ tags: _, ...properties }) => properties);
  expect(tags).toEqual([
    'soc: query-0: Azure stored "description" otherwise than it was sent.',
    'soc: query-0: Azure stored "tactics" otherwise than it was sent.',
  ]);
});
