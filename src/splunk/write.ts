import { messageOf, PlatformError, withRemedy } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { retrying } from '../core/retry.ts';
import { refusedByActions } from '../sync/actions.ts';
import { sameMarker } from '../sync/marker.ts';
import { diffFields } from '../sync/merge.ts';
import type { Platform, WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import { ACTED_ON_FIELDS } from './alert-actions.ts';
import type { SplunkClient } from './client.ts';
import { SplunkError } from './errors.ts';
import {
  type NativeArgs,
  type NativeEntry,
  QUERY_FIELD,
  READ_FIELDS,
  RETIRED_FIELDS,
  toNative,
  toUpdate,
} from './native.ts';
import { SWITCH_FIELDS } from './output.ts';
import { leftOutLine, refusedArguments, withoutArguments } from './refused-arguments.ts';
import type { SdkEndpoint, SdkService } from './sdk.ts';
import { entryOf } from './searches.ts';

export interface WriteDeps {
  readonly client: SplunkClient;
  readonly app: string;
  /** Converts an entry of splunkd's feed. */
  read(entry: NativeEntry): ActualObject;
  readonly log: Log;
}

const ACTION_TARGET = { retiredFields: RETIRED_FIELDS, actedOnFields: ACTED_ON_FIELDS, switchFields: SWITCH_FIELDS };

/** The request that carries out a change, in the collection of saved searches. */
interface WriteRequest {
  readonly method: 'post' | 'del';
  /** Relative to the collection. */
  readonly path: string;
  readonly args: NativeArgs;
}

/**
 * Carries out changes. splunkd has no conditional write, and an update must carry the query even where that is unchanged; so
 * whatever is there already is read before every attempt, and its state decides: an edit since the list was read stays. What is left
 * is the time of one request. A new object is one request. A write counts as done by the object in the answer.
 */
export function createWrite({ client, app, read, log }: WriteDeps): Platform['write'] {
  const warned = new Set<string>();
  /** Arguments that this account may not set: left out of every further write. */
  const leftOut = new Set<string>();

  const find = async (searches: SdkEndpoint, name: string): Promise<ActualObject | null> => {
    try {
      const { data } = await searches.get(pathOf(name), { f: READ_FIELDS });
      const entry = entryOf(client.origin, data, app);
      return entry && read(entry);
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  };

  /** Sends a request, without the arguments that splunkd refuses and a saved search does without. */
  const send = async (searches: SdkEndpoint, { method, path, args }: WriteRequest): Promise<unknown> => {
    for (;;) {
      const given = withoutArguments(args, leftOut);
      try {
        return (await searches[method](path, given)).data;
      } catch (error) {
        const refused = refusedArguments(error, given);
        if (refused.length === 0) throw error;
        const news = refused.filter((name) => !leftOut.has(name));
        for (const name of refused) {
          leftOut.add(name);
          warned.add(name);
        }
        if (news.length > 0) log.warn(leftOutLine(client.origin, news));
      }
    }
  };

  const confirm = ({ after, name }: Change, id: string, data: unknown): WriteOutcome => {
    if (!after) return { status: 'done' };
    const entry = entryOf(client.origin, data, app);
    if (entry?.name !== id) throw new SplunkError(`${client.origin} answered with another object than "${id}"`, {});
    const there = read(entry);
    const lost = diffFields(there.fields, after.fields).map(({ field }) => field);
    if (lost.includes(QUERY_FIELD) || !sameMarker(there.marker, after.marker)) {
      return { status: 'failed', message: `${client.origin} answered with success and did not write it` };
    }
    const news = lost.filter((field) => !warned.has(field));
    for (const field of news) warned.add(field);
    if (news.length > 0) log.warn(keptOwn(client.origin, name, news));
    return { status: 'done', stored: there };
  };

  return async function write(change, signal) {
    const id = change.before?.id ?? change.id;
    try {
      const request = requestFor(change, id);
      return await retrying(async function attemptWrite(attempt): Promise<WriteOutcome> {
        const searches = searchesOf(await client.service(signal));
        const isNew = attempt === 1 && !change.before;
        const known = isNew ? null : outcomeBy(change, await find(searches, id));
        if (known) return known;
        try {
          return confirm(change, id, await send(searches, request));
        } catch (error) {
          if (!isStatus(error, 404, 409)) throw error;
          const found = outcomeBy(change, isStatus(error, 404) ? null : await find(searches, id));
          if (!found) throw error;
          return found;
        }
      }, client.retry(signal));
    } catch (error) {
      return failure(error, change);
    }
  };
}

/** The SDK would make the collection anew for each request. */
const collections = new WeakMap<SdkService, SdkEndpoint>();

function searchesOf(service: SdkService): SdkEndpoint {
  const searches = collections.get(service) ?? service.savedSearches();
  collections.set(service, searches);
  return searches;
}

/** Throws SplunkError for a name that cannot be addressed. */
function requestFor({ op, before, after }: Change, id: string): WriteRequest {
  if (op === 'prune') return { method: 'del', path: pathOf(id), args: {} };
  if (!after) throw new Error(`a change of kind ${op} has nothing to write`);
  return before
    ? { method: 'post', path: pathOf(id), args: toUpdate(before, after) }
    : { method: 'post', path: '', args: { name: id, ...toNative(id, after) } };
}

/** `.` and `..` survive percent-encoding, and would turn a call about one search into one about all of them. */
function pathOf(name: string): string {
  if (/^\.{0,2}$/.test(name)) throw new SplunkError(`"${name}" is not a name that can be addressed`, {});
  return encodeURIComponent(name);
}

/** The outcome of a change, judged by the object as it is now; null if the request must be sent. */
function outcomeBy(change: Change, there: ActualObject | null): WriteOutcome | null {
  const { before, after } = change;
  if (!before) return there && outcomeOfCreate(change, there);
  if (!there) return after ? conflict('it was deleted since it was read') : { status: 'done' };
  if (isAs(there, before)) return after && refusedByActions(ACTION_TARGET, there, after.fields);
  return after && isAs(there, after) ? { status: 'done', stored: there } : conflict('it was changed since it was read');
}

function outcomeOfCreate({ key, after }: Change, there: ActualObject): WriteOutcome {
  if (there.marker?.key !== key) {
    const message = 'a saved search of this name was made by somebody else; it was left as it is';
    return { status: 'conflict', message };
  }
  // Our earlier attempt, whose answer was lost, left exactly this; anything else was there before, or has been edited since.
  if (diffFields(there.fields, after?.fields ?? {}).length === 0) return { status: 'done', stored: there };
  return conflict('it was there already, though splunkd did not list it');
}

function conflict(message: string): WriteOutcome {
  return { status: 'conflict', message: `${message}; the next sync decides again` };
}

function isAs(there: ActualObject, { fields, marker }: Pick<ActualObject, 'fields' | 'marker'>): boolean {
  return diffFields(there.fields, fields).length === 0 && sameMarker(there.marker, marker);
}

function keptOwn(origin: string, name: string, fields: readonly string[]): string {
  return (
    `${origin} took "${name}" but kept its own ${fields.join(', ')}; ` +
    "the role of huntsync's account may lack a capability, such as schedule_search. Said once a field"
  );
}

/** One object's access list may deny us that object; only a refused creation concerns the whole account. */
function failure(error: unknown, { op }: Change): WriteOutcome {
  if (!(error instanceof PlatformError)) return { status: 'failed', message: messageOf(error) };
  const isOneObjects = error.status === 403 && op !== 'create';
  return {
    status: 'failed',
    message: withRemedy(error.message, error.remedy),
    fatal: error.fatal && !isOneObjects,
  };
}

function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof SplunkError && statuses.includes(error.status ?? 0);
}
