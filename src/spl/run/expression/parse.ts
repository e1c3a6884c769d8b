import type { Token } from '../../lexer.ts';
import { evalCallFault } from '../facts/eval-functions.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Assignment, BinaryOperator, Expression } from './ast.ts';
import { booleanResult } from './kind.ts';
import { type ExpressionToken, expressionTokens } from './tokens.ts';

interface Reader {
  readonly tokens: readonly ExpressionToken[];
  at: number;
  depth: number;
}

/** Deeper nesting than any search has reason for. */
const MAX_DEPTH = 200;

/**
 * Parses the condition of where, or the inside of `eval(…)`.
 * Precedence of logical operators: https://docs.splunk.com/Documentation/Splunk/latest/Search/Booleanexpressions (NOT, AND, OR, XOR).
 * Throws `Refused` with words like Splunk's where the expression is none.
 */
export function parseExpression(args: readonly Token[], end: number): Expression {
  const reader: Reader = { tokens: expressionTokens(args, end), at: 0, depth: 0 };
  const expression = readExpression(reader);
  if (peek(reader).kind !== 'end') throw malformed(reader);
  return expression;
}

/** Parses `a=…, b=…` of eval. */
export function parseAssignments(args: readonly Token[], end: number): Assignment[] {
  const out: Assignment[] = [];
  for (const statement of splitStatements(args)) {
    const [name, sign, ...rest] = statement;
    const named = name?.kind === 'word' || name?.kind === 'field' || name?.kind === 'string';
    if (named && sign?.text === '==') throw booleanResult();
    if (!name || !named || sign?.text !== '=' || rest.length === 0) {
      throw new Refused('The expression is malformed. Expected a field name and =', name?.start);
    }
    const target = name.kind === 'word' ? name.text : name.text.slice(1, -1);
    if (/[{}]/.test(target)) throw new NotEvaluated('eval of a field whose name is computed');
    out.push({ target, value: parseExpression(rest, end), start: name.start });
  }
  return out;
}

/** Statements are cut at commas outside parentheses; one comma at the end is let through. */
function splitStatements(args: readonly Token[]): Token[][] {
  const out: Token[][] = [[]];
  let depth = 0;
  for (const token of args) {
    if (token.kind === 'lparen') depth += 1;
    if (token.kind === 'rparen') depth -= 1;
    if (token.kind === 'comma' && depth === 0) out.push([]);
    else out.at(-1)?.push(token);
  }
  return out;
}

function peek({ tokens, at }: Reader): ExpressionToken {
  return tokens[at] as ExpressionToken;
}

function take(reader: Reader): ExpressionToken {
  const token = peek(reader);
  if (token.kind !== 'end') reader.at += 1;
  return token;
}

function malformed(reader: Reader): Refused {
  const { kind, text, start } = peek(reader);
  if (kind === 'end') return new Refused('The expression is malformed. An expression was expected.', start);
  return new Refused(`The expression is malformed near ${JSON.stringify(text)}.`, start);
}

function isOperator(reader: Reader, ...texts: readonly string[]): boolean {
  const { kind, text } = peek(reader);
  return kind === 'operator' && texts.includes(text);
}

function readExpression(reader: Reader): Expression {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new NotEvaluated(`an expression nested more than ${MAX_DEPTH} deep`);
  const expression = readBinary(reader, 0);
  reader.depth -= 1;
  return expression;
}

/** From the loosest to the tightest; comparisons do not chain. */
const LEVELS: readonly (readonly string[])[] = [['XOR'], ['OR'], ['AND']];

function readBinary(reader: Reader, level: number): Expression {
  const operators = LEVELS[level];
  if (!operators) return readNot(reader);
  let left = readBinary(reader, level + 1);
  while (isOperator(reader, ...operators)) {
    const { text, start } = take(reader);
    left = { kind: 'binary', operator: text as BinaryOperator, left, right: readBinary(reader, level + 1), start };
  }
  return left;
}

