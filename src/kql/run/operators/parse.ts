import { type Cell, type Cells, type Column, emptyOf, type ScalarType } from '../cells.ts';
import { converter } from '../convert.ts';
import { plainExpression } from '../naming.ts';
import { type Compiler, type Relation, rowScope, type Scalar, type Scope } from '../plan.ts';
import { regexOf } from '../regex.ts';
import { as } from '../scalars.ts';
import { elements, items, kindName, maybe, nameOf, parameters, part, type Syntax, tokenText } from '../syntax.ts';
import { scalarType } from '../types.ts';
import { eachRow, type Operators } from './define.ts';

/** https://learn.microsoft.com/kusto/query/parse-operator and https://learn.microsoft.com/kusto/query/parse-where-operator */

interface Pattern {
  readonly regex: string;
  readonly columns: readonly Column[];
}

/** What a typed value looks like: only before a `*` there is nothing else that ends it. */
const SHAPES: Readonly<Partial<Record<ScalarType, string>>> = {
  int: '\\s*[-+]?\\d+',
  long: '\\s*[-+]?\\d+',
  real: '\\s*[-+]?(?:\\d+\\.?\\d*|\\.\\d+)',
  bool: '\\s*(?:(?i:true|false)|[-+]?\\d+)',
};

/** The pattern reaches from where it is first met to the end of the text, and takes as little as it can. */
function patternOf(node: Syntax, compiler: Compiler): Pattern {
  const columns: Column[] = [];
  const parts = elements(part(node, 'Patterns'));
  let regex = '(?s)';
  parts.forEach((each, at) => {
    switch (kindName(each)) {
      case 'StarExpression':
        regex += '.*?';
        break;
      case 'StringLiteralExpression':
      case 'CompoundStringLiteralExpression':
        regex += String(each.LiteralValue ?? '').replace(/[^A-Za-z0-9\s]/g, '\\$&');
        break;
      case 'NameDeclaration':
      case 'NameAndTypeDeclaration': {
        const typed = kindName(each) === 'NameAndTypeDeclaration';
        const type = typed ? scalarType(tokenText(part(each, 'Type'))) : 'string';
        const next = parts[at + 1];
        columns.push({ name: nameOf(typed ? part(each, 'Name') : each), type });
        regex += next && kindName(next) === 'StarExpression' ? shaped(type, at + 2 >= parts.length, compiler) : '(.*?)';
        break;
      }
      default:
        compiler.unknown(`parse pattern ${kindName(each)}`);
    }
  });
  return { regex: `${regex}$`, columns };
}

function shaped(type: ScalarType, optional: boolean, compiler: Compiler): string {
  const shape = SHAPES[type];
  if (!shape) compiler.unknown(`parse of a ${type} before *`);
  return optional ? `((?:${shape ?? ''})?)` : `(${shape ?? ''})`;
}

/** Null where the text does not fit the pattern. */
type Reader = (text: string) => Cells | null;

/** `simple` asks that every value has its column's type, `relaxed` makes null of one that has not. */
function readerOf({ regex, columns }: Pattern, relaxed: boolean): Reader {
  const compiled = regexOf(regex);
  const converts = columns.map(({ type }) => converter(type));
  return (text) => {
    const matcher = compiled.matcher(text);
    if (!matcher.find()) return null;
    const cells = columns.map(
      (_, at): Cell => (converts[at] as (typeof converts)[number])(matcher.group(at + 1) ?? '', 'string'),
    );
    return !relaxed && cells.includes(null) ? null : cells;
  };
}

interface Extension {
  readonly columns: readonly Column[];
  /** Where each parsed value goes. */
  readonly places: readonly number[];
}

function extended(source: readonly Column[], added: readonly Column[]): Extension {
  const columns = [...source];
  const places = added.map((column) => {
    const at = columns.findIndex(({ name }) => name === column.name);
    if (at < 0) return columns.push(column) - 1;
    columns[at] = column;
    return at;
  });
  return { columns, places };
}

