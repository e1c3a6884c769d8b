import { EVAL_FUNCTIONS } from '../facts/eval-functions.ts';
import { Refused } from '../outcome.ts';
import type { Expression } from './ast.ts';

/** What an expression can give: known before any row is seen. */
export type Kind = 'boolean' | 'value' | 'any';

export function kindOf(expression: Expression): Kind {
  switch (expression.kind) {
    case 'call':
      return EVAL_FUNCTIONS.get(expression.name)?.gives ?? 'any';
    case 'unary':
      return expression.operator === 'NOT' ? 'boolean' : 'value';
    case 'binary':
      return ['+', '-', '*', '/', '%', '.'].includes(expression.operator) ? 'value' : 'boolean';
    default:
      return 'value';
  }
}

/** What Splunk says of a condition that would go into a field. */
export function booleanResult(): Refused {
  return new Refused('Fields cannot be assigned a boolean result. Instead, try if([bool expr], [expr], [expr]).');
}
