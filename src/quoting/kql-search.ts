import type { NativeField } from './events/index.ts';
import { kqlAny, kqlComment, kqlContains, kqlIn, kqlList, kqlName, kqlString } from './kql.ts';
import {
  eitherOf,
  type NativeCondition,
  type NativeFieldCondition,
  type NativePart,
  nativeParts,
} from './native-search.ts';
import type { Search } from './search.ts';

/**
 * A query over workspace tables: their union where there are several, grouped by what identifies a result, what is rare first. Each
 * table is read once. Null where no part has anything to look for.
 */
export function kqlSearch(search: Search): string | null {
  const byTable = new Map<string, NativePart[]>();
  for (const part of nativeParts(search, 'tables')) {
    byTable.set(part.source, [...(byTable.get(part.source) ?? []), part]);
  }
  const legs = [...byTable].flatMap(([table, parts]) => legOf(table, parts, search.days) ?? []);
  const [first] = legs;
  if (first === undefined) return null;
  const comments = search.note === undefined ? [search.title] : [search.title, search.note];
  const body =
    legs.length === 1
      ? first.lines
      : ['union isfuzzy=true', ...legs.flatMap(({ lines }, n) => inUnion(lines, n === legs.length - 1))];
  return [...comments.map(kqlComment), ...body, '| order by Events asc, LastSeen desc'].join('\n');
}

/** How many different values of a column a result shows. */
const MAX_SHOWN = 20;

interface Leg {
  readonly lines: readonly string[];
}

function inUnion(lines: readonly string[], isLast: boolean): string[] {
  const close = isLast ? ')' : '),';
  return lines.map((line, at) => `    ${at === 0 ? '(' : ''}${line}${at === lines.length - 1 ? close : ''}`);
}

function legOf(table: string, parts: readonly NativePart[], days: number): Leg | null {
  const plain = parts.filter(({ given }) => !given).map(({ where }) => where);
  const alternatives = parts.flatMap(({ given, where }) => {
    if (!given) return [];
    const text = inAll(where);
    return text === null ? [] : [`(${kqlIn(given.field, given.values)} and ${text})`];
  });
  const condition = kqlAny([...alternatives, ...(plain.length > 0 ? alternativesOf(eitherOf(plain)) : [])]);
  if (condition === null) return null;
  // The fullest list first: the others add what it lacks.
  const inOrder = [...parts].sort((a, b) => b.columns.length - a.columns.length);
  const keys = columnsOf(inOrder.flatMap(({ by }) => by));
  const others = [...columnsOf(inOrder.flatMap(({ show }) => show))].filter(([name]) => !keys.has(name));
  const sets = others.map(([name, text]) => `${name} = strcat_array(make_set(${text}, ${MAX_SHOWN}), ", ")`);
  return {
    lines: [
      kqlName(table),
      `| where TimeGenerated > ago(${days}d)`,
      `| where ${condition}`,
      `| summarize ${['Events = count()', 'FirstSeen = min(TimeGenerated)', 'LastSeen = max(TimeGenerated)', ...sets].join(', ')}`,
      `    by ${[...keys].map(([name, text]) => (name === text ? name : `${name} = ${text}`)).join(', ')}`,
    ],
  };
}

/** The columns of a result and what each is made of; one text each, so that all tables of a union agree on its type. */
function columnsOf(fields: readonly NativeField[]): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  const add = (name: string, text: string) => {
    if (!columns.has(name)) columns.set(name, text);
  };
  for (const { name, form, key, leaf } of fields) {
    const column = kqlName(name);
    if (form === 'bag' && key !== undefined) {
      const last = key.slice(key.lastIndexOf('.') + 1);
      add(`${last.charAt(0).toUpperCase()}${kqlName(last).slice(1)}`, `tostring(${column}.${key})`);
    } else add(column, form === 'bag' || form === 'number' ? `tostring(${column})` : column);
    if (leaf !== undefined) add(kqlName(leaf), leaf);
  }
  return columns;
}

