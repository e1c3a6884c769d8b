import { messageOf, PlatformError } from '../core/errors.ts';
import { diffFields } from '../sync/merge.ts';
import type { Platform, WriteOutcome } from '../sync/platform.ts';
import type { ActualObject, Change } from '../sync/types.ts';
import { createSplunkApi, type SplunkApi } from './api.ts';
import { auditSearch } from './audit.ts';
import type { SplunkConfig } from './config.ts';
import {
  ABOUT_FIELDS,
  fromNative,
  type NativeEntry,
  QUERY_FIELD,
  RETIRED_FIELDS,
  toNative,
  toUpdate,
} from './native.ts';
import type { Clockwork } from './retry.ts';
import { sessionOptions } from './session.ts';
import { wantedSearches } from './wanted.ts';

/** An id has 36 characters; a conf value of some 18 kB is as long as the longest searches are. */
const MAX_ARTICLES = 500;

/**
 * Splunk, through splunkd's REST API: one saved search an object, owned by nobody and shared in the configured app.
 * splunkd has no conditional write: an edit that somebody makes between our read and our write cannot be noticed in
 * the one request that a write costs. `conflict` tells of what can be: a name that was taken, an object that is gone.
 */
export function createSplunkPlatform(config: SplunkConfig, deps: Clockwork): Platform {
  const api = openSplunk(config, deps);
  const read = (entry: NativeEntry) => fromNative(entry, config.enterpriseSecurity);
  const { origin, pathname } = new URL(config.url);
  return {
    name: config.name,
    kind: config.kind,
    target: `${origin}${pathname.replace(/\/$/, '')}/servicesNS/nobody/${config.app}`,
    queryField: QUERY_FIELD,
    severityField: 'action.huntsync.severity',
    aboutFields: ABOUT_FIELDS,
    retiredFields: RETIRED_FIELDS,
    recordable: (evidence) => ({ ...evidence, articles: evidence.articles.slice(0, MAX_ARTICLES) }),
    wanted: (hunts) => wantedSearches(hunts, config.schedule, config.enterpriseSecurity),
    audit: auditSearch,
    list: async (signal) => (await listOrExplain(api, config.app, signal)).map(read),
    write: async (change, signal) => {
      try {
        return await write(api, read, change, signal);
      } catch (error) {
        return failure(error, change);
      }
    },
    ...(config.validate === 'live'
      ? {
          validate: async (query: string, signal?: AbortSignal) => {
            const said = await api.parse(query, signal);
            return said === null ? [] : [{ code: 'spl-refused-by-splunk', message: `Splunk's parser says: ${said}` }];
          },
        }
      : {}),
    requests: () => api.requests(),
    close: async () => api.close(),
  };
}

/** splunkd's API as the configuration describes it. Throws HuntsyncError where the CA file cannot be read. */
export function openSplunk(config: SplunkConfig, deps: Clockwork): SplunkApi {
  if (config.insecureSkipVerify) {
    deps.log.warn(`${config.name}: splunkd's certificate is not verified (insecureSkipVerify)`);
  }
  return createSplunkApi(sessionOptions(config, deps));
}

async function listOrExplain(api: SplunkApi, app: string, signal: AbortSignal | undefined) {
  try {
    return await api.list(signal);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.status !== 404) throw error;
    throw new PlatformError(error.message, { status: 404, fatal: true, remedy: missingApp(app), cause: error });
  }
}

function missingApp(app: string): string {
  return `Install the app "${app}" on this Splunk first, or set \`app\` to one that is there.`;
}

async function write(
  api: SplunkApi,
  read: (entry: NativeEntry) => ActualObject,
  change: Change,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  const { op, id, before, after } = change;
  if (op === 'prune') {
    await api.remove(before?.id ?? id, signal);
    return { status: 'done' };
  }
  if (!after) throw new Error(`a change of kind ${op} has nothing to write`);
  if (before) return update(api, before.id, toUpdate(before, after), signal);
  const found = await api.create(id, toNative(id, after), signal);
  if (!found) return { status: 'done' };
  const there = read(found);
  const isTheirs = there.marker?.key !== change.key;
  // An attempt of ours whose answer was lost left exactly this; anything else was there before, or was edited since.
  if (!isTheirs && diffFields(there.fields, after.fields).length === 0) return { status: 'done' };
  return {
    status: 'conflict',
    message: isTheirs
      ? 'a saved search of this name was made by somebody else; it was left as it is'
      : 'it was there already, though splunkd did not list it; the next sync decides afresh',
  };
}

async function update(
  api: SplunkApi,
  name: string,
  args: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  try {
    await api.update(name, args, signal);
    return { status: 'done' };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.status !== 404) throw error;
    return { status: 'conflict', message: 'it was deleted since it was read; the next sync decides afresh' };
  }
}

/** An object may be closed to us by its own access list; only what cannot even be made tells of the account. */
function failure(error: unknown, { op }: Change): WriteOutcome {
  if (!(error instanceof PlatformError)) return { status: 'failed', message: messageOf(error) };
  const message = error.remedy ? `${error.message}. ${error.remedy}` : error.message;
  const isOneObjects = error.status === 403 && op !== 'create';
  return { status: 'failed', message, fatal: error.fatal && !isOneObjects };
}
