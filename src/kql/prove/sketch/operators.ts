import { ALWAYS, allOf, open } from '../../../prove/solve/formula.ts';
import { alike, type HoldsOptions } from '../../../prove/solve/holds.ts';
import { NOTHING, type Term, unknownTerm, within } from '../../../prove/solve/term.ts';
import { plainExpression, resultName } from '../../run/naming.ts';
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
} from '../../run/syntax.ts';
import { conditionOf } from './condition.ts';
import { filtered, opaque, type Rel, type Sketcher, withColumns } from './relation.ts';
import { termOf } from './scalar.ts';

type Build = (node: Syntax, rel: Rel, sketcher: Sketcher) => Rel | Rel[];

const same: Build = (_, rel) => rel;

function where(node: Syntax, rel: Rel, sketcher: Sketcher): Rel {
  return filtered(rel, conditionOf(part(node, 'Condition'), rel, sketcher, true));
}

function columns(node: Syntax, rel: Rel, sketcher: Sketcher): Map<string, Term> {
  const own = new Map<string, Term>();
  for (const each of items(node, 'Expressions')) {
    const name = resultName(each);
    if (name) own.set(name, termOf(each, rel, sketcher));
  }
  return own;
}

const project: Build = (node, rel, sketcher) => closed(rel, columns(node, rel, sketcher));
const extend: Build = (node, rel, sketcher) => withColumns(rel, columns(node, rel, sketcher), false);

function rename(node: Syntax, rel: Rel): Rel {
  const own = new Map<string, Term>();
  for (const each of items(node, 'Expressions')) {
    const term = rel.get(nameOf(plainExpression(each)));
    const name = resultName(each);
    if (name && term) own.set(name, term);
  }
  return withColumns(rel, own, false);
}

function closed(rel: Rel, own: ReadonlyMap<string, Term>): Rel {
  return { ...withColumns(rel, own, true), first: () => own.values().next().value };
}

