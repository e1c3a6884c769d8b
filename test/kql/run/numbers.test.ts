import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/kql/run/cells.ts';
import { add, divide, floorTo, modulo, multiply, subtract, type Whole, whole } from '../../../src/kql/run/numbers.ts';

const long = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -1000n, max: 1000n }));
const wrapped = (value: bigint): bigint => BigInt.asIntN(64, value);
const big = (value: Whole | null): bigint => BigInt(value as Whole);

describe('whole numbers', () => {
  it('are those of 64 bits', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(big(add(whole(a), whole(b)))).toBe(wrapped(a + b));
        expect(big(subtract(whole(a), whole(b)))).toBe(wrapped(a - b));
        expect(big(multiply(whole(a), whole(b)))).toBe(wrapped(a * b));
        if (b !== 0n) expect(big(divide(whole(a), whole(b)))).toBe(wrapped(a / b));
      }),
    );
  });

  it('have one form, by which they are compared and grouped', () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        expect(whole(a) === whole(b)).toBe(a === b);
        expect(keyOf(add(whole(a), 0)) === keyOf(whole(b))).toBe(a === b);
      }),
    );
  });

  it('fall into bins that hold them (https://learn.microsoft.com/kusto/query/bin-function)', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        fc.bigInt({ min: 1n, max: 2n ** 40n }),
        (value, size) => {
          const bin = big(floorTo(whole(value), whole(size)));
          expect(bin % size).toBe(0n);
          expect(bin <= value && value < bin + size).toBe(true);
          expect(big(modulo(whole(value), whole(size)))).toBe(value - bin);
        },
      ),
    );
  });
});
