import type { Edit } from '../draft.ts';
import type { Node } from '../kusto.ts';
import { type Analysis, childAt, childrenOf, isKind, textOf } from '../service.ts';
import type { Repair } from './repair.ts';

const EQUALITY = ['EqualExpression', 'NotEqualExpression'];
const LISTS = ['InExpression', 'InCsExpression', 'NotInExpression', 'NotInCsExpression'];

/** The literal in the type of the column that it is compared with; null where it has it or cannot have it. */
function retyped(analysis: Analysis, column: Node | null, literal: Node | null): Edit | null {
  if (!column || !literal || !isKind(column, 'NameReference')) return null;
  const type = column.ResultType?.Name ?? '';
  const text = textOf(analysis, literal);
  const edit = (value: string): Edit => ({ start: literal.TextStart, end: literal.End, text: value });
  if (/^(?:int|long)$/.test(type) && isKind(literal, 'StringLiteralExpression')) {
    const digits = /^@?(["'])(\d+)\1$/.exec(text)?.[2];
    return digits === undefined ? null : edit(digits.replace(/^0+(?=\d)/, ''));
  }
  return type === 'string' && isKind(literal, 'LongLiteralExpression') && /^\d+$/.test(text)
    ? edit(`"${text.replace(/^0+(?=\d)/, '')}"`)
    : null;
}

/**
 * `RemotePort == "443"`, or `Port == 88` where the workspace keeps Defender's number as text. The language service lets
 * numbers and text be compared, the engine may not; the literal in the column's type is right for both.
 */
export const literalTypes: Repair = {
  name: 'literal-type',
  judgement: false,
  preserves: 'A number that is compared with text is written as text, and the other way round: the same value.',
  plan({ analysis }) {
    const pairs = analysis.nodes(...EQUALITY).flatMap((test) => {
      const [left, right] = [childAt(test, 0), childAt(test, 2)];
      return [retyped(analysis, left, right), retyped(analysis, right, left)];
    });
    const lists = analysis.nodes(...LISTS).flatMap((test) => {
      const items = childAt(test, 2, 1);
      return (items ? childrenOf(items) : []).map((item) => retyped(analysis, childAt(test, 0), childAt(item, 0)));
    });
    return [...pairs, ...lists].filter((edit) => edit !== null);
  },
};
