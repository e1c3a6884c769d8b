import { withBoundedEffort } from '../../../prove/solve/effort.ts';
import { ALWAYS } from '../../../prove/solve/formula.ts';
import type { Sketch, SketchReading } from '../../../prove/solve/sketch.ts';
import type { Sought } from '../../../prove/solve/test.ts';
import { usualTexts } from '../../../prove/solve/usual.ts';
import { calledName } from '../../run/calls.ts';
import { compilePlan } from '../../run/compiler.ts';
import { createRun } from '../../run/evaluator.ts';
import { wildcard } from '../../run/naming.ts';
import { items, kindName, maybe, nameOf, part, type Syntax, unparenthesized } from '../../run/syntax.ts';
import type { Schema } from '../../schema.ts';
import type { Analysis } from '../../service.ts';
import { OPERATORS, unknownOperator } from './operators.ts';
import { MAX_WORLDS, opaque, type Rel, readingOf, type Sketcher } from './relation.ts';

const MAX_DEPTH = 40;
const EXCERPT = 80;

/** What a query asks of the rows that it reads; null where its text does not tell. Never throws. */
export function sketchKql(analysis: Analysis, schema: Schema, now: Date): Sketch | null {
  try {
    return withBoundedEffort(() => sketch(analysis, schema, now));
  } catch {
    return null;
  }
}

function sketch(analysis: Analysis, schema: Schema, now: Date): Sketch | null {
  const plan = compilePlan(analysis, schema, new Map());
  if (!plan.body) return null;
  const lets = new Map<string, Syntax>();
  for (const statement of analysis.nodes('LetStatement') as readonly Syntax[]) {
    lets.set(nameOf(part(statement, 'Name')), part(statement, 'Expression'));
  }
  let isOpen = false;
  const readings: SketchReading[] = [];
  const sketcher: Sketcher = {
    plan,
    schema,
    readings,
    lets,
    depth: 0,
    // What reads a table is no constant.
    run: createRun({ tables: NO_TABLES }, { now }),
    excerpt: (node) => excerptOf(analysis.text.slice(node.TextStart, node.End)),
    relations: (node) => relationsOf(node, sketcher),
    opens: () => {
      isOpen = true;
    },
  };
  const worlds = sketcher.relations(plan.body).map((rel) => ({ readings: rel.readings, formula: rel.formula }));
  return { readings, worlds, open: isOpen };
}

const NO_TABLES: Readonly<Record<string, never>> = new Proxy(
  {},
  {
    get: () => {
      throw new Error('this reads a table');
    },
  },
);

function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT - 1)}…` : line;
}

function relationsOf(given: Syntax, sketcher: Sketcher): Rel[] {
  const node = unparenthesized(given);
  sketcher.depth += 1;
  try {
    if (sketcher.depth > MAX_DEPTH) return unknownTable(node, sketcher);
    const found = relations(node, sketcher);
    if (found.length > MAX_WORLDS) sketcher.opens();
    // Rows of several ways meet where they are counted.
    return found.slice(0, MAX_WORLDS).map((rel) => (found.length > 1 && rel.alone ? { ...rel, alone: false } : rel));
  } finally {
    sketcher.depth -= 1;
  }
}

function relations(node: Syntax, sketcher: Sketcher): Rel[] {
  switch (kindName(node)) {
    case 'PipeExpression': {
      const sources = sketcher.relations(part(node, 'Expression'));
      const operator = part(node, 'Operator');
      if (kindName(operator) === 'UnionOperator') return [...sources, ...unionOf(operator, sketcher)];
      const build = OPERATORS[kindName(operator)] ?? unknownOperator;
      return sources.flatMap((rel) => build(operator, rel, sketcher));
    }
    case 'UnionOperator':
      return unionOf(node, sketcher);
    case 'MaterializeExpression':
    case 'ToTableExpression':
      return sketcher.relations(part(node, 'Expression'));
    case 'NameReference': {
      const name = nameOf(node);
      const value = sketcher.lets.get(name);
      if (value && kindName(value) === 'FunctionDeclaration') return functionBody(value, sketcher);
      if (value) return sketcher.relations(value);
      return Object.hasOwn(sketcher.schema.tables, name) ? [tableOf(name, sketcher)] : unknownTable(node, sketcher);
    }
    case 'FunctionCallExpression': {
      const value = sketcher.lets.get(calledName(node));
      return value && kindName(value) === 'FunctionDeclaration'
        ? functionBody(value, sketcher)
        : unknownTable(node, sketcher);
    }
    default:
      return unknownTable(node, sketcher);
  }
}

/** The table of a function without parameters and without names of its own. */
function functionBody(declaration: Syntax, sketcher: Sketcher): Rel[] {
  const body = part(declaration, 'Body');
  const expression = maybe(body, 'Expression');
  const plain =
    items(part(declaration, 'Parameters'), 'Parameters').length === 0 && items(body, 'Statements').length === 0;
  return plain && expression ? sketcher.relations(expression) : unknownTable(declaration, sketcher);
}

function unknownTable(node: Syntax, sketcher: Sketcher): Rel[] {
  sketcher.opens();
  return [opaque([], ALWAYS, sketcher.excerpt(node))];
}

function unionOf(node: Syntax, sketcher: Sketcher): Rel[] {
  return items(node, 'Expressions').flatMap((each) => {
    const leg = unparenthesized(each);
    if (kindName(leg) !== 'NameReference' || !nameOf(leg).includes('*')) return sketcher.relations(leg);
    const pattern = wildcard(nameOf(leg));
    const tables = Object.keys(sketcher.schema.tables).filter((name) => pattern.test(name));
    if (tables.length > MAX_WORLDS) sketcher.opens();
    return tables.slice(0, MAX_WORLDS).map((table) => tableOf(table, sketcher));
  });
}

function tableOf(table: string, sketcher: Sketcher): Rel {
  return readingOf(table, sketcher, (_, type) => (field): readonly Sought[] => {
    if (type === 'bool') return [true, false];
    if (type === 'datetime') return [];
    if (type === 'int' || type === 'long' || type === 'real' || type === 'decimal')
      return /port/i.test(field) ? [443] : [7, 0];
    if (type === 'guid') return ['74be27de-1e4e-49d9-b579-fe0b331d3642'];
    return usualTexts(field);
  });
}
