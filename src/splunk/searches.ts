import { z } from 'zod';
import { counted } from '../core/counted.ts';
import { type RetryPolicy, retrying } from '../core/retry.ts';
import type { SplunkClient } from './client.ts';
import { SplunkError } from './errors.ts';
import { type NativeEntry, READ_FIELDS } from './native.ts';
import { dispatchable } from './run.ts';

/** The account that huntsync uses. */
export interface Account {
  readonly username: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly string[];
}

/** Searches a page: at most 65,536 characters each by the query checks, so that a page stays far below what is read. */
const PAGE = 1000;

const entrySchema = z.object({
  /** The object's address, which tells equal names of several apps and owners apart. */
  id: z.string().optional(),
  name: z.string(),
  acl: z.object({ app: z.string(), sharing: z.string(), removable: z.boolean().optional() }),
  // Not copied: only some of its fields are looked at.
  content: z.custom<Readonly<Record<string, unknown>>>(isRecord, 'Invalid input: expected record'),
});
const feedSchema = z.object({ entry: z.array(entrySchema), paging: z.object({ total: z.number() }) });
const oneSchema = z.object({ entry: z.array(entrySchema).min(1) });
const accountSchema = z.object({
  entry: z.tuple([
    z.object({
      content: z.object({
        username: z.string(),
        roles: z.array(z.string()).default([]),
        capabilities: z.array(z.string()).default([]),
      }),
    }),
  ]),
});

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parts of a sharded run write side by side, so that a list may change several times before it is read whole. */
const CHANGING: Partial<RetryPolicy> = { retries: 5, firstWaitMs: 2_000, longestWaitMs: 10_000 };

/** Something was created or deleted between two pages, or a page came twice: an object that was missed would be made again. */
class ListChanged extends SplunkError {}

/**
 * What is made of each saved search that belongs to the app and is shared in it, page by page: entries have more than is needed of them. Throws
 * SplunkError.
 */
export function listSearches<T>(
  client: SplunkClient,
  app: string,
  make: (entry: NativeEntry) => T,
  signal?: AbortSignal,
): Promise<T[]> {
  const { deps, policy } = client.retry(signal);
  return retrying(() => listOnce(client, app, make, signal), {
    deps,
    policy: { ...policy, ...CHANGING },
    signal,
    hint: (error) => (error instanceof ListChanged ? { transient: true, retryAfterMs: undefined } : null),
  });
}

/**
 * Each page begins with the last row of the one before: where that is another row, what comes after it has moved, though the total may be as it
 * was (one search deleted, another one made).
 */
async function listOnce<T>(
  client: SplunkClient,
  app: string,
  make: (entry: NativeEntry) => T,
  signal?: AbortSignal,
): Promise<T[]> {
  const made = new Map<string, T>();
  const seen = new Set<string>();
  let last: string | undefined;
  for (let read = 0; ; ) {
    const offset = last === undefined ? 0 : read - 1;
    const { data } = await retrying(async () => {
      const service = await client.service(signal);
      // Not the collection's own `fetch`, which takes any JSON for a list, and so would return an empty one instead of an error.
      return service.savedSearches().get('', { count: PAGE, offset, f: READ_FIELDS });
    }, client.retry(signal));
    const { entry: page, paging } = parse(client.origin, feedSchema, data);
    if (last !== undefined && identityOf(page[0]) !== last) throw listChanged(client, seen.size, paging.total);
    for (const entry of page) {
      seen.add(identityOf(entry) ?? '');
      if (belongs(entry, app)) made.set(entry.name, make(entry));
    }
    const fresh = last === undefined ? page.length : page.length - 1;
    read += fresh;
    if (read >= paging.total) {
      if (seen.size !== paging.total) throw listChanged(client, seen.size, paging.total);
      return [...made.values()];
    }
    if (fresh === 0) {
      throw new SplunkError(
        `${client.origin} listed ${read} of ${counted(paging.total, 'saved search', 'saved searches')}`,
        {},
      );
    }
    last = identityOf(page.at(-1));
  }
}

function identityOf(entry: z.output<typeof entrySchema> | undefined): string | undefined {
  return entry && (entry.id ?? `${entry.acl.app}/${entry.acl.sharing}/${entry.name}`);
}

function listChanged({ origin }: SplunkClient, listed: number, total: number): ListChanged {
  return new ListChanged(`${origin} listed ${listed} of ${counted(total, 'saved search', 'saved searches')}`, {
    remedy: 'The list changed while it was read; run again.',
  });
}

/**
 * The app's saved search in an answer about one; null if it belongs to another app. Throws SplunkError if it is no saved search.
 */
export function entryOf(origin: string, data: unknown, app: string): NativeEntry | null {
  return parse(origin, oneSchema, data).entry.find((entry) => belongs(entry, app)) ?? null;
}

/** The objection of splunkd's parser to a search, in its own words; null if it accepts it. Nothing is run. Throws SplunkError. */
export async function searchProblem(
  client: SplunkClient,
  search: string,
  signal?: AbortSignal,
): Promise<string | null> {
  try {
    await retrying(async () => {
      const service = await client.service(signal);
      return service.parse(dispatchable(search), { parse_only: 1 });
    }, client.retry(signal));
    return null;
  } catch (error) {
    if (error instanceof SplunkError && error.status === 400) return error.said ?? error.message;
    throw error;
  }
}

/** Throws SplunkError. */
export async function whoami(client: SplunkClient, signal?: AbortSignal): Promise<Account> {
  const { data } = await retrying(async () => {
    const service = await client.service(signal);
    return service.get('/services/authentication/current-context', {});
  }, client.retry(signal));
  return parse(client.origin, accountSchema, data).entry[0].content;
}

/**
 * Whether an entry is one of the app's own: a read of the app's namespace also shows what other apps export to all,
 * and what a user keeps in private. Neither can clash with ours (a private one merely hides it from its owner).
 */
function belongs({ acl }: NativeEntry, app: string): boolean {
  return acl.app === app && acl.sharing !== 'user';
}

function parse<T>(origin: string, schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SplunkError(`${origin} answered without what splunkd sends: ${issue?.path.join('.')} ${issue?.message}`, {
    remedy: "Set `url` to splunkd's management address (usually port 8089).",
  });
}
