import type { StixSettings } from '../../config/stix.ts';
import type { ConnectionDeps } from '../../core/connection.ts';
import { rowShelf } from '../../sync/records/rows.ts';
import { RECORDS, type RecordRow } from '../../sync/records/schema.ts';
import type { RecordFailure, RecordSink } from '../../sync/records/sink.ts';
import type { IndicatorRecord } from '../../sync/records/types.ts';
import { newerThan } from '../../sync/records/values.ts';
import { createAzureClient } from '../client.ts';
import { recordEndpointsOf, workspacePath } from '../cloud.ts';
import type { SentinelConfig } from '../config.ts';
import { createIngestion } from './ingest.ts';
import type { Intelligence } from './intelligence.ts';
import { readRecords } from './query.ts';
import { toRow } from './rows.ts';

/**
 * Records in the custom tables of a workspace: read through the Log Analytics query API, written through Logs Ingestion,
 * which can only append, so each write is a new version of a whole record and a removal is a version that says so. Only
 * for a platform with `records`. Nothing is read or loaded before the first request.
 */
export function createSentinelRecordSink(
  config: SentinelConfig,
  deps: ConnectionDeps & { readonly stix?: StixSettings | undefined },
): RecordSink {
  const { records } = config;
  if (!records) throw new Error(`${config.name} keeps no records`);
  const { now } = deps;
  const azure = createAzureClient(config, deps);
  const { threatIntelligence } = records;
  const endpoints = recordEndpointsOf(config.cloud, {
    query: records.queryEndpoint,
    intelligence: typeof threatIntelligence === 'object' ? threatIntelligence.endpoint : undefined,
  });
  const path = workspacePath(config);
  const place = { endpoint: endpoints.query, scope: endpoints.queryScope, workspacePath: path };
  const { endpoint, ruleId, streams } = records;
  const ingestion = createIngestion({ endpoint, ruleId, audience: endpoints.ingestionAudience }, azure);
  let intelligence: Promise<Intelligence> | undefined;
  // With it comes the list of all public suffixes.
  const openIntelligence = async () => {
    const { createIntelligence } = await import('./intelligence.ts');
    return createIntelligence({ endpoint: endpoints.intelligence, workspacePath: path, stix: deps.stix }, azure, deps);
  };

  return {
    name: config.name,
    kind: config.kind,
    read: async (type, signal) => (await readRecords(type, place, azure, signal)).map(rowShelf(type)),
    async write(type, { upsert, remove, memoryOnly = false }, signal) {
      const { key } = RECORDS[type];
      const keyOf = (record: RecordRow) => String(record[key]);
      const going = remove.map((record) => removal(record, now()));
      // Before the table, which is the memory of what was sent: what is refused here is not recorded there, so that the next run
      // sends it again.
      let refused: RecordFailure[] = [];
      if (type === 'indicators' && threatIntelligence && !memoryOnly) {
        intelligence ??= openIntelligence();
        refused = await (await intelligence).upload([...upsert, ...going] as unknown as IndicatorRecord[], signal);
      }
      const barred = new Set(refused.map((failure) => failure.key));
      const tried: Record<'upsert' | 'remove', string[]> = { upsert: [], remove: [] };
      const outgoing = function* (rows: Iterable<RecordRow>, keys: string[]) {
        for (const record of rows) {
          const own = keyOf(record);
          if (barred.has(own)) continue;
          keys.push(own);
          yield { key: own, row: toRow(type, record) };
        }
      };
      const all = function* () {
        yield* outgoing(upsert, tried.upsert);
        yield* outgoing(going, tried.remove);
      };
      const lost = await ingestion.upload(streams[type], all(), signal);
      const missing = new Set(lost.map((failure) => failure.key));
      const arrived = (keys: readonly string[]) => keys.filter((one) => !missing.has(one)).length;
      return { sent: arrived(tried.upsert), removed: arrived(tried.remove), failed: [...refused, ...lost] };
    },
    requests: azure.requests,
    // Idle connections do not keep the process alive, and there is nothing else to release.
    close: async () => {},
  };
}

/** The record as its final version: later than the stored one, even if another machine's clock was ahead. */
function removal(record: RecordRow, now: Date): RecordRow {
  return { ...record, removed: true, updated: newerThan(record, now) };
}
