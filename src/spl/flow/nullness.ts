import { type Expression, visit } from '../run/expression/ast.ts';

/*
 * What a condition can come to where fields are missing. A missing field is NULL; most functions and all comparisons of NULL
 * are NULL, and where keeps only rows for which its condition is true.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/ConditionalFunctions
 */

/** Bits: what an expression may come to. */
const TRUE = 1;
const FALSE = 2;
const NULL = 4;
/** Any value that is no truth value. */
const VALUE = 8;

/** Functions that give something for NULL. */
const TOLERANT: ReadonlySet<string> = new Set([
  'isnull',
  'isnotnull',
  'coalesce',
  'typeof',
  'nullif',
  'mvappend',
  'null',
]);
/** Functions that ask whether a field is there: what else is done with it then knows about it. */
const ASKING: ReadonlySet<string> = new Set([
  'isnull',
  'isnotnull',
  'coalesce',
  'typeof',
  'mvappend',
  'isstr',
  'isnum',
  'ismv',
]);

/** Whether a condition can be true at all. */
export function canHold(condition: Expression, has: (field: string) => boolean): boolean {
  return (outcomes(condition, has) & (TRUE | VALUE)) !== 0;
}

function outcomes(node: Expression, has: (field: string) => boolean): number {
  switch (node.kind) {
    case 'number':
    case 'string':
      return VALUE;
    case 'field':
      return has(node.name) ? VALUE | NULL : NULL;
    case 'unary':
      return node.operator === 'NOT' ? negated(outcomes(node.operand, has)) : outcomes(node.operand, has);
    case 'binary':
      return binary(node, has);
    case 'call':
      return call(node, has);
  }
}

function negated(bits: number): number {
  return (bits & TRUE ? FALSE : 0) | (bits & FALSE ? TRUE : 0) | (bits & NULL) | (bits & VALUE);
}

const TRUTHS = [TRUE, FALSE, NULL, VALUE];

function binary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  has: (field: string) => boolean,
): number {
  const [a, b] = [outcomes(left, has), outcomes(right, has)];
  if (operator === 'AND' || operator === 'OR' || operator === 'XOR') {
    let bits = 0;
    for (const x of TRUTHS) for (const y of TRUTHS) if (a & x && b & y) bits |= joined(operator, x, y);
    return bits;
  }
  if (a === NULL || b === NULL) return NULL;
  return ['+', '-', '*', '/', '%', '.'].includes(operator) ? VALUE | NULL : TRUE | FALSE | NULL;
}

function joined(operator: 'AND' | 'OR' | 'XOR', x: number, y: number): number {
  if (x === VALUE || y === VALUE) return TRUE | FALSE | NULL;
  if (operator === 'AND') return x === FALSE || y === FALSE ? FALSE : x === NULL || y === NULL ? NULL : TRUE;
  if (operator === 'OR') return x === TRUE || y === TRUE ? TRUE : x === NULL || y === NULL ? NULL : FALSE;
  return x === NULL || y === NULL ? NULL : x === y ? FALSE : TRUE;
}

function call({ name, args }: Extract<Expression, { kind: 'call' }>, has: (field: string) => boolean): number {
  const [first] = args;
  const bits = first ? outcomes(first, has) : 0;
  switch (name) {
    case 'true':
      return TRUE;
    case 'false':
      return FALSE;
    case 'null':
      return NULL;
    case 'isnull':
      return bits === NULL ? TRUE : TRUE | FALSE;
    case 'isnotnull':
      return bits === NULL ? FALSE : TRUE | FALSE;
    case 'coalesce':
      return args.every((arg) => outcomes(arg, has) === NULL) ? NULL : VALUE | NULL;
    case 'if': {
      const [, yes, no] = args.map((arg) => outcomes(arg, has));
      return (bits & (TRUE | VALUE) ? (yes ?? 0) : 0) | (bits & (FALSE | NULL | VALUE) ? (no ?? 0) : 0);
    }
    case 'match':
    case 'like':
    case 'cidrmatch':
    case 'in':
    case 'lower':
    case 'upper':
    case 'len':
    case 'tonumber':
    case 'replace':
    case 'trim':
    case 'substr':
    case 'split':
    case 'mvindex':
    case 'mvjoin': {
      const subject = name === 'cidrmatch' ? args[1] : first;
      return subject && outcomes(subject, has) === NULL ? NULL : TRUE | FALSE | NULL | VALUE;
    }
    default:
      return TRUE | FALSE | NULL | VALUE;
  }
}

export interface FieldNode {
  readonly name: string;
  readonly start: number;
}

/** The fields that an expression takes for granted: all that it does not ask about whether they are there. */
export function takenForGranted(expression: Expression): FieldNode[] {
  const asked = new Set<string>();
  const tolerated = new Set<Expression>();
  visit(expression, (node) => {
    if (node.kind !== 'call') return;
    for (const arg of node.args) {
      if (TOLERANT.has(node.name)) tolerated.add(arg);
      if (ASKING.has(node.name)) visit(arg, (inner) => void (inner.kind === 'field' && asked.add(inner.name)));
    }
  });
  const found: FieldNode[] = [];
  visit(expression, (node) => {
    if (node.kind === 'field' && !asked.has(node.name) && !tolerated.has(node)) found.push(node);
  });
  return found;
}
