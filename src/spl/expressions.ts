import type { Token } from './lexer.ts';
import type { SplCommand } from './parse.ts';
import { type Expression, visit } from './run/expression/ast.ts';
import { parseAssignments, parseExpression } from './run/expression/parse.ts';
import { NotEvaluated, Refused } from './run/outcome.ts';

/** An eval expression of a command. */
export interface Placed {
  /** The field that it is put into; null for a condition. */
  readonly target: string | null;
  readonly expression: Expression;
  readonly start: number;
}

/** The eval expressions of a command: all of them, or why they could not be read. */
export interface Expressions {
  readonly placed: readonly Placed[];
  readonly fault: { readonly message: string; readonly start: number } | null;
  /** Not everything was read: a macro stands in it, or something of which Splunk's pages do not say what it does. */
  readonly partial: boolean;
}

const NOTHING: Expressions = { placed: [], fault: null, partial: false };
const read = new WeakMap<SplCommand, Expressions>();

/** Reads the expressions of eval, where and fieldformat; none for other commands. Each command is read once. */
export function expressionsOf(command: SplCommand): Expressions {
  const known = read.get(command);
  if (known) return known;
  // What a subsearch puts into an expression is not known before it has run.
  const found = hasTemplate(command) || command.nested.length > 0 ? { ...NOTHING, partial: true } : attempt(command);
  read.set(command, found);
  return found;
}

/** `<<FIELD>>`, which foreach puts a name into. */
function hasTemplate({ args }: SplCommand): boolean {
  return args.some(
    ({ text, start }, at) => text === '<' && args[at + 1]?.text === '<' && args[at + 1]?.start === start + 1,
  );
}

function attempt(command: SplCommand): Expressions {
  switch (command.name) {
    case 'where':
      return reading(command.args, command.start, endOf(command), (args, end) => [
        { target: null, expression: parseExpression(args, end), start: args[0]?.start ?? end },
      ]);
    case 'eval':
    case 'fieldformat':
      return reading(command.args, command.start, endOf(command), (args, end) =>
        parseAssignments(args, end).map(({ target, value, start }) => ({ target, expression: value, start })),
      );
    default:
      return NOTHING;
  }
}

/** Reads one expression, such as the inside of `count(eval(…))`. */
export function expressionIn(args: readonly Token[], start: number, end: number): Expressions {
  return reading(args, start, end, () => [{ target: null, expression: parseExpression(args, end), start }]);
}

function reading(
  args: readonly Token[],
  start: number,
  end: number,
  parse: (args: readonly Token[], end: number) => readonly Placed[],
): Expressions {
  try {
    return { placed: parse(args, end), fault: null, partial: false };
  } catch (error) {
    if (error instanceof NotEvaluated) return { ...NOTHING, partial: true };
    if (!(error instanceof Refused)) throw error;
    return { placed: [], fault: { message: error.message, start: error.at ?? args[0]?.start ?? start }, partial: true };
  }
}

/** Where a command's last argument ends. */
export function endOf({ args, head, start }: SplCommand): number {
  const last = args.at(-1) ?? head;
  return last ? last.start + last.text.length : start;
}

/** Every call in an expression, the outer ones first. */
export function callsIn(expression: Expression): Extract<Expression, { kind: 'call' }>[] {
  const calls: Extract<Expression, { kind: 'call' }>[] = [];
  visit(expression, (node) => {
    if (node.kind === 'call') calls.push(node);
  });
  return calls;
}
