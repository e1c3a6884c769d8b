import type { ConnectionDeps } from '../../core/connection.ts';
import { reasonOf } from '../../core/errors.ts';
import { registerSecret } from '../../core/log.ts';
import type { Delivery, Undelivered } from '../../sync/records/deliver.ts';
import { rowShelf } from '../../sync/records/rows.ts';
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

/** A record to send, and its key. */
interface Keyed {
  readonly key: string;
  readonly row: RecordRow;
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

  /** Those that can be kept, one at a time; of the others, why not. */
  function* keepable(type: RecordType, rows: Iterable<RecordRow>, failed: RecordFailure[]): Generator<Keyed> {
    for (const row of rows) {
      const key = String(row[RECORDS[type].key] ?? '');
      const isTaken = !row.removed && foreign.get(type)?.has(key);
      const fault = isTaken ? FOREIGN : faultOfKey(key);
      if (fault === null) yield { key, row };
      else failed.push({ key, message: fault });
    }
  }

  const write = async (
    type: RecordType,
    { upsert, remove, memoryOnly = false }: RecordChanges,
    signal: AbortSignal | undefined,
  ): Promise<RecordOutcome> => {
    const { client, collector } = splunk();
    const collection = openCollection(client, app, RECORD_NAMES[type].collection);
    const gone = { updated: timestamp(deps.now()), removed: true };
    const going = remove.map((row) => ({ ...row, ...gone }));
    const { hec } = records;
    const failed: RecordFailure[] = [];
    let taken: Delivery<string> | undefined;
    if (collector && hec && !memoryOnly) {
      const events = function* () {
        for (const rows of [upsert, going]) {
          for (const { key, row } of keepable(type, rows, failed)) {
            yield { key, event: toEvent(type, row, hec.index) };
          }
        }
      };
      taken = await collector.send(events(), signal);
    }
    const confirmed = taken && new Set(taken.delivered);
    const due = function* (rows: Iterable<RecordRow>) {
      // Why others cannot be kept was told along with the events, if there were any.
      for (const one of keepable(type, rows, confirmed ? [] : failed)) {
        if (!confirmed || confirmed.has(one.key)) yield one;
      }
    };
    const documents = function* () {
      for (const { key, row } of due(upsert)) {
        yield { key, document: JSON.stringify({ _key: key, ...toFields(type, row) }) };
      }
    };
    const saved = await collection.save(documents(), signal);
    const removed = await collection.remove(
      [...due(going)].map(({ key }) => key),
      signal,
    );
    const lost = [taken, saved, removed].flatMap((part) => part?.failed.map(failureOf) ?? []);
    return { sent: saved.delivered.length, removed: removed.delivered.length, failed: [...failed, ...lost] };
  };

  return {
    name,
    kind,
    async read(type, signal) {
      const others = new Set<string>();
      const keep = rowShelf(type);
      const rows = await openCollection(splunk().client, app, RECORD_NAMES[type].collection).read((document) => {
        const row = fromDocument(type, document);
        if (row) return keep(row);
        others.add(String(document['_key']));
        return null;
      }, signal);
      foreign.set(type, others);
      return rows.filter((row) => row !== null);
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

function failureOf({ item: key, message, refused }: Undelivered<string>): RecordFailure {
  return { key, message, ...(refused ? { refused } : {}) };
}
