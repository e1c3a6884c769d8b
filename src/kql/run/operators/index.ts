import { COLUMNS } from './columns.ts';
import type { BuildOperator } from './define.ts';
import { EXPAND } from './expand.ts';
import { JOIN } from './join.ts';
import { NESTED } from './nested.ts';
import { PARSE } from './parse.ts';
import { ROWS } from './rows.ts';
import { compileSearch } from './search.ts';
import { SERIES } from './series.ts';
import { SUMMARIZE } from './summarize.ts';
import { compileUnion } from './union.ts';

/** Every operator that is evaluated, by its kind of node. */
export const OPERATORS: ReadonlyMap<string, BuildOperator> = new Map<string, BuildOperator>([
  ...[COLUMNS, EXPAND, JOIN, NESTED, PARSE, ROWS, SERIES, SUMMARIZE].flatMap((group) => Object.entries(group)),
  ['UnionOperator', compileUnion],
  ['SearchOperator', compileSearch],
]);

const OWN_NAMES: Readonly<Record<string, string>> = {
  ReduceByOperator: 'Reduce',
  PartitionByOperator: '__PartitionBy',
};

/** How an operator is called in a query: `MvApplyOperator` is `mv-apply`. */
export function operatorName(kind: string): string {
  return (OWN_NAMES[kind] ?? kind)
    .replace(/Operator$/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
