import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, halves } from '../../../src/sync/records/batches.ts';

const items = fc.array(fc.nat({ max: 120 }), { maxLength: 80 });
const limits = fc.record({ items: fc.integer({ min: 1, max: 20 }), bytes: fc.integer({ min: 1, max: 300 }) });
const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

describe('cutting into batches', () => {
  test('loses nothing, keeps the order and the limits, and makes no more batches than it must', () => {
    fc.assert(
      fc.property(items, limits, (sizes, limit) => {
        const batches = [...cut(sizes, (size) => size, limit)];
        expect(batches.flat()).toEqual(sizes);
        for (const [i, batch] of batches.entries()) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(limit.items);
          if (batch.length > 1) expect(sum(batch)).toBeLessThanOrEqual(limit.bytes);
          const next = batches[i + 1]?.[0];
          if (next !== undefined) {
            expect(batch.length === limit.items || sum(batch) + next > limit.bytes).toBe(true);
          }
        }
      }),
    );
  });

  test('halves are the whole, and smaller than it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 2 }), (batch) => {
        const parts = halves(batch);
        expect(parts).toHaveLength(2);
        expect(parts.flat()).toEqual(batch);
        expect(Math.abs((parts[0]?.length ?? 0) - (parts[1]?.length ?? 0))).toBeLessThanOrEqual(1);
      }),
    );
    expect(halves([1])).toEqual([]);
    expect(halves([])).toEqual([]);
  });
});
