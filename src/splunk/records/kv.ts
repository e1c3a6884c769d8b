import { z } from 'zod';
import { counted } from '../../core/counted.ts';
import { PlatformError } from '../../core/errors.ts';
import { retrying } from '../../core/retry.ts';
import { cut } from '../../sync/records/batches.ts';
import { type Delivery, deliver } from '../../sync/records/deliver.ts';
import type { SplunkClient } from '../client.ts';
import { SplunkError } from '../errors.ts';
import type { SdkResponse, SdkService } from '../sdk.ts';
import type { KvDocument } from './document.ts';

/** A document on its way into a collection. No two have the same key. */
export interface Outbound {
  readonly key: string;
  /** As JSON, with `_key`. */
  readonly document: string;
}

/** One collection of the KV store. */
export interface Collection {
  /** What is made of every document, page by page: by `_key`, each once. Throws SplunkError. */
  read<T>(make: (document: KvDocument) => T, signal?: AbortSignal): Promise<T[]>;
  /** Inserts or replaces whole documents by their key. Takes each when there is room for it, and tells the keys. */
  save(documents: Iterable<Outbound>, signal?: AbortSignal): Promise<Delivery<string>>;
  /** Deletes the documents of these keys and no others; a missing key is fine. */
  remove(keys: Iterable<string>, signal?: AbortSignal): Promise<Delivery<string>>;
}

/**
 * max_rows_per_query 50,000 and max_size_per_result_mb 50 of [kvstore]
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf); a page of hunts has some 5 MB.
 */
const PAGE = 1000;
/** A page that is not full but larger than this may have been cut by a lowered limit. */
const LARGE_PAGE = 8 * 1024 * 1024;
/**
 * max_documents_per_batch_save 1,000 and max_size_per_batch_save_mb 50 of [kvstore]
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf).
 */
const SAVE_LIMITS = { items: 1000, bytes: 8 * 1024 * 1024 };
/** Query of a DELETE, encoded: proxies commonly refuse a request line above 8 kB. */
const REMOVE_LIMITS = { items: 1000, bytes: 6000 };

const documentsSchema = z.array(z.record(z.string(), z.unknown()));
const keySchema = z.object({ _key: z.string().min(1) });
const keysSchema = z.array(z.string());

/**
 * A collection of the app, shared (owner nobody). https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTkvstore,
 * storage/collections/data.
 */
export function openCollection(client: SplunkClient, app: string, name: string): Collection {
  const { origin } = client;
  const path = `storage/collections/data/${name}`;

  /** All requests to a collection are idempotent. */
  const ask = async (signal: AbortSignal | undefined, request: (service: SdkService) => Promise<SdkResponse>) => {
    try {
      return await retrying(async () => request(await client.service(signal)), client.retry(signal));
    } catch (error) {
      throw isMissing(error) ? missing(error, app, name) : error;
    }
  };

  const saveBatch = async (batch: readonly Outbound[], signal: AbortSignal | undefined): Promise<void> => {
    const body = `[${batch.map(({ document }) => document).join(',')}]`;
    const { data } = await ask(signal, (service) =>
      service.request(`${path}/batch_save`, 'POST', {}, null, body, { 'Content-Type': 'application/json' }),
    );
    const saved = new Set(parse(origin, keysSchema, data));
    const lost = batch.filter(({ key }) => !saved.has(key)).length;
    if (lost > 0)
      throw new SplunkError(`${origin} did not confirm ${lost} of ${counted(batch.length, 'document')} of ${name}`, {});
  };

  return {
    async read<T>(make: (document: KvDocument) => T, signal?: AbortSignal) {
      const documents = new Map<string, T>();
      let after: string | undefined;
      for (;;) {
        const query: Record<string, string> =
          after === undefined ? {} : { query: JSON.stringify({ _key: { $gt: after } }) };
        // `_key` is always indexed (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Collectionsconf), so that paging
        // needs no sort.
        const page = await ask(signal, (service) => service.get(path, { sort: '_key', limit: PAGE, ...query }));
        const rows = isDocuments(page.data) ? page.data : parse(origin, documentsSchema, page.data);
        const known = documents.size;
        for (const row of rows) {
          after = keyOf(row) ?? parse(origin, keySchema, row)._key;
          documents.set(after, make(row));
        }
        if (rows.length < PAGE && page.response.text.length < LARGE_PAGE) return [...documents.values()];
        if (documents.size === known) {
          throw new SplunkError(`${origin} gave the same documents of ${name} again and again`, {});
        }
      }
    },

    save: (documents, signal) => {
      const batches = cut(documents, ({ document }) => Buffer.byteLength(document) + 1, SAVE_LIMITS);
      return deliver(batches, {
        signal,
        tell: ({ key }) => key,
        // Limits that somebody lowered in limits.conf are a 400, too.
        send: (batch) => saveBatch(batch, signal),
      });
    },

    remove: (keys, signal) => {
      const batches = cut(keys, (key) => encodeURIComponent(JSON.stringify({ _key: key })).length + 3, REMOVE_LIMITS);
      return deliver(batches, {
        signal,
        tell: (key) => key,
        // Never without a query: that would delete everything in the collection.
        send: async (batch) => {
          const query = JSON.stringify({ $or: batch.map((key) => ({ _key: key })) });
          await ask(signal, (service) => service.del(path, { query }));
        },
      });
    },
  };
}

/** What the schemas say, without a copy of each document: there may be a hundred thousand. */
function isDocuments(data: unknown): data is KvDocument[] {
  return Array.isArray(data) && data.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
}

function keyOf({ _key: key }: KvDocument): string | undefined {
  return typeof key === 'string' && key !== '' ? key : undefined;
}

function isMissing(error: unknown): error is SplunkError {
  return error instanceof SplunkError && error.status === 404;
}

function missing(error: SplunkError, app: string, collection: string): PlatformError {
  return new PlatformError(`${error.message} (collection ${collection} of the app ${app})`, {
    status: 404,
    fatal: true,
    remedy: `Install huntsync's Splunk app (splunk_app) there, or update it: its collections.conf makes this collection.`,
    cause: error,
  });
}

function parse<T>(origin: string, schema: z.ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new SplunkError(`${origin} answered without what the KV store sends: ${result.error.issues[0]?.message}`, {
    remedy: "Set `url` to splunkd's management address (usually port 8089).",
  });
}
