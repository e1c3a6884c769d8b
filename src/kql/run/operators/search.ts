import type { Cell } from '../cells.ts';
import { and, or } from '../expressions.ts';
import type { Compiler, Relation, Scalar, Scope } from '../plan.ts';
import { rowScope } from '../plan.ts';
import { apply, as } from '../scalars.ts';
import {
  items,
  kindName,
  maybe,
  nameOf,
  parameters,
  part,
  type Syntax,
  tokenText,
  unparenthesized,
} from '../syntax.ts';
import { hasTerm } from '../terms.ts';
import { columnScalar } from './define.ts';
import { tableRelation } from './tables.ts';
import { type Leg, unionOf } from './union.ts';

/** Text in any column. https://learn.microsoft.com/kusto/query/search-operator */

/** `*` stands for any text at either end of a term. */
function holds(text: string, sought: string, exact: boolean): boolean {
  const [in_, term] = exact ? [text, sought] : [text.toLowerCase(), sought.toLowerCase()];
  const [open, close] = [term.startsWith('*'), term.endsWith('*')];
  const plain = term.replace(/^\*|\*$/g, '');
  if (plain === '') return true;
  return hasTerm(in_, plain, { start: !open, end: !close });
}

function inColumn(value: Scalar, sought: string, exact: boolean): Scalar {
  return apply('bool', [as(value, 'string')], (text) => holds(text as string, sought, exact));
}

function condition(node: Syntax, scope: Scope, exact: boolean, compiler: Compiler): Scalar {
  const plain = unparenthesized(node);
  const sides = (): [Scalar, Scalar] => [
    condition(part(plain, 'Left'), scope, exact, compiler),
    condition(part(plain, 'Right'), scope, exact, compiler),
  ];
  switch (kindName(plain)) {
    case 'AndExpression':
      return and(...sides());
    case 'OrExpression':
      return or(...sides());
    case 'StringLiteralExpression':
    case 'CompoundStringLiteralExpression': {
      const sought = String(plain.LiteralValue ?? '');
      const texts = (scope.row?.columns ?? []).map((_, at) => as(columnScalar(scope.row?.columns ?? [], at), 'string'));
      return {
        type: 'bool',
        constant: false,
        run: (row, run) => texts.some((text) => holds(text.run(row, run) as string, sought, exact)),
      };
    }
    case 'SearchExpression':
      return inColumn(
        compiler.scalar(part(plain, 'Left'), scope),
        String(part(plain, 'Right').LiteralValue ?? ''),
        exact,
      );
    default:
      return compiler.scalar(plain, scope);
  }
}

export function compileSearch(node: Syntax, source: Relation | null, scope: Scope, compiler: Compiler): Relation {
  const kind = parameters(node).get('kind');
  const exact = kind !== undefined && /^case_?sensitive$/.test(tokenText(kind));
  const from = source ?? unionOf(legsOf(node, scope, compiler), 'outer', '$table');
  const test = condition(part(node, 'Condition'), rowScope(scope, from.columns), exact, compiler);
  return {
    columns: from.columns,
    run: (run) => from.run(run).filter((row: readonly Cell[]) => test.run(row, run) === true),
  };
}

function legsOf(node: Syntax, scope: Scope, compiler: Compiler): Leg[] {
  const named = maybe(node, 'InClause');
  if (!named) {
    return Object.keys(compiler.schema.tables).map((name) => ({ name, relation: tableRelation(name, compiler) }));
  }
  return items(named, 'Expressions').map((each) => ({
    name: nameOf(each),
    relation: compiler.relation(each, { ...scope, row: null }),
  }));
}
