import type { PipelineResponse } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';
import type { EntraCall } from '../azure/client.ts';
import { parseJson } from '../azure/json.ts';
import { PlatformError, reasonOf } from '../core/errors.ts';
import { type RetryDeps, retrying } from '../core/retry.ts';
import type { WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import type { AzureClient } from './client.ts';
import { differences, isSame } from './compare.ts';
import { fromNative, type SavedSearchBody, toNative } from './native.ts';
import { isSavedSearch, notAzure, type SavedSearches } from './saved-searches.ts';
import { MAX_TAGS } from './tags.ts';

export interface WriterDeps {
  /** Name of the platform, for messages. */
  readonly platform: string;
  readonly azure: Pick<AzureClient, 'send'>;
  readonly searches: SavedSearches;
  readonly retry: RetryDeps;
}

/** A change, the body that makes it so, and the signal that stops it. */
interface Save {
  readonly change: Change;
  readonly body: SavedSearchBody;
  readonly signal: AbortSignal | undefined;
}

const CONFLICT_POLICY = { retries: 5 };

/** Carries out changes, each in one request unless Azure answers 409 or does not return the stored object. */
export function createWriter({ platform, azure, searches, retry }: WriterDeps) {
  // A workspace keeps all its saved searches in one document: repeated attempts of ours must not collide.
  const inTurn = pLimit(1);
  const warned = new Set<string>();

  async function read(id: string, signal: AbortSignal | undefined): Promise<ActualObject | null> {
    const response = await azure.send(searches.get(id), signal);
    return response.status === 404 ? null : objectIn(id, response);
  }

  /** A PUT counts as done by the saved search in the answer, or else by a read, not by the status. Returns what was in the answer. */
  async function confirm(
    call: EntraCall,
    response: PipelineResponse,
    { change, body, signal }: Save,
  ): Promise<ActualObject | undefined> {
    const { id, name } = change;
    const answered = isSavedSearch(response) ? objectIn(id, response) : null;
    const stored = answered ?? (await read(id, signal));
    const sent = fromNative({ ...body, name: id });
    if (!stored || !sent) throw notAzure(call.what, response);
    for (const field of differences(sent, stored)) {
      // Once: a workspace that alters one alters all.
      if (!warned.has(field))
        retry.log.warn(`${platform}: ${name}: Azure stored "${field}" otherwise than it was sent.`);
      warned.add(field);
    }
    // What is read afterwards may have been edited since.
    return answered ?? undefined;
  }

  /**
   * After a 409, which may concern this object, the document that all of them share, or our own earlier attempt whose answer was
   * lost.
   */
  async function saveAnew(save: Save): Promise<WriteOutcome> {
    const { change, body, signal } = save;
    const { id, before } = change;
    const now = await read(id, signal);
    if (now && isSame(now, fromNative({ ...body, name: id }))) return { status: 'done', stored: now };
    if (!isSame(now, before)) return { status: 'conflict', message: conflictOf(now, before) };
    const { etag: _, ...rest } = body;
    const call = searches.put(id, now ? { ...rest, etag: now.etag ?? '*' } : rest);
    return { status: 'done', stored: await confirm(call, await azure.send(call, signal), save) };
  }

  async function resolveConflict(conflict: PlatformError, save: Save): Promise<WriteOutcome> {
    const attempt = (number: number) => (number === 1 ? Promise.reject(conflict) : inTurn(() => saveAnew(save)));
    const hint = (error: unknown) => (isConflict(error) ? { transient: true, retryAfterMs: error.retryAfterMs } : null);
    try {
      return await retrying(attempt, { hint, deps: retry, policy: CONFLICT_POLICY, signal: save.signal });
    } catch (error) {
      return failed(error, save.signal);
    }
  }

  return async function write(change: Change, signal?: AbortSignal): Promise<WriteOutcome> {
    const { id, before, after } = change;
    // Without an etag only a new object can be written; with the one that was read, only an unchanged one.
    const body = after && toNative(after, before, before ? (before.etag ?? '*') : undefined);
    const tags = body?.properties.tags.length ?? 0;
    if (tags > MAX_TAGS) {
      const message = `It would have ${tags} tags, and Sentinel takes ${MAX_TAGS}: remove some that are not huntsync's.`;
      return { status: 'failed', message };
    }
    const call = body ? searches.put(id, body) : searches.remove(id);
    try {
      const response = await azure.send(call, signal);
      const stored = body ? await confirm(call, response, { change, body, signal }) : undefined;
      return { status: 'done', stored };
    } catch (error) {
      return body && isConflict(error) ? resolveConflict(error, { change, body, signal }) : failed(error, signal);
    }
  };
}

/** 409 or 412: the etag is not the current one, or the shared document was busy. A lock (409, too) is fatal and stays. */
function isConflict(error: unknown): error is PlatformError {
  return error instanceof PlatformError && !error.fatal && (error.status === 409 || error.status === 412);
}

function objectIn(id: string, response: PipelineResponse): ActualObject | null {
  return fromNative({ ...(parseJson(response.bodyAsText) as object), name: id });
}

function failed(error: unknown, signal: AbortSignal | undefined): WriteOutcome {
  if (signal?.aborted) return { status: 'failed', message: 'the run was stopped', fatal: true };
  if (!(error instanceof PlatformError)) throw error;
  return { status: 'failed', message: reasonOf(error), fatal: error.fatal };
}

function conflictOf(now: ActualObject | null, before: ActualObject | null): string {
  if (!now) return 'it was deleted in Sentinel since it was read; the next run creates it again';
  if (!before) return `a saved search with the id ${now.id} is there already, with other content`;
  return 'it was changed in Sentinel since it was read; nothing was overwritten, the next run looks at it again';
}
