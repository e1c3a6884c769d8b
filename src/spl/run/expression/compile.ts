import { FUNCTIONS } from '../functions/index.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run } from '../run.ts';
import type { Cell, EventFields, Result } from '../value.ts';
import type { Expression } from './ast.ts';
import { booleanResult, kindOf } from './kind.ts';
import { arithmetic, compare, conjunction, disjunction, exclusive, negation } from './operators.ts';

/** An expression as a closure. */
export type Compiled = (fields: EventFields, run: Run) => Result;

/** Compiles an expression; throws `Refused` where Splunk's type check would, `NotEvaluated` for functions that are not known here. */
export function compileExpression(expression: Expression): Compiled {
  switch (expression.kind) {
    case 'number':
    case 'string': {
      const { value } = expression;
      return () => value;
    }
    case 'field': {
      const { name } = expression;
      return (fields) => fields[name];
    }
    case 'unary':
      return compileUnary(expression);
    case 'binary':
      return compileBinary(expression);
    case 'call': {
      const make = FUNCTIONS[expression.name];
      if (!make) throw new NotEvaluated(`function ${expression.name}`);
      return make(expression.args, compileExpression);
    }
  }
}

/** A condition: true, or anything else. */
export function compileCondition(expression: Expression, command: string): (fields: EventFields, run: Run) => boolean {
  if (kindOf(expression) === 'value') throw new NotEvaluated(`${command} on a value that is no condition`);
  const compiled = compileExpression(expression);
  return (fields, run) => compiled(fields, run) === true;
}

/** An expression whose result goes into a field. */
export function compileValue(expression: Expression): (fields: EventFields, run: Run) => Cell {
  if (kindOf(expression) === 'boolean') throw booleanResult();
  const compiled = compileExpression(expression);
  return (fields, run) => {
    const result = compiled(fields, run);
    if (typeof result === 'boolean') throw booleanResult();
    return result;
  };
}

function compileUnary(expression: Extract<Expression, { kind: 'unary' }>): Compiled {
  const operand = compileExpression(expression.operand);
  if (expression.operator === 'NOT') {
    condition(expression.operand, 'NOT');
    return negation(operand);
  }
  if (expression.operand.kind === 'string')
    throw new Refused(`Typechecking failed. '${expression.operator}' only takes numbers.`);
  const zero: Compiled = () => 0;
  return arithmetic(expression.operator, zero, operand);
}

function compileBinary(expression: Extract<Expression, { kind: 'binary' }>): Compiled {
  const { operator } = expression;
  const [left, right] = [compileExpression(expression.left), compileExpression(expression.right)];
  switch (operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      condition(expression.left, operator);
      condition(expression.right, operator);
      return operator === 'AND'
        ? conjunction(left, right)
        : operator === 'OR'
          ? disjunction(left, right)
          : exclusive(left, right);
    case 'LIKE':
      return compileExpression({
        kind: 'call',
        name: 'like',
        args: [expression.left, expression.right],
        start: expression.start,
      });
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '.':
      checkOperands(expression);
      return arithmetic(operator, left, right);
    default:
      checkComparison(expression);
      return compare(operator, left, right);
  }
}

function condition(expression: Expression, operator: string): void {
  if (kindOf(expression) === 'value')
    throw new Refused(`Typechecking failed. '${operator}' only takes boolean arguments.`);
}

function checkOperands({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): void {
  const sides = [left, right];
  if (sides.some((side) => kindOf(side) === 'boolean')) {
    throw new Refused(`Typechecking failed. '${operator}' does not take boolean arguments.`);
  }
  if (operator !== '+' && operator !== '.' && sides.some(({ kind }) => kind === 'string')) {
    throw new Refused(`Typechecking failed. '${operator}' only takes numbers.`);
  }
}

function checkComparison({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): void {
  const [a, b] = [kindOf(left), kindOf(right)];
  if (a !== 'boolean' && b !== 'boolean') return;
  if (a === b) {
    if (operator !== '=' && operator !== '!=') throw new NotEvaluated('conditions compared by size');
    return;
  }
  const other = a === 'boolean' ? right : left;
  if (other.kind === 'number' || other.kind === 'string') {
    throw new Refused(
      `Typechecking failed. The '${operator === '=' ? '==' : operator}' operator received different types.`,
    );
  }
  throw new NotEvaluated('a condition compared with a value');
}
