import type { Row, SampleData, Value } from '../../../src/prove/language.ts';
import { columnsOf } from './rows.ts';

const ROWS = 40;
const HOUR = 3_600_000;

/** Numbers between 0 and 1 without a pattern, the same for the same text (mulberry32). */
export function randomOf(text: string): () => number {
  let state = [...text].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Rows that hit and rows that nearly do: values of the rows that were made for a query, of its literals and of a few keys, mixed at
 * random, in each column that the query names. Tables as `schemas` has them.
 */
export function mixedRows(
  text: string,
  made: readonly SampleData[],
  schemas: Readonly<Record<string, string>>,
  now: Date,
): SampleData {
  const random = randomOf(text);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const words = new Set(text.match(/\w+/g));
  const literals = [...text.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, double, single]) => double ?? single ?? '');
  const numbers = [...text.matchAll(/\b\d{1,9}\b/g)].map(([digits]) => Number(digits));

  function madeOf(type: string, known: readonly Value[]): Value | undefined {
    const chance = random();
    if (chance < 0.1) return undefined;
    if (type === 'datetime') {
      const back = random() < 0.5 ? 5 * HOUR * random() : 12 * 24 * HOUR * random();
      return new Date(Math.floor((now.getTime() - back) / 1000) * 1000).toISOString();
    }
    if (chance < 0.6 && known.length > 0) return pick(known);
    switch (type) {
      case 'string': {
        const base = pick([...literals, 'k1', 'k2', ...known.map(String)]);
        return pick([base, base, base.toUpperCase(), `x ${base}`, `${base}y`, 'k1', 'k2', ...numbers.map(String)]);
      }
      case 'bool':
        return random() < 0.5;
      case 'dynamic':
        return pick<Value>([{ a: { b: 1 } }, ['k1', 'k2'], { name: pick([...literals, 'k1']) }]);
      case 'guid':
        return `00000000-0000-0000-0000-00000000000${Math.floor(random() * 9)}`;
      default:
        return pick([...numbers, 0, 1, 7]) + Math.floor(random() * 3) - 1;
    }
  }

  const tables: Record<string, Row[]> = {};
  for (const table of Object.keys(schemas).filter((name) => words.has(name))) {
    const seen = made.flatMap((data) => data.tables[table] ?? []);
    const columns = [...columnsOf(schemas[table] ?? '')].filter(([name]) => words.has(name) || name === 'Timestamp');
    tables[table] = Array.from({ length: ROWS }, () => {
      const entries = columns.flatMap(([name, type]): [string, Value][] => {
        const known = seen.flatMap((row) => (row[name] === undefined ? [] : [row[name]]));
        const value = madeOf(type, known);
        return value === undefined ? [] : [[name, value]];
      });
      return Object.fromEntries(entries);
    });
  }
  return { tables };
}
