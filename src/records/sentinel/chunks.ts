import { jsonBytes } from './rows.ts';

/**
 * The service takes 1 MB a request, before and after compression (Microsoft Learn, "Logs Ingestion API", limits). The
 * library's own chunks come to a little more than 1,000,000 bytes of JSON, so ours are smaller and leave it nothing to split.
 */
export const MAX_BODY_BYTES = 900_000;

/** Cuts a list so that the JSON array of each part has at most `max` bytes of UTF-8. An item that alone has more is a part of its own. */
export function splitByBytes<T>(
  items: readonly T[],
  max: number = MAX_BODY_BYTES,
  sizeOf: (item: T) => number = jsonBytes,
): T[][] {
  const parts: T[][] = [];
  let part: T[] = [];
  let bytes = 1;
  for (const item of items) {
    // An item comes with a comma or the closing bracket.
    const size = sizeOf(item) + 1;
    if (part.length > 0 && bytes + size > max) {
      parts.push(part);
      part = [];
      bytes = 1;
    }
    part.push(item);
    bytes += size;
  }
  return part.length > 0 ? [...parts, part] : parts;
}

/** Both halves of a part that the service found too large. */
export function halve<T>(part: readonly T[]): T[][] {
  const middle = Math.ceil(part.length / 2);
  return [part.slice(0, middle), part.slice(middle)];
}
