import { z } from 'zod';
import { SplunkError } from './errors.ts';
import { type NativeArgs, type NativeEntry, READ_FIELDS } from './native.ts';
import { giveUp, retrying } from './retry.ts';
import { openSession, type SessionOptions } from './session.ts';

/** The account that huntsync uses, for `doctor`. */
export interface Account {
  readonly username: string;
  readonly roles: readonly string[];
  readonly capabilities: readonly string[];
}

/** Everything that huntsync asks of splunkd about saved searches of one app. Every method throws SplunkError. */
export interface SplunkApi {
  /** All saved searches that belong to the app and are shared in it. */
  list(signal?: AbortSignal): Promise<NativeEntry[]>;
  /**
   * Makes a saved search. Null: it was made. An entry: one of this name was there already, perhaps because an earlier
   * attempt's answer was lost; the caller decides whose it is.
   */
  create(name: string, args: NativeArgs, signal?: AbortSignal): Promise<NativeEntry | null>;
  /** Changes the given arguments only; `search` must be among them. */
  update(name: string, args: NativeArgs, signal?: AbortSignal): Promise<void>;
  /** Deletes it; fine if it is gone. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
  /** What splunkd's parser has against a search, in its own words; null where it takes it. Nothing is run. */
  parse(search: string, signal?: AbortSignal): Promise<string | null>;
  whoami(signal?: AbortSignal): Promise<Account>;
  /** Requests sent so far, log-in and retries included. */
  requests(): number;
  close(): void;
}

/** Searches a page: at most 65,536 characters each by the query checks, so that a page stays far below what is read. */
const PAGE = 1000;

const entrySchema = z.object({
  /** The object's address, which tells equal names of several apps and owners apart. */
  id: z.string().optional(),
  name: z.string(),
  acl: z.object({ app: z.string(), sharing: z.string(), removable: z.boolean().optional() }),
  content: z.record(z.string(), z.unknown()),
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

/**
 * The calls that huntsync makes. They keep to the SDK's `get`, `post` and `del` of a collection or an entity: its
 * `update` wraps errors in arrays, `fetch` and `create` take any JSON for a feed (an empty list instead of an error).
 */
export function createSplunkApi(options: SessionOptions): SplunkApi {
  const session = openSession(options);
  const { app, world } = options;

  const read = async (name: string): Promise<NativeEntry | null> => {
    try {
      const { data } = await session.search(name).get('', { f: READ_FIELDS });
      return parse(session.origin, oneSchema, data).entry.find((entry) => belongs(entry, app)) ?? null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  };

  return {
    list: (signal) =>
      session.call(signal, async () => {
        const entries = new Map<string, NativeEntry>();
        const seen = new Set<string>();
        let total = Number.POSITIVE_INFINITY;
        for (let offset = 0; offset < total; ) {
          const { data } = await session.searches.get('', { count: PAGE, offset, f: READ_FIELDS });
          const feed = parse(session.origin, feedSchema, data);
          for (const entry of feed.entry) {
            seen.add(entry.id ?? `${entry.acl.app}/${entry.acl.sharing}/${entry.name}`);
            if (belongs(entry, app)) entries.set(entry.name, entry);
          }
          offset += feed.entry.length;
          total = feed.paging.total;
          if (feed.entry.length === 0 && offset < total) {
            throw new SplunkError(`${session.origin} listed ${offset} of ${total} saved searches`, {});
          }
        }
        // Something was made or deleted between two pages, or a page came twice: an object that was missed would look new.
        if (seen.size !== total) {
          throw new SplunkError(`${session.origin} listed ${seen.size} of ${total} saved searches`, {
            remedy: 'The list changed while it was read; run again.',
          });
        }
        return [...entries.values()];
      }),

    create: (name, args, signal) =>
      retrying(
        async (attempt) => {
          // A lost answer may hide a success, and a blind second POST would then report a clash with ourselves.
          const found = attempt > 1 ? await session.call(signal, () => read(name)).catch(giveUp) : null;
          if (found) return found;
          try {
            await session.call(signal, () => session.searches.post('', { name, ...args }));
            return null;
          } catch (error) {
            if (statusOf(error) !== 409) throw error;
            const taken = await session.call(signal, () => read(name)).catch(giveUp);
            if (!taken) throw error;
            return taken;
          }
        },
        world,
        signal,
      ),

    update: async (name, args, signal) => {
      await session.call(signal, () => session.search(name).post('', args));
    },

    remove: async (name, signal) => {
      try {
        await session.call(signal, () => session.search(name).del('', {}));
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
      }
    },

    parse: (search, signal) =>
      session.call(signal, async () => {
        // Unlike a saved search, the parser wants the implicit first command written out.
        const q = /^\s*[|[]/.test(search) ? search : `search ${search}`;
        try {
          await session.service.post(`/servicesNS/nobody/${app}/search/v2/parser`, { q, parse_only: 1 });
          return null;
        } catch (error) {
          if (error instanceof SplunkError && error.status === 400) return error.said ?? error.message;
          throw error;
        }
      }),

    whoami: (signal) =>
      session.call(signal, async () => {
        const { data } = await session.service.get('/services/authentication/current-context', {});
        return parse(session.origin, accountSchema, data).entry[0].content;
      }),

    requests: () => session.requests(),
    close: () => session.close(),
  };
}

/**
 * Whether an entry is one of the app's own: a read of the app's namespace also shows what other apps export to all,
 * and what a user keeps in private. Neither can clash with ours (a private one merely hides it from its owner).
 */
function belongs({ acl }: NativeEntry, app: string): boolean {
  return acl.app === app && acl.sharing !== 'user';
}

function statusOf(error: unknown): number | undefined {
  return error instanceof SplunkError ? error.status : undefined;
}

function parse<T>(origin: string, schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SplunkError(`${origin} answered without what splunkd sends: ${issue?.path.join('.')} ${issue?.message}`, {
    remedy: "Set `url` to splunkd's management address (usually port 8089).",
  });
}
