import { cut } from '../../sync/records/batches.ts';
import { jsonBytes } from './rows.ts';

/**
 * The service takes 1 MB a request, before and after compression
 * (https://learn.microsoft.com/azure/azure-monitor/service-limits#logs-ingestion-api). The library's own chunks come to a little
 * more than 1,000,000 bytes of JSON, so ours are smaller and leave it nothing to split.
 */
export const MAX_BODY_BYTES = 900_000;

/** Cuts items, as they are asked for, so that the JSON array of each part has at most `max` bytes of UTF-8. An item that alone has more is a part of its own. */
export function splitByBytes<T>(
  items: Iterable<T>,
  max: number = MAX_BODY_BYTES,
  sizeOf: (item: T) => number = jsonBytes,
): Generator<T[]> {
  // An item comes with a comma or the closing bracket; the opening one comes before them all.
  return cut(items, (item) => sizeOf(item) + 1, { items: Number.POSITIVE_INFINITY, bytes: max - 1 });
}
