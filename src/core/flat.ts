/** Shorter parts of a text are copies of their own (V8 slices from 13 characters on). */
const SLICED = 13;
/** Strings that are remembered, twice: those of some articles back are forgotten again. */
const MAX_KNOWN = 20_000;
/** Longer ones are seldom met twice, queries apart. */
const MAX_LENGTH = 8_000;

/**
 * Copies plain data so that it holds on to nothing but itself: V8 keeps the whole of a text alive for as long as any part that was cut out
 * of it. Equal strings of the last some thousands become one.
 */
export function createKeeper(): <T>(data: T) => T {
  let known = new Map<string, string>();
  let older = new Map<string, string>();

  function text(given: string): string {
    if (given.length < SLICED) return given;
    if (given.length > MAX_LENGTH) return flat(given);
    const there = known.get(given) ?? older.get(given) ?? flat(given);
    if (known.size >= MAX_KNOWN) {
      older = known;
      known = new Map();
    }
    known.set(there, there);
    return there;
  }

  function keep(data: unknown): unknown {
    if (typeof data === 'string') return text(data);
    if (typeof data !== 'object' || data === null) return data;
    if (Array.isArray(data)) return data.map(keep);
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(data)) copy[key] = keep((data as Record<string, unknown>)[key]);
    return copy;
  }

  return (data) => keep(data) as typeof data;
}

/** The same string with characters of its own, a byte each where that is enough. */
function flat(given: string): string {
  // Part of a text that has one wide character has wide ones throughout.
  if (!/[^\u0000-\u00ff]/.test(given)) return Buffer.from(given, 'latin1').toString('latin1');
  return ` ${given}`.slice(1);
}
