/**
 * Whole numbers of 64 bits, as int, long, datetime and timespan are held: a number while it is a safe integer, else a
 * bigint. Overflow wraps around, as Kusto's does.
 */
export type Whole = number | bigint;

/** The one form of a value: equal values are equal by `===`. */
export function whole(value: bigint): Whole {
  const wrapped = BigInt.asIntN(64, value);
  return wrapped >= -9007199254740991n && wrapped <= 9007199254740991n ? Number(wrapped) : wrapped;
}

/** A real without its fraction; null where 64 bits do not hold it. */
export function wholeOfReal(value: number): Whole | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 63) return null;
  const cut = Math.trunc(value);
  return Number.isSafeInteger(cut) ? cut + 0 : whole(BigInt(cut));
}

export function add(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return whole(BigInt(a) + BigInt(b));
}

export function subtract(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return whole(BigInt(a) - BigInt(b));
}

export function multiply(a: Whole, b: Whole): Whole {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return whole(BigInt(a) * BigInt(b));
}

/** Truncates towards zero; null on division by zero. https://learn.microsoft.com/kusto/query/numerical-operators */
export function divide(a: Whole, b: Whole): Whole | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return whole(BigInt(a) / BigInt(b));
}

/** Never negative. https://learn.microsoft.com/kusto/query/numerical-operators#comment-about-the-modulo-operator */
export function modulo(a: Whole, b: Whole): Whole | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return (rest < 0 ? rest + Math.abs(b) : rest) + 0;
  }
  const rest = BigInt(a) % BigInt(b);
  return whole(rest < 0n ? rest + (BigInt(b) < 0n ? -BigInt(b) : BigInt(b)) : rest);
}

/** The largest multiple of `size` that is not above `value`. https://learn.microsoft.com/kusto/query/bin-function */
export function floorTo(value: Whole, size: Whole): Whole | null {
  if (size <= 0) return null;
  return subtract(value, modulo(value, size) as Whole);
}

export function negate(a: Whole): Whole {
  return subtract(0, a);
}
