/** A syntax tree of an eval expression. Offsets are places in the search's text. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly start: number }
  | { readonly kind: 'string'; readonly value: string; readonly start: number }
  | { readonly kind: 'field'; readonly name: string; readonly start: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly start: number }
  | {
      readonly kind: 'unary';
      readonly operator: 'NOT' | '-' | '+';
      readonly operand: Expression;
      readonly start: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly start: number;
    };

export type BinaryOperator = Comparison | Logical | Arithmetic;
export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE';
export type Logical = 'AND' | 'OR' | 'XOR';
export type Arithmetic = '+' | '-' | '*' | '/' | '%' | '.';

/** `name=expression` of eval, or the condition of where. */
export interface Assignment {
  readonly target: string;
  readonly value: Expression;
  readonly start: number;
}

/** Every field that an expression reads. */
export function fieldsOf(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>();
  visit(expression, (node) => {
    if (node.kind === 'field') found.add(node.name);
  });
  return found;
}

/** Calls for the expression and all within it. */
export function visit(expression: Expression, see: (node: Expression) => void): void {
  see(expression);
  if (expression.kind === 'call') for (const arg of expression.args) visit(arg, see);
  else if (expression.kind === 'unary') visit(expression.operand, see);
  else if (expression.kind === 'binary') {
    visit(expression.left, see);
    visit(expression.right, see);
  }
}
