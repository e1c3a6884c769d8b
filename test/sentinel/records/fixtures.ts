import type { StixSettings } from '../../../src/config/stix.ts';
import { silentLog } from '../../../src/core/log.ts';
import type { RetryDeps } from '../../../src/core/retry.ts';
import type { AzureOptions } from '../../../src/sandbox/azure/index.ts';
import type { ServeOptions } from '../../../src/sandbox/server.ts';
import type { SentinelConfig } from '../../../src/sentinel/config.ts';
import { createSentinelRecordSink } from '../../../src/sentinel/records/index.ts';
import { RECORD_NAMES } from '../../../src/sentinel/records/names.ts';
import { RECORDS, type RecordRow, type RecordType } from '../../../src/sync/records/schema.ts';
import type { RecordSink } from '../../../src/sync/records/sink.ts';
import { type Values, written } from '../../../src/sync/records/values.ts';
import { startAzure } from '../../support/azure-stand-in.ts';
import { makeConfig, sharedTls } from '../fixtures.ts';

export const NOW = new Date('2026-06-01T10:00:00Z');
const RULE = {
  id: 'dcr-records',
  streams: ['Custom-HuntArticles_CL', 'Custom-Hunts_CL', 'Custom-HuntIndicators_CL', 'Custom-HuntRuns_CL'],
};
export const STREAMS = new RegExp(`/dataCollectionRules/${RULE.id}/streams/`);
export const INTELLIGENCE = /threat-intelligence-stix-objects:upload/;

type Records = NonNullable<SentinelConfig['records']>;

export interface RecordsUnderTest extends Awaited<ReturnType<typeof startAzure>> {
  readonly config: SentinelConfig;
  /** Milliseconds that our own policies asked to wait; the test's clock moves by them, nobody really waits. */
  readonly waits: number[];
  connect(
    records?: Partial<Records>,
    overrides?: Partial<SentinelConfig>,
    deps?: Partial<RetryDeps> & { readonly stix?: StixSettings },
  ): RecordSink;
  /** The rows that the stand-in took, oldest first. */
  rows(type: RecordType): Record<string, unknown>[];
  /** Uploads that arrived, without those that a fault cut off. */
  uploads(): number;
}

export async function startRecords(options: AzureOptions = {}, serve: ServeOptions = {}): Promise<RecordsUnderTest> {
  const { tls, caFile } = await sharedTls();
  const azure = await startAzure({ rules: [RULE], ...options }, { tls, ...serve });
  const waits: number[] = [];
  let clock = NOW.getTime();
  const { url } = azure.server;
  const streams = {
    articles: RULE.streams[0],
    hunts: RULE.streams[1],
    indicators: RULE.streams[2],
    runs: RULE.streams[3],
  } as Records['streams'];
  const records: Records = { endpoint: url, ruleId: RULE.id, streams, queryEndpoint: url, threatIntelligence: false };
  const config: SentinelConfig = { ...makeConfig(url, caFile), records };
  return {
    ...azure,
    config,
    waits,
    connect: (changes = {}, overrides = {}, deps = {}) =>
      createSentinelRecordSink(
        { ...config, ...overrides, records: { ...records, ...changes } },
        {
          log: silentLog,
          now: () => new Date(clock),
          random: () => 0.5,
          sleep: async (ms) => {
            waits.push(ms);
            clock += ms;
          },
          ...deps,
        },
      ),
    rows: (type) =>
      (azure.state.ingested[`/${RULE.id}/Custom-${RECORD_NAMES[type].table}`] ?? []) as Record<string, unknown>[],
    uploads: () => azure.server.log.filter(({ path, status }) => STREAMS.test(path) && status === 204).length,
  };
}

/** Some records of one type, which differ in their keys. */
export function makeRecords(type: RecordType, n: number, values: Values = {}, now: Date = NOW): RecordRow[] {
  const { key } = RECORDS[type];
  return Array.from({ length: n }, (_, i) =>
    written(type, { severity: 'HIGH', published: '2026-05-01', ...values, [key]: `key-${i}` }, undefined, now),
  );
}

/** Indicators that STIX has an object for. */
export function makeIndicators(n: number, values: Values = {}): RecordRow[] {
  return Array.from({ length: n }, (_, i) => {
    const indicator = { indicator_type: 'ipv4', indicator_value: `45.77.${Math.floor(i / 256)}.${i % 256}` };
    const common = { severity: 'HIGH', article_ids: ['article-1'], article_count: 1, published: '2026-05-01' };
    return written('indicators', { ...common, ...indicator, ...values, indicator_id: `i-${i}` }, undefined, NOW);
  });
}

export function byKey(type: RecordType): (a: RecordRow, b: RecordRow) => number {
  const { key } = RECORDS[type];
  return (a, b) => (String(a[key]) < String(b[key]) ? -1 : 1);
}
