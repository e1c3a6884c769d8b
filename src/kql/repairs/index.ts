import { droppedColumns, duplicateColumns, nearestColumns, renamedColumns } from './columns.ts';
import { literalTypes } from './literals.ts';
import { functionNames, keywordNames, strayComma } from './names.ts';
import { anyOfList, bangHasAny, bareNot, cOperators, notOperator, pathFilter } from './operators.ts';
import type { Repair } from './repair.ts';
import { mappedTable, mappedTables, renamedTable } from './tables.ts';
import { anyPredicate, textColumns, textOperands } from './types.ts';

export type { Repair, RepairContext } from './repair.ts';

/** Repairs for the parser's diagnostics, in the order in which they are tried: spelling first, judgements last. */
export const REPAIRS: readonly Repair[] = [
  notOperator,
  bangHasAny,
  bareNot,
  cOperators,
  anyOfList,
  strayComma,
  keywordNames,
  functionNames,
  renamedTable,
  mappedTables,
  mappedTable,
  renamedColumns,
  nearestColumns,
  duplicateColumns,
  textOperands,
  textColumns,
  anyPredicate,
  pathFilter,
  droppedColumns,
];

/** Repairs of what the parser accepts but the engine may refuse, tried on queries without errors. */
export const LATE_REPAIRS: readonly Repair[] = [literalTypes];

/** Rewrites that come before the first look of the parser; `attempt.ts` and `statements.ts` make them. */
export const EARLY_REPAIRS: readonly Omit<Repair, 'plan'>[] = [
  {
    name: 'timestamp-to-timegenerated',
    judgement: false,
    preserves: 'References to a table’s Timestamp become TimeGenerated; columns of the query’s own keep their name.',
  },
  {
    name: 'timestamp-alias',
    judgement: false,
    preserves:
      'Each table gets Timestamp as a second name of TimeGenerated, where a rename could change what a name means.',
  },
  {
    name: 'split-statements',
    judgement: false,
    preserves: 'Each query of a block becomes a query of its own, with the let statements that it needs.',
  },
  {
    name: 'timegenerated-to-timestamp',
    judgement: false,
    preserves: 'References to TimeGenerated of a table of Microsoft Defender become Timestamp, which it is there.',
  },
  {
    name: 'timegenerated-alias',
    judgement: false,
    preserves:
      'Each table of Microsoft Defender gets TimeGenerated as a second name of Timestamp, beside tables of a workspace.',
  },
  { name: 'let-semicolon', judgement: false, preserves: 'A let statement gets the semicolon that ends it.' },
  {
    name: 'verbatim-strings',
    judgement: true,
    preserves: 'A string that Kusto cannot read is read as its characters stand: "\\Users\\" becomes @"\\Users\\".',
  },
  {
    name: 'hidden-characters',
    judgement: false,
    preserves:
      'Control, zero-width and direction characters outside of strings are removed; they mean nothing to Kusto.',
  },
];
