import type { Column } from '../cells.ts';
import { createNames, declaredName, plainExpression, resultName, wildcard } from '../naming.ts';
import { type Compiler, type Relation, rowScope, type Scope } from '../plan.ts';
import { items, kindName, maybe, nameOf, type Syntax, tokenText } from '../syntax.ts';
import { columnOutput, computed, type Operators, type Output, picked } from './define.ts';

/** Operators that choose and make columns. https://learn.microsoft.com/kusto/query/project-operator and its siblings */

function project(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const names = createNames();
  const outputs = items(node, 'Expressions').map((each): Output => {
    const value = constantOf(each, inner, compiler);
    const name = resultName(each, source.columns);
    return { name: name ? names.claim(name) : names.claimUnnamed(), type: value.type, value };
  });
  return computed(source, outputs);
}

function constantOf(node: Syntax, scope: Scope, compiler: Compiler): Output['value'] {
  if (kindName(node) === 'CompoundNamedExpression') compiler.unknown('several names for one expression');
  return compiler.scalar(plainExpression(node), scope);
}

/** A name that exists is replaced where it stands. https://learn.microsoft.com/kusto/query/extend-operator */
function extend(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  const inner = rowScope(scope, source.columns);
  const outputs = source.columns.map((_, at) => columnOutput(source.columns, at));
  const names = createNames(source.columns.map(({ name }) => name));
  for (const each of items(node, 'Expressions')) {
    const value = constantOf(each, inner, compiler);
    const name = resultName(each, source.columns) ?? names.claimUnnamed();
    const output = { name, type: value.type, value };
    const at = outputs.findIndex((column) => column.name === name);
    if (at < 0) outputs.push(output);
    else outputs[at] = output;
  }
  return computed(source, outputs);
}

/** The places of the columns that a name or a pattern means, in the order of the table. */
function matching(node: Syntax, columns: readonly Column[], compiler: Compiler): number[] {
  const written = compiler.textOf(node);
  if (!/^NameReference$/.test(kindName(node))) {
    compiler.unknown(`column pattern ${written}`);
    return [];
  }
  const pattern = nameOf(node);
  const test = pattern.includes('*') ? wildcard(pattern) : null;
  return columns.flatMap(({ name }, at) => ((test ? test.test(name) : name === pattern) ? [at] : []));
}

function away(node: Syntax, source: Relation, _: Scope, compiler: Compiler): Relation {
  const gone = new Set(items(node, 'Expressions').flatMap((each) => matching(each, source.columns, compiler)));
  return picked(
    source,
    source.columns.map((_, at) => at).filter((at) => !gone.has(at)),
  );
}

function keep(node: Syntax, source: Relation, _: Scope, compiler: Compiler): Relation {
  const kept = new Set(items(node, 'Expressions').flatMap((each) => matching(each, source.columns, compiler)));
  return picked(
    source,
    source.columns.map((_, at) => at).filter((at) => kept.has(at)),
  );
}

function rename(node: Syntax, source: Relation, _: Scope, compiler: Compiler): Relation {
  const names = source.columns.map(({ name }) => name);
  for (const each of items(node, 'Expressions')) {
    const to = declaredName(each);
    const at = source.columns.findIndex(({ name }) => name === nameOf(plainExpression(each)));
    if (to === null || at < 0) compiler.unknown(`rename ${compiler.textOf(each)}`);
    else names[at] = to;
  }
  return picked(
    source,
    names.map((_, at) => at),
    names,
  );
}

/** Those named come first, in the order named. https://learn.microsoft.com/kusto/query/project-reorder-operator */
function reorder(node: Syntax, source: Relation, _: Scope, compiler: Compiler): Relation {
  const order: number[] = [];
  for (const each of items(node, 'Expressions')) {
    const places = matching(plainExpression(each), source.columns, compiler).filter((at) => !order.includes(at));
    const ordering = kindName(each) === 'OrderedExpression' ? maybe(each, 'Ordering') : null;
    const word = ordering && maybe(ordering, 'AscOrDescKeyword');
    if (word) {
      const direction = /^(?:granny-)?asc$/.test(tokenText(word)) ? 1 : -1;
      const name = (at: number): string => source.columns[at]?.name ?? '';
      places.sort((a, b) => direction * (name(a) < name(b) ? -1 : 1));
    }
    order.push(...places);
  }
  const rest = source.columns.map((_, at) => at).filter((at) => !order.includes(at));
  return picked(source, [...order, ...rest]);
}

/** Also fixes the order for prev() and next(), which every relation here has. https://learn.microsoft.com/kusto/query/serialize-operator */
function serialize(node: Syntax, source: Relation, scope: Scope, compiler: Compiler): Relation {
  return items(node, 'Expressions').length === 0 ? source : extend(node, source, scope, compiler);
}

/** https://learn.microsoft.com/kusto/query/getschema-operator */
function getSchema(_: Syntax, source: Relation, __: Scope, compiler: Compiler): Relation {
  compiler.unknown('operator getschema');
  return source;
}

export const COLUMNS: Operators = {
  ProjectOperator: project,
  ProjectAwayOperator: away,
  ProjectKeepOperator: keep,
  ProjectRenameOperator: rename,
  ProjectReorderOperator: reorder,
  ExtendOperator: extend,
  SerializeOperator: serialize,
  GetSchemaOperator: getSchema,
};
