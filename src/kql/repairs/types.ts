import type { Edit } from '../draft.ts';
import type { Node } from '../kusto.ts';
import { type Analysis, ancestor, childAt, childrenOf, isKind, textOf } from '../service.ts';
import { substitute } from './columns.ts';
import { diagnosed, type Repair } from './repair.ts';

function wrap(analysis: Analysis, node: Node): Edit {
  return { start: node.TextStart, end: node.End, text: `tostring(${textOf(analysis, node)})` };
}

/** The widest expression that a diagnostic covers. */
function covered(analysis: Analysis, start: number, length: number): Node | null {
  let node = analysis.tokenAt(start);
  for (let up = node?.Parent; up && up.TextStart >= start && up.End <= start + length; up = up.Parent) {
    if (isKind(up, 'SeparatedElement', 'List')) break;
    node = up;
  }
  return node;
}

function typeOf(node: Node | null | undefined): string {
  return node?.ResultType?.Name ?? '';
}

/** String operators on numbers and dynamic values: `OSBuild has "16"`. */
export const textOperands: Repair = {
  name: 'tostring',
  judgement: false,
  preserves: 'tostring(x) is the text of the value, which is what a string operator or function compares.',
  plan({ analysis, ...rest }) {
    const context = { analysis, ...rest };
    const operands = diagnosed(context, 'KS106').flatMap(({ start }) => {
      const left = childAt(analysis.tokenAt(start)?.Parent, 0);
      return left && !['string', ''].includes(typeOf(left)) ? [wrap(analysis, left)] : [];
    });
    const expected = [...diagnosed(context, 'KS107'), ...diagnosed(context, 'KS141')].filter(({ message }) =>
      /\bstring\b/.test(message),
    );
    const values = expected.flatMap(({ start, length }) => {
      const node = covered(analysis, start, length);
      return node && !['string', ''].includes(typeOf(node)) ? [wrap(analysis, node)] : [];
    });
    return [...operands, ...values];
  },
};

/** Defender keeps AdditionalFields as text, the workspace as a dynamic value: `coalesce(FileName, AdditionalFields)`. */
export const textColumns: Repair = {
  name: 'dynamic-to-text',
  judgement: false,
  preserves: 'tostring() of a column that is text in Defender gives the text that the hunt was written for.',
  plan({ analysis, ...rest }) {
    const context = { analysis, ...rest };
    const siblings = diagnosed(context, 'KS141', 'KS232').flatMap(({ start, length }) => {
      const call = ancestor(covered(analysis, start, length), 'FunctionCallExpression');
      const list = childAt(call, 1, 1);
      return (list ? childrenOf(list) : [])
        .flatMap((element) => childAt(element, 0) ?? [])
        .filter((argument) => isKind(argument, 'NameReference') && typeOf(argument) === 'dynamic')
        .map((argument) => wrap(analysis, argument));
    });
    const groups = diagnosed(context, 'KS116', 'KS241').flatMap(({ start, length }) => {
      const node = covered(analysis, start, length);
      let operator = node;
      while (operator?.Parent && !isKind(operator.Parent, 'PipeExpression')) operator = operator.Parent;
      if (!node || !operator?.Parent || typeOf(node) !== 'dynamic') return [];
      if (!isKind(node, 'NameReference')) return [wrap(analysis, node)];
      return [substitute(analysis, { node, operator }, `tostring(${textOf(analysis, node)})`)];
    });
    return [...siblings, ...groups];
  },
};

/** `where any(x has "y")`, from languages where any() takes a test. */
export const anyPredicate: Repair = {
  name: 'any-of-predicate',
  judgement: true,
  preserves: 'any(test) in a filter becomes (test); an aggregate of the rows cannot have been meant there.',
  plan({ analysis, ...rest }) {
    return diagnosed({ analysis, ...rest }, 'KS144').flatMap(({ start }): Edit[] => {
      const call = ancestor(analysis.tokenAt(start), 'FunctionCallExpression');
      const name = childAt(call, 0);
      const list = childAt(call, 1, 1);
      const argument = childAt(list, 0, 0);
      if (
        !name ||
        list?.ChildCount !== 1 ||
        !/^(?:any|take_any)$/.test(name.SimpleName ?? '') ||
        typeOf(argument) !== 'bool'
      )
        return [];
      return [{ start: name.TextStart, end: name.End, text: '' }];
    });
  },
};