function alternativesOf(condition: NativeCondition): (string | null)[] {
  return 'any' in condition ? condition.any.map(inAny) : [render(condition)];
}

function render(condition: NativeCondition): string | null {
  if ('any' in condition) return kqlAny(condition.any.map(inAny));
  if ('none' in condition) {
    const denied = render(condition.none);
    return denied && `not(${denied})`;
  }
  if ('all' in condition) {
    const texts = condition.all.map(inAll);
    return texts.includes(null) ? null : texts.join(' and ');
  }
  return renderField(condition);
}

/** As one of several alternatives. */
function inAny(condition: NativeCondition): string | null {
  const text = render(condition);
  return text !== null && 'all' in condition ? `(${text})` : text;
}

/** As one of several needs. */
function inAll(condition: NativeCondition): string | null {
  const text = render(condition);
  const isOr = 'field' in condition && condition.field.form === 'split';
  return text !== null && ('all' in condition || isOr) ? `(${text})` : text;
}

function renderField({ field, operator, values }: NativeFieldCondition): string | null {
  const column = kqlName(field.name);
  if (field.form === 'split' && field.leaf !== undefined && operator !== 'matches') {
    return kqlAny([...new Set(values)].map((value) => inPath(column, kqlName(field.leaf ?? ''), operator, value)));
  }
  if (field.form === 'bag') return inText(`tostring(${column})`, operator, values);
  if (field.form === 'number') {
    const list = kqlList(values);
    return list && `tostring(${column}) in~ ${list}`;
  }
  if (field.form === 'url' && (operator === 'is' || operator === 'host')) return inText(column, 'words', values);
  if (field.form === 'list' && operator === 'is') return kqlContains(column, values);
  switch (operator) {
    case 'is':
      return kqlIn(column, values);
    case 'contains':
      return kqlContains(column, values);
    case 'host':
      return kqlAny([
        kqlIn(column, values),
        ...tests(
          column,
          'endswith',
          values.map((host) => `.${host}`),
        ),
      ]);
    default:
      return inText(column, operator, values);
  }
}

/** Tests of a text of which the value is a part. */
function inText(text: string, operator: NativeFieldCondition['operator'], values: readonly string[]): string | null {
  switch (operator) {
    case 'contains':
      return kqlAny(tests(text, 'contains', values));
    case 'matches':
      return kqlAny(
        tests(
          text,
          'matches regex',
          values.map((pattern) => `(?i)${pattern}`),
        ),
      );
    case 'starts':
      return kqlAny(tests(text, 'startswith', values));
    case 'ends':
      return kqlAny(tests(text, 'endswith', values));
    default: {
      const list = kqlList(values);
      return list && `${text} has_any ${list}`;
    }
  }
}

function tests(text: string, operator: string, values: readonly string[]): string[] {
  return [...new Set(values.map(kqlString).filter((value) => value !== null))].map(
    (value) => `${text} ${operator} ${value}`,
  );
}

/** How the path as a whole is compared, the path above it, and its last part. */
const PATH_TESTS: Readonly<Record<string, readonly [whole: string, above: string, last: string]>> = {
  is: ['=~', '=~', '=~'],
  starts: ['startswith', '=~', 'startswith'],
  ends: ['endswith', 'endswith', '=~'],
};

/** A path as a whole, or the path above it with its last part in the other column. */
function inPath(column: string, leaf: string, operator: string, path: string): string | null {
  const cut = path.lastIndexOf('\\');
  const [whole, above, last] = [path, path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)].map(kqlString);
  if (!whole) return null;
  const [asWhole, asAbove, asLast] = PATH_TESTS[operator] ?? ['contains', 'endswith', '=~'];
  const split = above && last ? ` or (${column} ${asAbove} ${above} and ${leaf} ${asLast} ${last})` : '';
  return `${column} ${asWhole} ${whole}${split}`;
}
