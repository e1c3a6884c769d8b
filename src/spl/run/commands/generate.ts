import { unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { handedOver } from '../search/compile.ts';
import { type EventFields, newFields, textOf } from '../value.ts';
import { booleanOption, isName, readArguments, wholeOption } from './arguments.ts';

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Makeresults */
export const makeresults: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['count', 'annotate', 'format', 'data', 'splunk_server']);
  if (rest.length > 0) throw new Refused("Error in 'makeresults' command: Invalid argument.");
  if (options.has('format') || options.has('data') || booleanOption(options, 'annotate', false))
    throw new NotEvaluated('makeresults with data or annotate');
  const count = wholeOption(options, 'count', 1);
  if (count > 1_000) throw new NotEvaluated('makeresults of more than 1000 rows');
  return (_, run) => {
    const rows: EventFields[] = [];
    for (let at = 0; at < count; at += 1) {
      const fields = newFields();
      fields['_time'] = Math.floor(run.now);
      rows.push(fields);
    }
    return { rows, columns: ['_time'] };
  };
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Addinfo */
export const addinfo: CommandCompiler = () => (table, run) => {
  for (const fields of table.rows) {
    fields['info_min_time'] = run.earliest ?? 0;
    fields['info_max_time'] = run.latest ?? '+Infinity';
    fields['info_search_time'] = run.now;
  }
  return table;
};

/** What a subsearch hands over: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Return */
export const returned: CommandCompiler = (command) => {
  let { args } = command;
  let count = 1;
  if (/^\d+$/.test(args[0]?.text ?? '')) {
    count = Number(args[0]?.text);
    args = args.slice(1);
  }
  const wanted: { readonly from: string; readonly to: string | null }[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const token = args[at];
    if (token?.kind === 'comma') continue;
    if (!isName(token)) throw new Refused("Error in 'return' command: a field was expected.");
    const source = args[at + 2];
    if (args[at + 1]?.text === '=' && isName(source)) {
      wanted.push({ from: unquote(source), to: unquote(token) });
      at += 2;
    } else if (token.text.startsWith('$')) wanted.push({ from: token.text.slice(1), to: null });
    else wanted.push({ from: unquote(token), to: unquote(token) });
  }
  if (wanted.length === 0) throw new Refused("Error in 'return' command: a field was expected.");
  return ({ rows }) => {
    const out = rows.slice(0, count).map((fields) => {
      const row = newFields();
      const words: string[] = [];
      for (const { from, to } of wanted) {
        const cell = fields[from];
        if (cell === undefined || cell === null) continue;
        if (to !== null) row[to] = cell;
        else if (typeof cell === 'object') throw new NotEvaluated('return of a multivalue field');
        else words.push(quote(textOf(cell)));
      }
      if (words.length > 0) row['search'] = words.join(' ');
      return row;
    });
    return { rows: out, columns: [] };
  };
};

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The results as one search expression: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Format */
export const format: CommandCompiler = (command) => {
  if (command.args.length > 0) throw new NotEvaluated('format with arguments');
  return ({ rows }) => {
    const row = newFields();
    const alternatives = rows.map((fields) => {
      const parts = handedOver(fields).map(([name, values]) => {
        const tests = values.map((value) => `${quoteName(name)}=${quote(textOf(value))}`);
        return tests.length === 1 ? tests[0] : `( ${tests.join(' OR ')} )`;
      });
      return `( ${parts.join(' AND ')} )`;
    });
    row['search'] = alternatives.length === 0 ? 'NOT *' : `( ${alternatives.join(' OR ')} )`;
    return { rows: [row], columns: ['search'] };
  };
};

function quoteName(name: string): string {
  return /^[\w.]+$/.test(name) ? name : quote(name);
}
