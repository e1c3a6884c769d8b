import type { ConnectionDeps } from '../../core/connection.ts';
import { reasonOf } from '../../core/errors.ts';
import { registerSecret } from '../../core/log.ts';
import type { Undelivered } from '../../sync/records/deliver.ts';
import { RECORDS, type RecordRow, type RecordType } from '../../sync/records/schema.ts';
import type { RecordChanges, RecordFailure, RecordOutcome, RecordSink } from '../../sync/records/sink.ts';
import { timestamp } from '../../sync/records/values.ts';
import { openClient, transportOptions } from '../client.ts';
import type { SplunkConfig } from '../config.ts';
import { faultOfKey, fromDocument, toFields } from './document.ts';
import { toEvent } from './event.ts';
import { createCollector } from './hec.ts';
import { openCollection } from './kv.ts';
import { RECORD_NAMES } from './names.ts';

/** One record to send: the document for the KV store and the event for the collector. */
interface Item {
  readonly key: string;
  readonly document: string;
  readonly event: string;
}

/**
 * Records of one Splunk: one KV store collection per type, in the configured app, and with `records.hec` also an index, which
 * keeps the history that the KV store does not. Only for a configuration with `records.kvStore`.
 *
 * Events go first, and only what HEC confirmed is then saved: the KV store tells the next run what has been sent, so that an
 * event may come twice but is never lost.
 */
export function createSplunkRecordSink(config: SplunkConfig, deps: ConnectionDeps): RecordSink {
  const { name, kind, app, records } = config;
  if (!records?.kvStore) throw new Error(`${name} keeps no records`);
  registerSecret(records.hec?.token);
  /** Keys of documents that huntsync did not write; a record with such a key is not written. */
  const foreign = new Map<RecordType, ReadonlySet<string>>();
  let opened: ReturnType<typeof open> | undefined;
  const splunk = () => {
    opened ??= open(config, deps);
    return opened;
  };

  const prepare = (type: RecordType, rows: readonly RecordRow[], failed: RecordFailure[]): Item[] =>
    rows.flatMap((row) => {
      const key = String(row[RECORDS[type].key] ?? '');
      const isTaken = !row.removed && foreign.get(type)?.has(key);
      const fault = isTaken ? FOREIGN : faultOfKey(key);
      if (fault === null) {
        const document = JSON.stringify({ _key: key, ...toFields(type, row) });
        return { key, document, event: records.hec ? toEvent(type, row, records.hec.index) : '' };
      }
      failed.push({ key, message: fault });
      return [];
    });

  const write = async (
    type: RecordType,
    { upsert, remove, memoryOnly = false }: RecordChanges,
    signal: AbortSignal | undefined,
  ): Promise<RecordOutcome> => {
    const { client, collector } = splunk();
    const collection = openCollection(client, app, RECORD_NAMES[type].collection);
    const failed: RecordFailure[] = [];
    const saves = prepare(type, upsert, failed);
    const gone = { updated: timestamp(deps.now()), removed: true };
    const removals = prepare(
      type,
      remove.map((row) => ({ ...row, ...gone })),
      failed,
    );
    const all = [...saves, ...removals];
    const taken = collector && !memoryOnly ? await collector.send(all, signal) : { delivered: all, failed: [] };
    const confirmed = new Set(taken.delivered);
    const saved = await collection.save(
      saves.filter((item) => confirmed.has(item)),
      signal,
    );
    const removed = await collection.remove(
      removals.filter((item) => confirmed.has(item)),
      signal,
    );
    const lost = [taken, saved, removed].flatMap((part) => part.failed.map(failureOf));
    return { sent: saved.delivered.length, removed: removed.delivered.length, failed: [...failed, ...lost] };
  };

  return {
    name,
    kind,
    async read(type, signal) {
      const documents = await openCollection(splunk().client, app, RECORD_NAMES[type].collection).read(signal);
      const rows: RecordRow[] = [];
      const others = new Set<string>();
      for (const document of documents) {
        const row = fromDocument(type, document);
        if (row) rows.push(row);
        else others.add(String(document['_key']));
      }
      foreign.set(type, others);
      return rows;
    },
    async write(type, changes, signal) {
      try {
        return await write(type, changes, signal);
      } catch (error) {
        const message = reasonOf(error);
        const keys = [...changes.upsert, ...changes.remove].map((row) => String(row[RECORDS[type].key] ?? ''));
        return { sent: 0, removed: 0, failed: keys.map((key) => ({ key, message })) };
      }
    },
    requests: () => (opened ? opened.client.requests() + (opened.collector?.requests() ?? 0) : 0),
    async close() {
      opened?.client.close();
      opened?.collector?.close();
    },
  };
}

const FOREIGN =
  'a document of this key without content_hash is somebody else’s and was left as it is. Delete it if it is of no use';

function open(config: SplunkConfig, deps: ConnectionDeps) {
  const hec = config.records?.hec;
  return {
    client: openClient(config, deps),
    collector: hec && createCollector(hec, transportOptions(config, deps)),
  };
}

function failureOf({ item, message, refused }: Undelivered<Item>): RecordFailure {
  return { key: item.key, message, ...(refused ? { refused } : {}) };
}
