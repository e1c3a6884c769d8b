import type { Sought } from '../../../prove/solve/test.ts';
import { loadKusto } from '../../kusto.ts';
import { type Cell, isList, type ScalarType } from '../../run/cells.ts';
import { scalarOf, toText } from '../../run/convert.ts';
import type { Whole } from '../../run/numbers.ts';
import type { Syntax } from '../../run/syntax.ts';
import { millisecondsOf } from '../../run/ticks.ts';
import { descendants } from '../../service.ts';
import type { Sketcher } from './relation.ts';

/** The value of an expression that reads no row: its elements where it is a list; undefined where it reads one or is not known. */
export function constantsOf(node: Syntax, { plan, run }: Sketcher): readonly Sought[] | undefined {
  if (readsColumn(node)) return undefined;
  try {
    const scalar = plan.compiler.scalar(node, { ...plan.scope, row: null });
    if (!scalar.constant) return undefined;
    const cell = scalar.run([], run);
    if (isList(cell)) return cell.flatMap((item) => soughtOf(item, 'dynamic') ?? []);
    const value = soughtOf(cell, scalar.type);
    return value === undefined ? [] : [value];
  } catch {
    // It reads a table, or is not known: either way the text alone does not tell.
    return undefined;
  }
}

/** The same, of one value; the first of a list. */
export function constantOf(node: Syntax, sketcher: Sketcher): Sought | undefined {
  return constantsOf(node, sketcher)?.[0];
}

function readsColumn(node: Syntax): boolean {
  const { Column } = loadKusto().Symbols.SymbolKind;
  for (const each of descendants(node)) if (each.ReferencedSymbol?.Kind === Column) return true;
  return false;
}

function soughtOf(cell: Cell, type: ScalarType): Sought | undefined {
  if (cell === null) return undefined;
  if (type === 'dynamic') {
    const inside = scalarOf(cell);
    return inside.type === 'dynamic' ? toText(cell, 'dynamic') : soughtOf(inside.cell, inside.type);
  }
  if (type === 'datetime') return new Date(millisecondsOf(cell as Whole));
  if (typeof cell === 'string' || typeof cell === 'boolean' || typeof cell === 'number') return cell;
  return typeof cell === 'bigint' && type !== 'timespan' ? Number(cell) : toText(cell, type);
}
