import { loadKusto } from '../kusto.ts';
import type { Column } from './cells.ts';
import { items, kindName, nameOf, part, type Syntax } from './syntax.ts';

/** Names of columns that a query does not name, and of those that it names twice. */
export interface Names {
  /** The name itself, or with a number behind it where it is taken. */
  claim(name: string): string;
  /** `Column1`, `Column2`. */
  claimUnnamed(): string;
  has(name: string): boolean;
}

export function createNames(taken: readonly string[] = []): Names {
  const used = new Set(taken);
  let unnamed = 0;
  const claim = (name: string): string => {
    let free = name;
    for (let count = 1; used.has(free); count++) free = `${name}${count}`;
    used.add(free);
    return free;
  };
  return {
    claim,
    claimUnnamed: () => claim(`Column${++unnamed}`),
    has: (name) => used.has(name),
  };
}

/** What Kusto calls the column that an expression over these columns makes; null where it only numbers it. */
export function resultName(node: Syntax, columns: readonly Column[] = []): string | null {
  if (kindName(node) === 'SimpleNamedExpression') return nameOf(part(node, 'Name'));
  const chosen = columnIfExists(node);
  if (chosen !== null) return columns.some(({ name }) => name === chosen) ? chosen : null;
  return loadKusto().Binding.Binder.GetExpressionResultName(node, null, null) || null;
}

/** The column that column_ifexists() asks for; null for another expression. */
function columnIfExists(node: Syntax): string | null {
  if (kindName(node) !== 'FunctionCallExpression') return null;
  if (!/^column_?ifexists$/.test(nameOf(part(node, 'Name')))) return null;
  const [first] = items(part(node, 'ArgumentList'), 'Expressions');
  return typeof first?.LiteralValue === 'string' ? first.LiteralValue : null;
}

export function declaredName(node: Syntax): string | null {
  return kindName(node) === 'SimpleNamedExpression' ? nameOf(part(node, 'Name')) : null;
}

/** The expression under a name or an ordering. */
export function plainExpression(node: Syntax): Syntax {
  let at = node;
  while (['SimpleNamedExpression', 'OrderedExpression', 'CompoundNamedExpression'].includes(kindName(at))) {
    at = part(at, 'Expression');
  }
  return at;
}

/** Whether a column's name fits a pattern with `*`. */
export function wildcard(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}$`, 's');
}
