import type { RecordType } from '../../sync/records/schema.ts';

/** What each type of record is called in Splunk. */
export const RECORD_NAMES: Readonly<
  Record<
    RecordType,
    {
      /** KV store collection, and the lookup on it. */
      readonly collection: string;
      /** Of an event through the HTTP Event Collector. */
      readonly sourcetype: string;
    }
  >
> = {
  articles: { collection: 'huntsync_articles', sourcetype: 'huntsync:article' },
  hunts: { collection: 'huntsync_hunts', sourcetype: 'huntsync:hunt' },
  indicators: { collection: 'huntsync_indicators', sourcetype: 'huntsync:indicator' },
  runs: { collection: 'huntsync_runs', sourcetype: 'huntsync:run' },
};
