import { type Token, unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { CONVERT_FUNCTIONS } from '../facts/stats-functions.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { fieldNames } from '../run.ts';
import { strftime } from '../time/format.ts';
import { strptime } from '../time/parse.ts';
import { type Cell, isMultivalue, numberOf, type Single, textOf } from '../value.ts';
import { isName, readArguments, spread, wordOf } from './arguments.ts';

interface Conversion {
  readonly name: string;
  readonly field: string;
  readonly alias: string | null;
}

const DEFAULT_FORMAT = '%m/%d/%Y %H:%M:%S';

/** Changes how values are written: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Convert */
export const convert: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['timeformat']);
  const conversions = readConversions(rest);
  const format = options.get('timeformat') ?? DEFAULT_FORMAT;
  const none = conversions.filter(({ name }) => name === 'none').map(({ field }) => field);
  return (table) => {
    const aliases: string[] = [];
    for (const { name, field, alias } of conversions) {
      if (name === 'none') continue;
      const except = spread(none, () => fieldNames(table));
      for (const from of spread([field], () => fieldNames(table))) {
        if (except.includes(from)) continue;
        const to = alias ?? from;
        aliases.push(to);
        for (const row of table.rows) {
          const cell = row[from];
          if (cell === undefined || cell === null) continue;
          const made = CONVERSIONS[name as Exclude<keyof typeof CONVERSIONS, 'none'>]?.(cell, format);
          if (made === null || made === undefined) delete row[to];
          else row[to] = made;
        }
      }
    }
    return { rows: table.rows, columns: table.columns.length > 0 ? [...new Set([...table.columns, ...aliases])] : [] };
  };
};

function readConversions(tokens: readonly Token[]): Conversion[] {
  const out: Conversion[] = [];
  for (let at = 0; at < tokens.length; ) {
    if (tokens[at]?.kind === 'comma') {
      at += 1;
      continue;
    }
    const name = wordOf(tokens[at]);
    const [field, close] = [tokens[at + 2], tokens[at + 3]];
    if (!CONVERT_FUNCTIONS.has(name))
      throw new Refused(`Error in 'convert' command: The function '${tokens[at]?.text}' is invalid.`);
    if (tokens[at + 1]?.kind !== 'lparen' || !isName(field) || close?.kind !== 'rparen') {
      throw new Refused(`Error in 'convert' command: The function '${name}' wants one field.`);
    }
    if (!CONVERSIONS[name as keyof typeof CONVERSIONS]) throw new NotEvaluated(`convert ${name}`);
    at += 4;
    const alias = tokens[at + 1];
    if (wordOf(tokens[at]) === 'as' && isName(alias)) {
      out.push({ name, field: unquote(field), alias: unquote(alias) });
      at += 2;
    } else out.push({ name, field: unquote(field), alias: null });
  }
  if (out.length === 0) throw new Refused("Error in 'convert' command: a function was expected.");
  return out;
}

function one(cell: Exclude<Cell, null | undefined>): Single {
  if (isMultivalue(cell)) throw new NotEvaluated('convert of a multivalue field');
  return cell;
}

type Convert = (cell: Exclude<Cell, null | undefined>, format: string) => Cell;

/** Values that a function cannot convert stay, but for `num` and `mktime`, which take them away. */
const CONVERSIONS: Readonly<Partial<Record<string, Convert>>> = {
  none: (cell) => cell,
  auto: (cell) => numberOf(one(cell)) ?? cell,
  num: (cell) => numberOf(one(cell)),
  ctime: (cell, format) => {
    const epoch = numberOf(one(cell));
    return epoch === null ? cell : strftime(epoch, format);
  },
  mktime: (cell, format) => strptime(textOf(one(cell)), format),
  rmcomma: (cell) => textOf(one(cell)).replace(/,/g, ''),
  rmunit: (cell) => {
    const match = /^\s*(-?\d+(?:\.\d+)?)/.exec(textOf(one(cell)));
    return match ? Number(match[1]) : cell;
  },
};
