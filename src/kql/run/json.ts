import { type Cell, isList, Tagged } from './cells.ts';
import { whole } from './numbers.ts';
import { formatDatetime, formatTimespan } from './ticks.ts';

const SPACE = /[\s]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const MAX_DEPTH = 200;

class NoJson extends Error {}

/**
 * JSON as dynamic holds it: whole numbers exact, `1.0` still a real, keys in their order; undefined where the text is no
 * JSON. https://learn.microsoft.com/kusto/query/parse-json-function
 */
export function parseJson(text: string): Cell | undefined {
  const reader = new Reader(text);
  try {
    const cell = reader.value(0);
    return reader.atEnd() ? cell : undefined;
  } catch (error) {
    if (error instanceof NoJson) return undefined;
    throw error;
  }
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  atEnd(): boolean {
    this.space();
    return this.at === this.text.length;
  }

  value(depth: number): Cell {
    if (depth > MAX_DEPTH) throw new NoJson();
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.bag(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private space(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  private word(word: string, cell: Cell): Cell {
    if (!this.text.startsWith(word, this.at)) throw new NoJson();
    this.at += word.length;
    return cell;
  }

  private number(): Cell {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) throw new NoJson();
    this.at = NUMBER.lastIndex;
    const isReal = match[1] !== undefined || match[2] !== undefined;
    if (isReal) return dynamicReal(Number(match[0]));
    const value = BigInt(match[0]);
    return BigInt.asIntN(64, value) === value ? whole(value) : dynamicReal(Number(match[0]));
  }

  private string(): string {
    STRING.lastIndex = this.at;
    const match = STRING.exec(this.text);
    if (!match) throw new NoJson();
    this.at = STRING.lastIndex;
    return JSON.parse(match[0]) as string;
  }

  private list(depth: number): Cell {
    const items: Cell[] = [];
    this.at++;
    if (this.closes(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.separates(']'));
    return items;
  }

  private bag(depth: number): Cell {
    const items = new Map<string, Cell>();
    this.at++;
    if (this.closes('}')) return items;
    do {
      this.space();
      const name = this.string();
      this.space();
      this.word(':', null);
      items.set(name, this.value(depth + 1));
    } while (this.separates('}'));
    return items;
  }

  private closes(end: string): boolean {
    this.space();
    if (this.text[this.at] !== end) return false;
    this.at++;
    return true;
  }

  /** True after a comma, false after the end. */
  private separates(end: string): boolean {
    if (this.closes(end)) return false;
    this.word(',', null);
    return true;
  }
}

/** A real as dynamic holds it: tagged where its digits alone would make it a long. */
export function dynamicReal(value: number): Cell {
  return Number.isInteger(value) ? new Tagged('real', value) : value;
}

/** The shortest digits that read back as this value; a whole one keeps its `.0`. */
export function formatReal(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const text = String(value);
  const exponent = /^(-?[\d.]+)e([+-])(\d+)$/.exec(text);
  if (exponent) return `${exponent[1]}E${exponent[2]}${(exponent[3] as string).padStart(2, '0')}`;
  return /\./.test(text) ? text : `${text}.0`;
}

/** Compact JSON, as tostring() of a dynamic gives it. */
export function printJson(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return JSON.stringify(cell);
  if (typeof cell === 'number') return Number.isInteger(cell) ? String(cell) : printReal(cell);
  if (typeof cell !== 'object') return String(cell);
  if (cell instanceof Tagged) return printTagged(cell);
  if (isList(cell)) return `[${cell.map(printJson).join()}]`;
  return `{${[...cell].map(([name, item]) => `${JSON.stringify(name)}:${printJson(item)}`).join()}}`;
}

function printReal(value: number): string {
  return Number.isFinite(value) ? formatReal(value) : JSON.stringify(formatReal(value));
}

function printTagged({ type, value }: Tagged): string {
  if (type === 'real') return printReal(Number(value));
  return JSON.stringify(type === 'datetime' ? formatDatetime(value) : formatTimespan(value));
}
