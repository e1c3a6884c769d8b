import { listOf, type Sym } from '../kusto.ts';
import type { Column, ScalarType } from './cells.ts';

const TYPES: Readonly<Record<string, ScalarType>> = {
  bool: 'bool',
  boolean: 'bool',
  int: 'int',
  int32: 'int',
  uint: 'int',
  short: 'int',
  long: 'long',
  int64: 'long',
  ulong: 'long',
  real: 'real',
  double: 'real',
  float: 'real',
  string: 'string',
  datetime: 'datetime',
  date: 'datetime',
  timespan: 'timespan',
  time: 'timespan',
  guid: 'guid',
  uuid: 'guid',
  uniqueid: 'guid',
  dynamic: 'dynamic',
  decimal: 'decimal',
};

/** Kusto's names of types, aliases included; what is not known there may hold anything. https://learn.microsoft.com/kusto/query/scalar-data-types/ */
export function scalarType(name: string): ScalarType {
  return TYPES[name.toLowerCase()] ?? 'dynamic';
}

/** The columns of a bound table. */
export function columnsOf(symbol: Sym | null | undefined): Column[] {
  return listOf(symbol?.Columns).map((column) => ({ name: column.Name, type: scalarType(column.Type?.Name ?? '') }));
}
