import { listOf, loadKusto, type Node } from '../kusto.ts';
import { hasTimestamp } from '../reference.ts';
import type { Schema } from '../schema.ts';
import { type Analysis, childAt, childrenOf, isKind } from '../service.ts';
import { tablesIn } from '../timestamp.ts';

/** The columns that tell which event a row is about. */
export interface EventColumns {
  readonly time: 'Timestamp' | 'TimeGenerated';
  readonly ids: readonly string[];
  /** The tables at the head of the query. */
  readonly tables: readonly string[];
}

/**
 * What a custom detection wants of a result: the time of the event as it is, and what identifies the event in its table
 * (https://learn.microsoft.com/defender-xdr/custom-detection-rules, "Required columns in the query results"). A text says why
 * the tables of the query cannot give it.
 */
export function eventColumns(analysis: Analysis, schema: Schema): EventColumns | string {
  const result = childAt(analysis.nodes('ExpressionStatement').at(-1), 0);
  const tables = result ? [...new Set(headTables(analysis, result))] : [];
  const known = tables.filter((table) => Object.hasOwn(schema.tables, table));
  if (known.length === 0 || known.length < tables.length) return 'it begins with no table whose events could be named';
  const each = known.map((table) => ofTable(table, schema.tables[table] ?? ''));
  const refusal = each.find((one) => typeof one === 'string');
  if (typeof refusal === 'string') return refusal;
  const found = each.filter((one) => typeof one !== 'string');
  const times = [...new Set(found.map(({ time }) => time))];
  const [time] = times;
  if (!time || times.length > 1) return 'it joins tables whose events have their time under different names';
  const others = tablesIn(analysis).flatMap(({ ReferencedSymbol: table }) => idsOf(table?.Name ?? '', schema));
  return { time, ids: [...new Set([...found.flatMap(({ ids }) => ids), ...others])], tables: known };
}

/** The ids of another table that the query reads, as far as it has them. */
function idsOf(table: string, schema: Schema): readonly string[] {
  const columns = Object.hasOwn(schema.tables, table) ? (schema.tables[table] ?? '') : '';
  const of = ofTable(table, columns);
  return typeof of === 'string' ? [] : of.ids;
}

/** Microsoft Defender for Endpoint's tables, whose events are counted by device. */
const OF_DEVICES = /^Device(?!Tvm|Baseline)/;

function ofTable(table: string, columns: string): Pick<EventColumns, 'time' | 'ids'> | string {
  const has = (name: string) => new RegExp(`(?:^|,)${name}:`).test(columns);
  if (!hasTimestamp(columns)) {
    return has('TimeGenerated') ? { time: 'TimeGenerated', ids: [] } : `${table} has no time of an event`;
  }
  if (has('TimeGenerated') || table.startsWith('Alert')) return { time: 'Timestamp', ids: [] };
  const ids = table.startsWith('Observation')
    ? ['ObservationId']
    : OF_DEVICES.test(table)
      ? ['ReportId', 'DeviceId']
      : ['ReportId'];
  const missing = ids.filter((name) => !has(name));
  return missing.length > 0 ? `${table} has no ${missing.join(' and ')}` : { time: 'Timestamp', ids };
}

/** The tables that the rows of an expression begin as; an empty name for what is none. */
export function headTables(analysis: Analysis, node: Node, depth = 0): string[] {
  if (depth > 20) return [''];
  if (isKind(node, 'PipeExpression')) {
    const [left, operator] = [childAt(node, 0), childAt(node, 2)];
    const more = isKind(operator, 'UnionOperator') ? unionOperands(operator as Node) : [];
    return [left, ...more].flatMap((one) => (one ? headTables(analysis, one, depth + 1) : ['']));
  }
  if (isKind(node, 'ParenthesizedExpression')) {
    const inner = childAt(node, 1);
    return inner ? headTables(analysis, inner, depth + 1) : [''];
  }
  if (isKind(node, 'UnionOperator')) {
    return unionOperands(node).flatMap((one) => headTables(analysis, one, depth + 1));
  }
  if (isKind(node, 'NameReference')) {
    const value = letExpression(analysis, node);
    if (value) return headTables(analysis, value, depth + 1);
    const symbol = node.ReferencedSymbol;
    return [symbol?.Kind === loadKusto().Symbols.SymbolKind.Table ? symbol.Name : ''];
  }
  if (isKind(node, 'MaterializeExpression', 'FunctionCallExpression')) {
    const argument = childAt(node, 0)?.SimpleName === 'materialize' ? childAt(node, 1, 1, 0, 0) : childAt(node, 2);
    return argument ? headTables(analysis, argument, depth + 1) : [''];
  }
  return [''];
}

/** The operands of a `union`, as expressions. */
export function unionOperands(union: Node): Node[] {
  const list = childrenOf(union)
    .filter((child) => isKind(child, 'List'))
    .at(-1);
  return list ? childrenOf(list).flatMap((element) => childAt(element, 0) ?? []) : [];
}

/** What a let statement gives the name that is referred to; null where none does. */
export function letExpression(analysis: Analysis, { SimpleName, TextStart }: Node): Node | null {
  const before = analysis
    .nodes('LetStatement')
    .filter((one) => one.TextStart < TextStart && childAt(one, 1)?.SimpleName === SimpleName);
  const value = childAt(before.at(-1), 3);
  return isKind(value, 'FunctionDeclaration') ? null : value;
}

/** Names of an expression's columns; empty where they are not known. */
export function columnsOf(node: Node | null): ReadonlySet<string> {
  return new Set(listOf(node?.ResultType?.Columns).map(({ Name }) => Name));
}
