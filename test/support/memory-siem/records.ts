import { RECORDS, type RecordRow, type RecordType } from '../../../src/sync/records/schema.ts';
import type { RecordSink } from '../../../src/sync/records/sink.ts';

export type MemoryRecords = Record<RecordType, Map<string, RecordRow>>;

export function emptyRecords(): MemoryRecords {
  return { articles: new Map(), hunts: new Map(), indicators: new Map(), runs: new Map() };
}

/** Records in maps. */
export function createMemorySink(stored: MemoryRecords, name: string): RecordSink {
  let requests = 0;
  return {
    name,
    kind: 'memory',
    async read(type) {
      requests += 1;
      return [...stored[type].values()];
    },
    async write(type, { upsert, remove }) {
      requests += 1;
      const keyOf = (row: RecordRow) => String(row[RECORDS[type].key]);
      for (const row of upsert) stored[type].set(keyOf(row), row);
      for (const row of remove) stored[type].delete(keyOf(row));
      return { sent: upsert.length, removed: remove.length, failed: [] };
    },
    requests: () => requests,
    close: async () => undefined,
  };
}
