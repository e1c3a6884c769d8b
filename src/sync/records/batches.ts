/** What one request may carry. */
export interface BatchLimits {
  readonly items: number;
  /** Total size of the items, separators included. */
  readonly bytes: number;
}

/**
 * Cuts items into batches within the limits, in their order, as they are asked for: no more than a batch has to be there at a time. What is
 * larger than `bytes` by itself goes alone.
 */
export function* cut<T>(items: Iterable<T>, sizeOf: (item: T) => number, limits: BatchLimits): Generator<T[]> {
  let batch: T[] = [];
  let size = 0;
  for (const item of items) {
    const own = sizeOf(item);
    if (batch.length > 0 && (batch.length >= limits.items || size + own > limits.bytes)) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += own;
  }
  if (batch.length > 0) yield batch;
}

/** Two parts of nearly equal length; none for fewer than two items. */
export function halves<T>(batch: readonly T[]): T[][] {
  const middle = Math.ceil(batch.length / 2);
  return batch.length < 2 ? [] : [batch.slice(0, middle), batch.slice(middle)];
}
