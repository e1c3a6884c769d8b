import { readCode } from '../code.ts';
import { baseGlobals } from '../globals.ts';
import { bridgeArray, type Globals, loadKusto } from '../kusto.ts';
import { tableSymbol } from '../schema.ts';
import { wrap } from '../service.ts';
import { type ResultColumn, resultColumns } from './origin.ts';

/** An operator, and the columns that it makes. */
export interface ExtendOperator {
  readonly names: readonly string[];
  readonly text: string;
}

/** Answers by what was asked: most hunts show the same few columns. */
const known = new Map<string, boolean>();
const MAX_KNOWN = 5_000;

const RESULT = 'Result';

/**
 * Whether the parser finds no error in an `extend` that stands below a query with this result, and its columns and no others are new.
 * The query above is bound already, and only its columns count below it: binding all of it a second time would take ten times as long.
 */
export function fits(columns: readonly ResultColumn[], { text, names }: ExtendOperator): boolean {
  if (names.some((name) => columns.some((one) => one.name === name))) return false;
  const words = new Set(text.match(/\w+/g));
  const read = columns.filter(({ name }) => words.has(name));
  const list = read.map(({ name, type }) => `${name}:${type}`).join(',');
  const key = `${list}\n${text}`;
  let answer = known.get(key);
  if (answer === undefined) {
    if (known.size >= MAX_KNOWN) known.clear();
    answer = bind(list, text, [...read.map(({ name }) => name), ...names]);
    known.set(key, answer);
  }
  return answer;
}

function bind(list: string, operator: string, wanted: readonly string[]): boolean {
  const kusto = loadKusto();
  const table = tableSymbol(kusto, RESULT, list);
  const database = new kusto.Symbols.DatabaseSymbol.ctor('result', bridgeArray([table], kusto.Symbols.Symbol));
  const text = `${RESULT}\n${operator}`;
  const analysis = wrap(text, readCode(text, empty().WithDatabase(database), 'bound'), () => false);
  const made = resultColumns(analysis).map(({ name }) => name);
  return analysis.errors.length === 0 && made.join('\n') === wanted.join('\n');
}

let base: Globals | undefined;

function empty(): Globals {
  base ??= baseGlobals().WithCache();
  return base;
}
