import pLimit from 'p-limit';
import { PlatformError } from '../core/errors.ts';
import { hashOf } from '../core/hash.ts';
import { redact } from '../core/log.ts';
import type { WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import type { SavedSearchApi } from './api.ts';
import { fromNative, type SavedSearchBody, toNative } from './native.ts';
import { MAX_TAGS } from './tags.ts';

export interface WriterDeps {
  readonly api: SavedSearchApi;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

const MAX_TRIES = 6;
const BACKOFF_MS = 250;

/** Carries out changes, each in one request unless the service says 409. */
export function createWriter(deps: WriterDeps): (change: Change, signal?: AbortSignal) => Promise<WriteOutcome> {
  // A workspace keeps all its saved searches in one document: our own second tries must not get in each other's way.
  const inTurn = pLimit(1);
  return async (change, signal) => {
    try {
      return await write(change, deps, inTurn, signal);
    } catch (error) {
      if (signal?.aborted) return { status: 'failed', message: 'the run was stopped', fatal: true };
      if (!(error instanceof PlatformError)) throw error;
      const { message, remedy, fatal } = error;
      return { status: 'failed', message: redact(`${message}${remedy ? `. ${remedy}` : ''}`), fatal };
    }
  };
}

async function write(
  { id, before, after }: Change,
  { api, sleep, random }: WriterDeps,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  if (!after) {
    await api.remove(id, signal);
    return { status: 'done' };
  }
  // Without an etag only what is not there yet can be written; with the one that was read, only what is still so.
  const body = toNative(after, before, before ? (before.etag ?? '*') : undefined);
  const { tags } = body.properties;
  if (tags.length > MAX_TAGS) {
    const message = `It would have ${tags.length} tags, and Sentinel takes ${MAX_TAGS}: remove some that are not huntsync's.`;
    return { status: 'failed', message };
  }
  if ((await api.put(id, body, signal)) === 'done') return { status: 'done' };
  for (let tries = 1; tries < MAX_TRIES; tries += 1) {
    await sleep(BACKOFF_MS * 2 ** (tries - 1) * (0.5 + random()), signal);
    const outcome = await inTurn(() => tryAgain(id, before, body, api, signal));
    if (outcome) return outcome;
  }
  return {
    status: 'failed',
    message: `Azure answered 409 ${MAX_TRIES} times: the workspace's saved searches are busy.`,
  };
}

/**
 * After a 409: it may speak of this object, of the document that all of them share, or of our own write whose answer
 * was lost. Null: refused again.
 */
async function tryAgain(
  id: string,
  before: ActualObject | null,
  body: SavedSearchBody,
  api: SavedSearchApi,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome | null> {
  const raw = await api.get(id, signal);
  const now = raw === null ? null : fromNative(raw);
  if (now && sameObject(now, fromNative({ name: id, ...body }))) return { status: 'done' };
  if (!sameObject(now, before)) return { status: 'conflict', message: conflictOf(now, before) };
  const { etag: _, ...rest } = body;
  const fresh = now ? { ...rest, etag: now.etag ?? '*' } : rest;
  return (await api.put(id, fresh, signal)) === 'done' ? { status: 'done' } : null;
}

function conflictOf(now: ActualObject | null, before: ActualObject | null): string {
  if (!now) return 'it was deleted in Sentinel since it was read; the next run makes it anew';
  if (!before) return `a saved search with the id ${now.id} is there already, and its content is not ours`;
  return 'it was changed in Sentinel since it was read; nothing was overwritten, the next run looks at it anew';
}

/** Equal in everything but the version tag. */
function sameObject(a: ActualObject | null, b: ActualObject | null): boolean {
  return hashOf({ ...a, etag: null }) === hashOf({ ...b, etag: null });
}