function readNot(reader: Reader): Expression {
  if (!isOperator(reader, 'NOT')) return readComparison(reader);
  const { start } = take(reader);
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new NotEvaluated(`an expression nested more than ${MAX_DEPTH} deep`);
  const operand = readNot(reader);
  reader.depth -= 1;
  return { kind: 'unary', operator: 'NOT', operand, start };
}

const COMPARISONS = ['=', '!=', '<', '>', '<=', '>=', 'LIKE'];

function readComparison(reader: Reader): Expression {
  let left = readSum(reader);
  for (;;) {
    const negated = isOperator(reader, 'NOT') && ['IN', 'LIKE'].includes(reader.tokens[reader.at + 1]?.text ?? '');
    if (negated) throw new NotEvaluated('NOT IN or NOT LIKE between operands');
    if (isOperator(reader, ...COMPARISONS)) {
      const { text, start } = take(reader);
      left = { kind: 'binary', operator: text as BinaryOperator, left, right: readSum(reader), start };
    } else if (isOperator(reader, 'IN')) {
      const { start } = take(reader);
      if (peek(reader).kind !== 'lparen') throw malformed(reader);
      left = call('in', [left, ...readArguments(reader)], start);
    } else return left;
  }
}

function readSum(reader: Reader): Expression {
  let left = readProduct(reader);
  const seen = new Set<string>();
  while (isOperator(reader, '+', '-', '.')) {
    const { text, start } = take(reader);
    seen.add(text === '.' ? '.' : '+');
    if (seen.size > 1) throw new NotEvaluated('. beside + or - without parentheses');
    left = { kind: 'binary', operator: text as BinaryOperator, left, right: readProduct(reader), start };
  }
  return left;
}

function readProduct(reader: Reader): Expression {
  let left = readUnary(reader);
  while (isOperator(reader, '*', '/', '%')) {
    const { text, start } = take(reader);
    left = { kind: 'binary', operator: text as BinaryOperator, left, right: readUnary(reader), start };
  }
  return left;
}

function readUnary(reader: Reader): Expression {
  if (!isOperator(reader, '-', '+')) return readPrimary(reader);
  const { text, start } = take(reader);
  return { kind: 'unary', operator: text as '-' | '+', operand: readPrimary(reader), start };
}

function readPrimary(reader: Reader): Expression {
  const token = peek(reader);
  const { text, start } = token;
  const next = reader.tokens[reader.at + 1];
  switch (token.kind) {
    case 'number':
      take(reader);
      return { kind: 'number', value: Number(text), start };
    case 'string':
      take(reader);
      return { kind: 'string', value: text, start };
    case 'field':
      take(reader);
      return { kind: 'field', name: text, start };
    case 'lparen': {
      take(reader);
      const inner = readExpression(reader);
      if (take(reader).kind !== 'rparen') throw malformed(reader);
      return inner;
    }
    case 'name':
      take(reader);
      return next?.kind === 'lparen'
        ? call(text.toLowerCase(), readArguments(reader), start)
        : { kind: 'field', name: text, start };
    case 'operator':
      // `like(a, b)` and `in(a, b)` are functions as well as operators.
      if ((text === 'LIKE' || text === 'IN') && next?.kind === 'lparen') {
        take(reader);
        return call(text.toLowerCase(), readArguments(reader), start);
      }
      throw malformed(reader);
    default:
      throw malformed(reader);
  }
}

function readArguments(reader: Reader): Expression[] {
  take(reader);
  const args: Expression[] = [];
  if (peek(reader).kind === 'rparen') {
    take(reader);
    return args;
  }
  for (;;) {
    args.push(readExpression(reader));
    const { kind } = take(reader);
    if (kind === 'rparen') return args;
    if (kind !== 'comma') {
      reader.at -= kind === 'end' ? 0 : 1;
      throw malformed(reader);
    }
  }
}

function call(name: string, args: readonly Expression[], start: number): Expression {
  const fault = evalCallFault(name, args.length);
  if (fault) throw new Refused(fault, start);
  return { kind: 'call', name, args, start };
}