/** https://learn.microsoft.com/kusto/query/summarize-operator */
function summarize(node: Syntax, rel: Rel, sketcher: Sketcher): Rel {
  const own = new Map<string, Term>();
  const by = maybe(node, 'ByClause');
  for (const each of by ? items(by, 'Expressions') : []) {
    const name = resultName(each);
    if (name) own.set(name, termOf(each, rel, sketcher));
  }
  let whole = false;
  for (const each of items(node, 'Aggregates')) {
    const call = plainExpression(each);
    // arg_max(TimeGenerated, *) keeps the columns of a row as they are.
    if (/^(?:arg_max|arg_min|take_any|anyOf)\(/.test(tokenText(call))) whole = true;
    const name = resultName(each);
    if (name) own.set(name, termOf(each, rel, sketcher));
  }
  return whole ? { ...withColumns(rel, own, false), first: () => own.values().next().value } : closed(rel, own);
}

function distinct(node: Syntax, rel: Rel, sketcher: Sketcher): Rel {
  const own = columns(node, rel, sketcher);
  return own.size > 0 ? closed(rel, own) : rel;
}

/** https://learn.microsoft.com/kusto/query/join-operator */
function join(node: Syntax, left: Rel, sketcher: Sketcher): Rel[] {
  const given = parameters(node).get('kind');
  const kind = given ? tokenText(given) : kindName(node) === 'LookupOperator' ? 'leftouter' : 'innerunique';
  // These want no partner: rows of the one side will do.
  if (/^(?:left)?anti$|^leftantisemi$/.test(kind)) return [left];
  const rights = sketcher.relations(part(node, 'Expression'));
  if (/^rightanti(?:semi)?$/.test(kind)) return rights;
  if (rights.length === 0) return [opaque(left.readings, left.formula, 'a join with something that is not known')];
  const clause = maybe(node, 'ConditionClause') ?? maybe(node, 'LookupClause');
  const met = rights.map((right): Rel => {
    const keys = clause ? keysOf(clause, left, right, sketcher) : [];
    const both = {
      readings: [...left.readings, ...right.readings],
      formula: allOf(left.formula, right.formula, ...keys),
      alone: left.alone && right.alone,
    };
    if (kind === 'leftsemi') return { ...left, ...both };
    if (kind === 'rightsemi') return { ...right, ...both };
    const numbered = (name: string) => (/\d$/.test(name) ? right.get(name.replace(/\d+$/, '')) : undefined);
    return { ...both, first: left.first, get: (name) => left.get(name) ?? right.get(name) ?? numbered(name) };
  });
  // Without a partner the columns of the other side are empty.
  const lonely = (one: Rel, others: readonly Rel[]): Rel => ({
    ...one,
    alone: false,
    get: (name) =>
      one.get(name) ?? (others.some((other) => other.get(name)) ? NOTHING : unknownTerm('a column of a join')),
  });
  const lefts = /^(?:left|full)outer$/.test(kind) ? [lonely(left, rights)] : [];
  const others = /^(?:right|full)outer$/.test(kind) ? rights.map((right) => lonely(right, [left])) : [];
  return [...met, ...lefts, ...others];
}

function keysOf(clause: Syntax, left: Rel, right: Rel, sketcher: Sketcher) {
  const options: HoldsOptions = { stage: `on ${sketcher.excerpt(clause)}`, strict: false };
  const found: ReturnType<typeof alike>[] = [];
  const sideTerm = (node: Syntax): Term => {
    if (kindName(node) !== 'PathExpression') return unknownTerm('a key of a join');
    const side = nameOf(part(node, 'Expression')) === '$right' ? right : left;
    return side.get(nameOf(part(node, 'Selector'))) ?? unknownTerm('a key of a join');
  };
  const add = (given: Syntax): void => {
    const node = unparenthesized(given);
    if (kindName(node) === 'AndExpression') {
      add(part(node, 'Left'));
      add(part(node, 'Right'));
    } else if (kindName(node) === 'EqualExpression') {
      found.push(alike(sideTerm(part(node, 'Left')), sideTerm(part(node, 'Right')), false, options));
    } else {
      const name = nameOf(node);
      const [a, b] = [left.get(name), right.get(name)];
      found.push(a && b ? alike(a, b, false, options) : open(options.stage));
    }
  };
  for (const each of items(clause, 'Expressions')) add(each);
  return found;
}

/** https://learn.microsoft.com/kusto/query/mv-expand-operator: each element is a row of its own. */
function expand(node: Syntax, rel: Rel, sketcher: Sketcher): Rel {
  const own = new Map<string, Term>();
  for (const each of items(node, 'Expressions')) {
    const inner = maybe(each, 'Expression') ?? each;
    const name = resultName(inner);
    if (name) own.set(name, within(termOf(plainExpression(inner), rel, sketcher), 0));
  }
  return withColumns(rel, own, false);
}

/** Columns that an operator makes of a text are not told apart from any others. */
const parse: Build = (_, rel) => ({ ...rel, get: (name) => rel.get(name) ?? unknownTerm(`the parsed column ${name}`) });

export const OPERATORS: Readonly<Record<string, Build>> = {
  FilterOperator: where,
  WhereOperator: where,
  ProjectOperator: project,
  ExtendOperator: extend,
  SerializeOperator: extend,
  ProjectAwayOperator: same,
  ProjectKeepOperator: same,
  ProjectReorderOperator: same,
  ProjectRenameOperator: rename,
  SummarizeOperator: summarize,
  DistinctOperator: distinct,
  JoinOperator: join,
  LookupOperator: join,
  MvExpandOperator: expand,
  ParseOperator: parse,
  ParseWhereOperator: parse,
  SortOperator: same,
  TakeOperator: same,
  LimitOperator: same,
  TopOperator: same,
  AsOperator: same,
  RenderOperator: same,
};

/** Ways of an operator that is not told: rows may come of it or not. */
export function unknownOperator(node: Syntax, rel: Rel, sketcher: Sketcher): Rel {
  const what = sketcher.excerpt(node);
  return opaque(rel.readings, allOf(rel.formula, open(what), ALWAYS), what);
}
