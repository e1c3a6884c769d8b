import { type Cell, isBag, isList } from './cells.ts';
import { toText } from './convert.ts';
import type { Compiler, Scalar, Scope } from './plan.ts';
import { apply, as, literal, nothing } from './scalars.ts';
import { kindName, nameOf, part, type Syntax } from './syntax.ts';

/** Parts of a dynamic. https://learn.microsoft.com/kusto/query/scalar-data-types/dynamic#dynamic-object-accessors */

/** Null where there is no such part; a negative index counts from the end. */
export function access(value: Cell, key: Cell): Cell {
  if (isBag(value)) return typeof key === 'string' ? (value.get(key) ?? null) : null;
  if (isList(value) && typeof key === 'number') return value.at(key) ?? null;
  return null;
}

export function compilePath(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  const owner = part(node, 'Expression');
  const selector = part(node, 'Selector');
  const side = kindName(owner) === 'NameReference' ? nameOf(owner) : '';
  if (side === '$left' || side === '$right') return ofSide(side, nameOf(selector), scope, compiler);
  return selected(compiler.scalar(owner, scope), selector, scope, compiler);
}

export function compileElement(node: Syntax, scope: Scope, compiler: Compiler): Scalar {
  return selected(compiler.scalar(part(node, 'Expression'), scope), part(node, 'Selector'), scope, compiler);
}

function selected(owner: Scalar, selector: Syntax, scope: Scope, compiler: Compiler): Scalar {
  if (owner.type !== 'dynamic') {
    compiler.unknown(`part of a ${owner.type}`);
    return nothing('dynamic');
  }
  return apply('dynamic', [owner, keyOfSelector(selector, scope, compiler)], access);
}

/** `.name` is a name, `["name"]` and `[0]` are values. */
function keyOfSelector(selector: Syntax, scope: Scope, compiler: Compiler): Scalar {
  switch (kindName(selector)) {
    case 'NameReference':
      return literal('string', nameOf(selector));
    case 'BracketedExpression': {
      const key = compiler.scalar(part(selector, 'Expression'), scope);
      if (key.type === 'string' || key.type === 'long' || key.type === 'int') return key;
      if (key.type !== 'dynamic') return as(key, 'long');
      return apply('dynamic', [key], (cell) => (typeof cell === 'object' ? toText(cell, 'dynamic') : cell));
    }
    default:
      compiler.unknown(`selector ${kindName(selector)}`);
      return nothing('string');
  }
}

function ofSide(side: string, name: string, scope: Scope, compiler: Compiler): Scalar {
  const shape = side === '$left' ? scope.sides?.left : scope.sides?.right;
  const at = shape?.indexOf(name) ?? -1;
  const column = shape?.columns[at];
  if (!column) {
    compiler.unknown(`column ${side}.${name}`);
    return nothing('dynamic');
  }
  return { type: column.type, constant: false, run: (row) => row[at] as Cell };
}
