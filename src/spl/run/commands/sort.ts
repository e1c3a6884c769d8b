import { isIP } from 'node:net';
import { compareText } from '../../../core/compare.ts';
import { type Token, unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { Refused } from '../outcome.ts';
import { type Cell, type EventFields, numberOf, textOf, valuesOf } from '../value.ts';
import { isName, readArguments, wholeOption, wordOf } from './arguments.ts';

type Kind = 'auto' | 'num' | 'str' | 'ip';

interface SortField {
  readonly name: string;
  readonly descending: boolean;
  readonly kind: Kind;
}

/** Splunk sorts at most this many results unless it is told another number. */
const SORT_LIMIT = 10_000;

interface SortDraft {
  limit: number;
  reverse: boolean;
  readonly fields: SortField[];
}

/**
 * A sign with a blank behind it holds for all fields that follow, one without for its own field. Results without the field come last.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Sort
 */
export const sort: CommandCompiler = (command) => {
  const { limit, reverse, fields } = readSort(command.args);
  if (fields.length === 0) throw new Refused("Error in 'sort' command: a field was expected.");
  return ({ rows, columns }) => {
    const comparers = fields.map((field) => comparerOf(field, rows));
    const sorted = [...rows].sort((a, b) => {
      for (const compare of comparers) {
        const order = compare(a, b);
        if (order !== 0) return order;
      }
      return 0;
    });
    if (reverse) sorted.reverse();
    return { rows: limit === 0 ? sorted : sorted.slice(0, limit), columns };
  };
};

function readSort(args: readonly Token[]): SortDraft {
  const draft: SortDraft = { limit: SORT_LIMIT, reverse: false, fields: [] };
  const { options, rest } = readArguments(args, ['limit']);
  let tokens = rest;
  if (options.has('limit')) draft.limit = wholeOption(options, 'limit', SORT_LIMIT);
  else if (/^\d+$/.test(tokens[0]?.text ?? '')) {
    draft.limit = Number(tokens[0]?.text);
    tokens = tokens.slice(1);
  }
  const last = wordOf(tokens.at(-1));
  if (tokens.length > 1 && (last === 'd' || last === 'desc')) {
    draft.reverse = true;
    tokens = tokens.slice(0, -1);
  }
  readSortFields(tokens, draft);
  return draft;
}

function readSortFields(tokens: readonly Token[], draft: SortDraft): void {
  let descending = false;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token;
    if (token.kind === 'comma') continue;
    if (!isName(token)) throw new Refused(`Error in 'sort' command: unexpected ${JSON.stringify(token.text)}.`);
    const [, sign = '', name = ''] =
      token.kind === 'word' ? (/^([+-]?)(.*)$/s.exec(token.text) ?? []) : ['', '', unquote(token)];
    const next = tokens[at + 1];
    if (name === '') {
      const quotedNext = next && next.kind !== 'word' && isName(next) && next.start === token.start + 1;
      if (!quotedNext) descending = sign === '-';
      else {
        draft.fields.push({ name: unquote(next), descending: sign === '-', kind: 'auto' });
        at += 1;
      }
      continue;
    }
    const own = sign === '' ? descending : sign === '-';
    if (next?.kind === 'lparen' && ['auto', 'num', 'str', 'ip'].includes(name.toLowerCase())) {
      const inner = tokens[at + 2];
      if (!isName(inner) || tokens[at + 3]?.kind !== 'rparen')
        throw new Refused("Error in 'sort' command: a field was expected.");
      draft.fields.push({ name: unquote(inner), descending: own, kind: name.toLowerCase() as Kind });
      at += 3;
    } else draft.fields.push({ name, descending: own, kind: 'auto' });
  }
}

function comparerOf(
  { name, descending, kind }: SortField,
  rows: readonly EventFields[],
): (a: EventFields, b: EventFields) => number {
  const compare = kind === 'auto' ? automatic(name, rows) : ORDERS[kind];
  return (a, b) => {
    const [x, y] = [firstOf(a[name]), firstOf(b[name])];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return descending ? compare(y, x) : compare(x, y);
  };
}

function firstOf(cell: Cell): string | null {
  const [value] = valuesOf(cell);
  return value === undefined ? null : textOf(value);
}

type Order = (a: string, b: string) => number;

const ORDERS: Readonly<Record<Exclude<Kind, 'auto'>, Order>> = {
  num: (a, b) => (numberOf(a) ?? Number.NEGATIVE_INFINITY) - (numberOf(b) ?? Number.NEGATIVE_INFINITY) || 0,
  str: compareText,
  ip: (a, b) => compareText(addressKey(a), addressKey(b)),
};

function addressKey(text: string): string {
  return isIP(text) === 4
    ? text
        .split('.')
        .map((part) => part.padStart(3, '0'))
        .join('.')
    : text;
}

/** Numbers where all values are numbers, addresses where all are addresses, else text. */
function automatic(name: string, rows: readonly EventFields[]): Order {
  const values = rows.flatMap((row) => firstOf(row[name]) ?? []);
  if (values.every((value) => numberOf(value) !== null)) return ORDERS.num;
  return values.every((value) => isIP(value) === 4) ? ORDERS.ip : ORDERS.str;
}
