import type { RecordRow, RecordType } from '../../sync/records/schema.ts';
import { toFields } from './document.ts';
import { RECORD_NAMES } from './names.ts';

/**
 * One version of a record as an event of the HTTP Event Collector
 * (https://docs.splunk.com/Documentation/Splunk/latest/Data/FormateventsforHTTPEventCollector): its time is when the version was
 * written, in seconds.
 */
export function toEvent(type: RecordType, row: RecordRow, index: string): string {
  const at = Date.parse(row.updated);
  return JSON.stringify({
    ...(Number.isNaN(at) ? {} : { time: at / 1000 }),
    host: 'huntsync',
    source: 'huntsync',
    sourcetype: RECORD_NAMES[type].sourcetype,
    index,
    event: toFields(type, row),
  });
}