function filled(row: Cells, { columns, places }: Extension, values: Cells | null): Cells {
  const cells = columns.map(({ type }, at): Cell => row[at] ?? emptyOf(type));
  places.forEach((at, index) => {
    cells[at] = values?.[index] ?? emptyOf(columns[at]?.type ?? 'string');
  });
  return cells;
}

function textIn(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Scalar {
  return as(compiler.scalar(plainExpression(part(node, 'Expression')), rowScope(scope, source.columns)), 'string');
}

function parse(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const kind = parameters(node).get('kind');
  const word = kind ? tokenText(kind) : 'simple';
  if (word !== 'simple' && word !== 'relaxed') compiler.unknown(`parse kind=${word}`);
  const text = textIn(node, source, scope, compiler);
  const pattern = patternOf(node, compiler);
  const read = readerOf(pattern, word === 'relaxed');
  const extension = extended(source.columns, pattern.columns);
  const drops = kindName(node) === 'ParseWhereOperator';
  return {
    columns: extension.columns,
    run: (run) =>
      eachRow(source.run(run), run, (row) => {
        const values = read(text.run(row, run) as string);
        return values === null && drops ? [] : [filled(row, extension, values)];
      }).flat(),
  };
}

/** Constant text of `with (…)`. */
function optionOf(node: Syntax, name: string): string | null {
  const clause = maybe(node, 'WithClause');
  const option = clause && items(clause, 'Properties').find((each) => nameOf(part(each, 'Name')) === name);
  return option ? String(part(option, 'Expression').LiteralValue ?? '') : null;
}

/** Delimiters given, quotes, no escapes. https://learn.microsoft.com/kusto/query/parse-kv-operator */
function parseKv(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const columns = items(part(node, 'Keys'), 'Columns').map((column) => ({
    name: nameOf(part(column, 'Name')),
    type: scalarType(tokenText(part(column, 'Type'))),
  }));
  const [pair, kv] = [optionOf(node, 'pair_delimiter'), optionOf(node, 'kv_delimiter')];
  for (const option of ['regex', 'escape', 'greedy']) {
    if (optionOf(node, option) !== null) compiler.unknown(`parse-kv … with (${option}=)`);
  }
  if (!pair || !kv) compiler.unknown('parse-kv without both delimiters');
  const quote = optionOf(node, 'quote');
  const text = textIn(node, source, scope, compiler);
  const extension = extended(source.columns, columns);
  return {
    columns: extension.columns,
    run: (run) =>
      eachRow(source.run(run), run, (row) => {
        const found = pairsOf(text.run(row, run) as string, pair ?? '', kv ?? '', quote);
        return filled(
          row,
          extension,
          columns.map(({ name, type }) => valueIn(found, name, type)),
        );
      }),
  };
}

function valueIn(found: ReadonlyMap<string, string>, name: string, type: ScalarType): Cell {
  const text = found.get(name);
  return text === undefined ? emptyOf(type) : converter(type)(text, 'string');
}

/** The first of two values with one key counts. */
function pairsOf(text: string, pair: string, kv: string, quote: string | null): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const split = text.indexOf(kv, at);
    if (split < 0) break;
    const name = text.slice(at, split).trim();
    let start = split + kv.length;
    let end: number;
    let value: string;
    if (quote && text.startsWith(quote, start)) {
      start += quote.length;
      const close = text.indexOf(quote, start);
      end = close < 0 ? text.length : close;
      value = text.slice(start, end);
      end = Math.min(text.length, end + quote.length);
      const next = text.indexOf(pair, end);
      at = next < 0 ? text.length : next + pair.length;
    } else {
      const next = text.indexOf(pair, start);
      end = next < 0 ? text.length : next;
      value = text.slice(start, end);
      at = next < 0 ? text.length : next + pair.length;
    }
    if (!found.has(name)) found.set(name, value);
  }
  return found;
}

export const PARSE: Operators = { ParseOperator: parse, ParseWhereOperator: parse, ParseKvOperator: parseKv };
