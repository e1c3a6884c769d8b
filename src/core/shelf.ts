import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What makes a value whenever it is asked for. */
export interface Made<T> {
  read(): T;
}

/** Values that are seldom looked at. */
export interface Shelf {
  /**
   * Puts a value away: plain data, as JSON has it (no undefined in a list, no number that is none). What is read is equal to it, and may be
   * another copy each time.
   */
  put<T>(value: T): Made<T>;
}

export interface ShelfOptions {
  /** So many of the first values stay as they are: most runs have no more, and pay nothing. */
  readonly plain?: number;
  /** UTF-16 units of JSON that are packed together. What is read in order is unpacked once; where values are read in any order, a small block is better. */
  readonly block?: number;
  /** Copies a value that stays as it is, where it may be part of something larger. */
  keep?<T>(value: T): T;
}

const PLAIN = 1_000;
const BLOCK = 32 * 1024;

/**
 * A shelf that keeps values as compressed JSON, some at a time. Of many thousands of queries and texts of articles a tenth is left, for some
 * microseconds each; the garbage collector sees none of them.
 */
export function createShelf({ plain = PLAIN, block: size = BLOCK, keep = asIs }: ShelfOptions = {}): Shelf {
  let count = 0;
  let block = new Block(size);
  const opened: Opened = { block: null, text: '', slot: null, value: undefined };
  return {
    put<T>(value: T): Made<T> {
      count += 1;
      if (count <= plain) return new Kept(keep(value));
      if (block.isFull) block = new Block(size);
      return new Slot<T>(block, block.add(JSON.stringify(value)), opened);
    },
  };
}

function asIs<T>(value: T): T {
  return value;
}

/** What was read last: properties of one value are mostly asked for one after the other, and values in their order. */
interface Opened {
  block: Block | null;
  text: string;
  slot: unknown;
  value: unknown;
}

class Kept<T> implements Made<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  read(): T {
    return this.#value;
  }
}

class Slot<T> implements Made<T> {
  readonly #block: Block;
  readonly #number: number;
  readonly #opened: Opened;

  constructor(block: Block, number: number, opened: Opened) {
    this.#block = block;
    this.#number = number;
    this.#opened = opened;
  }

  read(): T {
    const opened = this.#opened;
    if (opened.slot === this) return opened.value as T;
    if (opened.block !== this.#block) {
      opened.text = this.#block.text();
      opened.block = this.#block.isFull ? this.#block : null;
    }
    const value = JSON.parse(this.#block.part(opened.text, this.#number)) as T;
    opened.slot = this;
    opened.value = value;
    return value;
  }
}

/** JSON texts, compressed together once there are enough of them. */
class Block {
  #texts: string[] = [];
  readonly #ends: number[] = [];
  readonly #size: number;
  #packed: Uint8Array | null = null;

  constructor(size: number) {
    this.#size = size;
  }

  get isFull(): boolean {
    return this.#packed !== null;
  }

  add(text: string): number {
    this.#texts.push(text);
    const end = (this.#ends.at(-1) ?? 0) + text.length;
    this.#ends.push(end);
    if (end >= this.#size) {
      // A copy: what zlib gives is part of something larger.
      this.#packed = new Uint8Array(deflateRawSync(this.#texts.join(''), { level: 1 }));
      this.#texts = [];
    }
    return this.#ends.length - 1;
  }

  text(): string {
    return this.#packed === null ? this.#texts.join('') : inflateRawSync(this.#packed).toString();
  }

  part(text: string, number: number): string {
    return text.slice(number === 0 ? 0 : this.#ends[number - 1], this.#ends[number]);
  }
}
