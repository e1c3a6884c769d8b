import type { Token } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { compileCondition } from '../expression/compile.ts';
import { parseExpression } from '../expression/parse.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { textOf, valuesOf } from '../value.ts';
import { booleanOption, readArguments, wantNames, wholeOption, wordOf } from './arguments.ts';
import { sort } from './sort.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Head */
export const head: CommandCompiler = (command, compiler) => {
  const { options, rest } = isCount(command.args)
    ? readArguments(command.args, ['limit'])
    : { options: new Map(), rest: command.args };
  const [first] = rest;
  if (rest.length === 0 || (rest.length === 1 && /^\d+$/.test(first?.text ?? ''))) {
    const count = first ? Number(first.text) : wholeOption(options, 'limit', 10);
    return ({ rows, columns }) => ({ rows: rows.slice(0, count), columns });
  }
  const condition = compileCondition(parseExpression(rest, compiler.end(command)), 'head');
  return ({ rows, columns }, run) => {
    const end = rows.findIndex((fields) => !condition(fields, run));
    return { rows: end < 0 ? rows : rows.slice(0, end), columns };
  };
};

function isCount(args: readonly Token[]): boolean {
  return args.length <= 1 || wordOf(args[0]) === 'limit';
}

/** The last results, the last one first: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tail */
export const tail: CommandCompiler = (command) => {
  const [first] = command.args;
  if (command.args.length > 1 || (first && !/^\d+$/.test(first.text)))
    throw new Refused("Error in 'tail' command: a number was expected.");
  const count = first ? Number(first.text) : 10;
  return ({ rows, columns }) => ({ rows: count === 0 ? [] : rows.slice(-count).reverse(), columns });
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Reverse */
export const reverse: CommandCompiler = () => (table) => ({ rows: [...table.rows].reverse(), columns: table.columns });

/** Keeps the first of the results that are alike: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Dedup */
export const dedup: CommandCompiler = (command, compiler, first) => {
  const at = command.args.findIndex((token) => wordOf(token) === 'sortby');
  const own = at < 0 ? command.args : command.args.slice(0, at);
  const { options, rest } = readArguments(own, ['keepevents', 'keepempty', 'consecutive']);
  const counted = /^\d+$/.test(rest[0]?.text ?? '');
  const keep = counted ? Number(rest[0]?.text) : 1;
  const names = wantNames(counted ? rest.slice(1) : rest, 'dedup');
  if (booleanOption(options, 'keepevents', false)) throw new NotEvaluated('dedup with keepevents');
  const keepEmpty = booleanOption(options, 'keepempty', false);
  const consecutive = booleanOption(options, 'consecutive', false);
  const order = at < 0 ? null : sort({ ...command, args: command.args.slice(at + 1) }, compiler, first);
  return (table, run) => {
    const seen = new Map<string, number>();
    let last: string | null = null;
    const rows = table.rows.filter((fields) => {
      const values = names.map((name) => valuesOf(fields[name]));
      if (values.some(({ length }) => length === 0)) return keepEmpty;
      const key = JSON.stringify(values.map((list) => list.map(textOf)));
      if (consecutive && key !== last) seen.clear();
      last = key;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count <= keep;
    });
    const out = { rows, columns: table.columns };
    return order ? order(out, run) : out;
  };
};
