import { type Cell, type Cells, type Column, emptyOf } from '../cells.ts';
import { createNames, wildcard } from '../naming.ts';
import type { Compiler, Relation, Scope } from '../plan.ts';
import { items, kindName, nameOf, parameters, type Syntax, tokenText, unparenthesized } from '../syntax.ts';
import { tableRelation } from './tables.ts';

/** https://learn.microsoft.com/kusto/query/union-operator */

export interface Leg {
  /** What withsource= calls it. */
  readonly name: string;
  readonly relation: Relation;
}

/** The tables, and the tabular names of let, that a name or pattern means. */
function legsOf(node: Syntax, at: number, fuzzy: boolean, scope: Scope, compiler: Compiler): Leg[] {
  const plain = unparenthesized(node);
  if (kindName(plain) === 'NameReference') {
    const name = nameOf(plain);
    if (name.includes('*')) return matchingTables(name, scope, compiler);
    const known = compiler.isTabular(plain, scope);
    if (!known && fuzzy) return [];
    const isNamed = compiler.isView(name) || !scope.names.has(name);
    return [{ name: isNamed ? name : `union_arg${at}`, relation: compiler.relation(plain, scope) }];
  }
  // A leg whose table does not exist is left out whole.
  if (fuzzy && compiler.isMissing(plain, scope)) return [];
  return [{ name: `union_arg${at}`, relation: compiler.relation(plain, scope) }];
}

function matchingTables(pattern: string, scope: Scope, compiler: Compiler): Leg[] {
  const test = wildcard(pattern);
  const views = [...scope.names].flatMap(([name, binding]): Leg[] =>
    binding.kind === 'table' && test.test(name) && compiler.isView(name) ? [{ name, relation: binding.relation }] : [],
  );
  return [
    ...views,
    ...Object.keys(compiler.schema.tables)
      .filter((name) => test.test(name))
      .map((name) => ({ name, relation: tableRelation(name, compiler) })),
  ];
}

interface Target extends Column {
  readonly from: string;
}

/** One column a name and type; names with several types carry the type behind them. */
function unified(legs: readonly Leg[], kind: string, taken: readonly string[]): Target[] {
  const types = new Map<string, Set<Column['type']>>();
  const users = new Map<string, number>();
  for (const { relation } of legs) {
    for (const { name, type } of relation.columns) {
      const known = types.get(name);
      if (known) known.add(type);
      else types.set(name, new Set([type]));
      users.set(name, (users.get(name) ?? 0) + 1);
    }
  }
  const wanted = [...types].filter(([name]) => kind !== 'inner' || users.get(name) === legs.length);
  const names = createNames([...taken, ...wanted.filter(([, set]) => set.size === 1).map(([name]) => name)]);
  return wanted.flatMap(([from, set]): Target[] =>
    [...set].map((type) => ({ from, type, name: set.size === 1 ? from : names.claim(`${from}_${type}`) })),
  );
}

export function unionOf(legs: readonly Leg[], kind: string, sourceColumn: string | null): Relation {
  const targets = unified(legs, kind, sourceColumn === null ? [] : [sourceColumn]);
  const columns: Column[] = targets.map(({ name, type }) => ({ name, type }));
  const plans = legs.map(({ name, relation }) => {
    const places = targets.map((target) =>
      relation.columns.findIndex((column) => column.name === target.from && column.type === target.type),
    );
    return { name, relation, places };
  });
  return {
    columns: sourceColumn === null ? columns : [{ name: sourceColumn, type: 'string' }, ...columns],
    run: (run) =>
      plans.flatMap(({ name, relation, places }) =>
        relation.run(run).map((row): Cells => {
          const cells = places.map(
            (at, index): Cell => (at < 0 ? emptyOf(targets[index]?.type ?? 'dynamic') : (row[at] as Cell)),
          );
          return sourceColumn === null ? cells : [name, ...cells];
        }),
      ),
  };
}

export function compileUnion(node: Syntax, source: Relation | null, scope: Scope, compiler: Compiler): Relation {
  const given = parameters(node);
  const word = (name: string): string | null => {
    const value = given.get(name);
    return value ? tokenText(value) : null;
  };
  const fuzzy = word('isfuzzy') === 'true';
  const first: Leg[] = source ? [{ name: 'union_arg0', relation: source }] : [];
  const inner = { ...scope, row: null };
  const rest = items(node, 'Expressions').flatMap((each, at) =>
    legsOf(each, at + first.length, fuzzy, inner, compiler),
  );
  return unionOf([...first, ...rest], word('kind') ?? 'outer', word('withsource') ?? word('with_source'));
}
