import { loadKusto } from '../kusto.ts';
import { kindName, nameOf, part, type Syntax } from './syntax.ts';

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

/** What Kusto calls the column that an expression makes; null where it only numbers it. */
export function resultName(node: Syntax): string | null {
  if (kindName(node) === 'SimpleNamedExpression') return nameOf(part(node, 'Name'));
  return loadKusto().Binding.Binder.GetExpressionResultName(node, null, null) || null;
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
