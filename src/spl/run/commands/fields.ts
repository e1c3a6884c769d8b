import { type Token, unquote } from '../../lexer.ts';
import { readNames } from '../aggregate/parse.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { fieldNames } from '../run.ts';
import { nameMatcher } from '../search/wildcard.ts';
import { type EventFields, newFields } from '../value.ts';
import { isName, readArguments, spread, wantNames, wordOf } from './arguments.ts';

function only(fields: EventFields, names: readonly string[]): EventFields {
  const out = newFields();
  for (const name of names) {
    const cell = fields[name];
    if (cell !== undefined && cell !== null) out[name] = cell;
  }
  return out;
}

/** Keeps the fields in this order, internal ones only where they are named: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Table */
export const table: CommandCompiler = (command) => {
  const patterns = wantNames(command.args, 'table');
  return (given) => {
    const names = spread(patterns, () => fieldNames(given).filter((name) => !name.startsWith('_')));
    return { rows: given.rows.map((fields) => only(fields, names)), columns: names };
  };
};

/** Internal fields stay unless they are taken away by name: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fields */
export const fields: CommandCompiler = (command) => {
  const [head] = command.args;
  const sign = head?.kind === 'word' && /^[+-]/.test(head.text) ? head.text[0] : null;
  const args = sign && head ? [...stripped(head), ...command.args.slice(1)] : command.args;
  const patterns = wantNames(args, 'fields');
  if (sign === '-') {
    return (given) => {
      const names = new Set(spread(patterns, () => fieldNames(given).filter((name) => !name.startsWith('_'))));
      for (const row of given.rows) for (const name of names) delete row[name];
      return { rows: given.rows, columns: given.columns.filter((name) => !names.has(name)) };
    };
  }
  return (given) => {
    const all = fieldNames(given);
    const named = spread(patterns, () => all.filter((name) => !name.startsWith('_')));
    const internal = all.filter((name) => (name === '_time' || name === '_raw') && !named.includes(name));
    const keep = [...internal, ...named];
    return { rows: given.rows.map((row) => only(row, keep)), columns: keep };
  };
};

/** The sign of `-name` or `- name` taken away. */
function stripped(head: Token): Token[] {
  return head.text.length === 1 ? [] : [{ ...head, text: head.text.slice(1), start: head.start + 1 }];
}

export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Rename: a wildcard in the new name stands for what the one in
 * the old name stands for; renaming a field that does not exist takes away the one whose name it was to have.
 */
export const rename: CommandCompiler = (command) => {
  const renamings = readRenamings(command.args);
  return (given) => {
    let { columns } = given;
    for (const renaming of renamings) {
      const pairs = renaming.from.includes('*')
        ? wildcardPairs(renaming, fieldNames({ rows: given.rows, columns }))
        : [renaming];
      const names = new Map(pairs.filter(({ from, to }) => from !== to).map(({ from, to }) => [from, to]));
      if (names.size === 0) continue;
      for (const row of given.rows) renameRow(row, names);
      const targets = new Set(names.values());
      columns = [
        ...new Set(
          columns.filter((name) => !targets.has(name) || names.has(name)).map((name) => names.get(name) ?? name),
        ),
      ];
    }
    return { rows: given.rows, columns };
  };
};

function renameRow(row: EventFields, names: ReadonlyMap<string, string>): void {
  const cells = [...names].map(([from, to]) => [to, row[from]] as const);
  for (const from of names.keys()) delete row[from];
  for (const [to, cell] of cells) {
    if (cell === undefined || cell === null) delete row[to];
    else row[to] = cell;
  }
}

/** `old AS new`, as rename has them. */
export function readRenamings(args: readonly Token[]): Renaming[] {
  const out: Renaming[] = [];
  for (let at = 0; at < args.length; ) {
    if (args[at]?.kind === 'comma') {
      at += 1;
      continue;
    }
    const as = args.findIndex((token, index) => index > at && wordOf(token) === 'as');
    if (as < 0 || !isName(args[at]))
      throw new Refused("Error in 'rename' command: Usage: rename [old_name AS/TO/-> new_name]+.");
    const from = readNames(args.slice(at, as));
    const rest = args.slice(as + 1);
    const end = nameEnd(rest);
    const to = readNames(rest.slice(0, end));
    if (from.length !== 1 || to.length !== 1)
      throw new Refused("Error in 'rename' command: Usage: rename [old_name AS/TO/-> new_name]+.");
    out.push(checkedRenaming(from[0] as string, to[0] as string));
    at = as + 1 + end;
  }
  if (out.length === 0) throw new Refused("Error in 'rename' command: Usage: rename [old_name AS/TO/-> new_name]+.");
  return out;
}

/** Tokens of the first name: those without a gap between them. */
function nameEnd(tokens: readonly Token[]): number {
  let end = 1;
  while (
    isName(tokens[end]) &&
    tokens[end]?.start === (tokens[end - 1] as Token).start + (tokens[end - 1] as Token).text.length
  )
    end += 1;
  return end;
}

function checkedRenaming(from: string, to: string): Renaming {
  const stars = (text: string) => text.split('*').length - 1;
  if (stars(from) !== stars(to)) {
    throw new Refused(`Error in 'rename' command: Wildcard mismatch: '${from}' as '${to}'.`);
  }
  return { from, to };
}

function wildcardPairs({ from, to }: Renaming, names: readonly string[]): Renaming[] {
  const match = nameMatcher(from);
  return names.flatMap((name) => {
    const stars = match(name);
    // `rename * AS …` leaves internal fields alone.
    if (!stars || (name.startsWith('_') && from.startsWith('*'))) return [];
    let at = 0;
    return [{ from: name, to: to.replace(/\*/g, () => stars[at++] as string) }];
  });
}

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fillnull */
export const fillnull: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['value']);
  const names = readNames(rest);
  const value = options.get('value') ?? '0';
  return (given) => {
    const all =
      names.length > 0
        ? spread(names, () => fieldNames(given))
        : fieldNames(given).filter((name) => !name.startsWith('_'));
    for (const row of given.rows) for (const name of all) row[name] ??= value;
    return { rows: given.rows, columns: [...new Set([...given.columns, ...all])] };
  };
};

/** https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Filldown */
export const filldown: CommandCompiler = (command) => {
  const names = readNames(command.args);
  return (given) => {
    const all = names.length > 0 ? spread(names, () => fieldNames(given)) : fieldNames(given);
    const last = newFields();
    for (const row of given.rows) {
      for (const name of all) {
        if (row[name] === undefined || row[name] === null) row[name] = last[name];
        else last[name] = row[name];
      }
    }
    return given;
  };
};

/** Changes how values look on the page, not what they are: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fieldformat */
export const fieldformat: CommandCompiler = (command) => {
  if (command.args.length < 3) throw new Refused("Error in 'fieldformat' command: an expression was expected.");
  if (unquote(command.args[0] as Token) === '') throw new NotEvaluated('fieldformat without a field');
  return (given) => given;
};
