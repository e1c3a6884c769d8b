/** Texts that all threads of a batch read from one place, where each would have a copy of all of them. Immutable once made. */
export interface SharedTexts {
  /** UTF-16: half of a surrogate pair has no form in UTF-8, and texts come from strangers. */
  readonly units: SharedArrayBuffer;
  /** Float64: where each text begins in units, and last where the last one ends. */
  readonly ends: SharedArrayBuffer;
}

export function shareTexts(texts: readonly string[]): SharedTexts {
  const size = texts.reduce((sum, { length }) => sum + length, 0);
  const units = new SharedArrayBuffer(size * Uint16Array.BYTES_PER_ELEMENT);
  const ends = new SharedArrayBuffer((texts.length + 1) * Float64Array.BYTES_PER_ELEMENT);
  const bytes = Buffer.from(units);
  const starts = new Float64Array(ends);
  let at = 0;
  for (const [number, text] of texts.entries()) {
    starts[number] = at;
    bytes.write(text, at * Uint16Array.BYTES_PER_ELEMENT, 'utf16le');
    at += text.length;
  }
  starts[texts.length] = at;
  return { units, ends };
}

/** The n-th text, from 0; undefined behind the last. */
export function sharedText({ units, ends }: SharedTexts, number: number): string | undefined {
  const starts = new Float64Array(ends);
  const [start, end] = [starts[number], starts[number + 1]];
  if (start === undefined || end === undefined) return undefined;
  const { BYTES_PER_ELEMENT: width } = Uint16Array;
  return Buffer.from(units, start * width, (end - start) * width).toString('utf16le');
}
