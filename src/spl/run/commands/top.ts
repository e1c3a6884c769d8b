import { compareText } from '../../../core/compare.ts';
import { readNames } from '../aggregate/parse.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated } from '../outcome.ts';
import { type EventFields, newFields, textOf, valuesOf } from '../value.ts';
import { booleanOption, readArguments, wantNames, wholeOption, wordOf } from './arguments.ts';

/** The most common values, or with `rare` the least common: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Top */
export function topOf(rare: boolean): CommandCompiler {
  return (command) => {
    const { options, rest } = readArguments(command.args, [
      'limit',
      'showperc',
      'showcount',
      'countfield',
      'percentfield',
      'useother',
    ]);
    if (booleanOption(options, 'useother', false)) throw new NotEvaluated('top with useother');
    const counted = /^\d+$/.test(rest[0]?.text ?? '');
    const tokens = counted ? rest.slice(1) : rest;
    const limit = counted ? Number(rest[0]?.text) : wholeOption(options, 'limit', 10);
    const at = tokens.findIndex((token) => wordOf(token) === 'by');
    const names = wantNames(at < 0 ? tokens : tokens.slice(0, at), rare ? 'rare' : 'top');
    const by = at < 0 ? [] : readNames(tokens.slice(at + 1));
    const countField = booleanOption(options, 'showcount', true) ? (options.get('countfield') ?? 'count') : null;
    const percentField = booleanOption(options, 'showperc', true) ? (options.get('percentfield') ?? 'percent') : null;
    return ({ rows }) => {
      const found = countValues(rows, names, by, rare, limit);
      for (const { row, count, total } of found) {
        if (countField !== null) row[countField] = count;
        if (percentField !== null) row[percentField] = Number(((100 * count) / total).toFixed(6));
      }
      const columns = [...by, ...names, ...[countField, percentField].filter((name) => name !== null)];
      return { rows: found.map(({ row }) => row), columns };
    };
  };
}

interface Counted {
  readonly row: EventFields;
  readonly group: string;
  count: number;
  total: number;
}

function countValues(
  rows: readonly EventFields[],
  names: readonly string[],
  by: readonly string[],
  rare: boolean,
  limit: number,
): Counted[] {
  const totals = new Map<string, number>();
  const counted = new Map<string, Counted>();
  for (const fields of rows) {
    const values = [...by, ...names].map((name) => valuesOf(fields[name]));
    if (values.some(({ length }) => length > 1)) throw new NotEvaluated('top or rare of a multivalue field');
    if (values.some(({ length }) => length === 0)) continue;
    const texts = values.map(([value]) => textOf(value as string | number));
    const group = JSON.stringify(texts.slice(0, by.length));
    const key = JSON.stringify(texts);
    totals.set(group, (totals.get(group) ?? 0) + 1);
    const known = counted.get(key);
    if (known) known.count += 1;
    else {
      const row = newFields();
      [...by, ...names].forEach((name, at) => {
        row[name] = values[at]?.[0] as string | number;
      });
      counted.set(key, { row, group, count: 1, total: 0 });
    }
  }
  const sorted = [...counted.values()].sort(
    (a, b) => compareText(a.group, b.group) || (rare ? a.count - b.count : b.count - a.count),
  );
  const taken = new Map<string, number>();
  return sorted.filter((one) => {
    one.total = totals.get(one.group) as number;
    const place = (taken.get(one.group) ?? 0) + 1;
    taken.set(one.group, place);
    return limit === 0 || place <= limit;
  });
}
