import type { Edit } from '../draft.ts';
import { closing, opening, type Token } from '../scan.ts';
import type { Repair, RepairContext } from './repair.ts';

/*
 * Operators of other languages that Kusto does not have. These repairs work on tokens, because the parser builds no tree for
 * them.
 */

const COMPARISONS = new Set(
  'in has has_any has_all has_cs contains contains_cs startswith startswith_cs endswith endswith_cs'.split(' '),
);

/** Index of the first token of the operand that ends at `index`: a name, a path, an element or a call. */
export function operandStart(tokens: readonly Token[], index: number): number {
  let at = index;
  for (;;) {
    const token = tokens[at];
    if (!token) return -1;
    if (/^[)\]]$/.test(token.text)) {
      at = opening(tokens, at);
      if (at < 0) return -1;
      const before = tokens[at - 1];
      const called = token.text === ']' || (before?.kind === 'word' && before.end === tokens[at]?.start);
      if (!called) return at;
      at -= 1;
    } else if (token.kind === 'word') {
      if (tokens[at - 1]?.text !== '.') return at;
      at -= 2;
    } else {
      return -1;
    }
  }
}

function errorsIn({ analysis }: RepairContext): boolean {
  return analysis.errors.length > 0;
}

/** `x !has_any (…)`: Kusto negates has and in with a bang, has_any and has_all not. */
export const bangHasAny: Repair = {
  name: 'negated-has-any',
  judgement: false,
  preserves: 'x !has_any (…) becomes not(x has_any (…)): the negation that the other bang operators stand for.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      const word = tokens[index + 1];
      if (token.text !== '!' || word?.start !== token.end || !/^has_(any|all)$/.test(word.text)) return [];
      const left = operandStart(tokens, index - 1);
      const right = tokens[index + 2]?.text === '(' ? closing(tokens, index + 2) : -1;
      if (left < 0 || right < 0) return [];
      const open = (tokens[left] as Token).start;
      const end = (tokens[right] as Token).end;
      return [
        { start: open, end: open, text: 'not(' },
        { start: token.start, end: token.end, text: '' },
        { start: end, end, text: ')' },
      ];
    });
  },
};

/** `x not in (…)`, `x not has y`, from SQL. */
export const notOperator: Repair = {
  name: 'sql-not',
  judgement: false,
  preserves: 'x not in (…) becomes x !in (…), x not has y becomes x !has y: the same negation in Kusto’s spelling.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      const before = tokens[index - 1];
      const word = tokens[index + 1];
      if (token.text !== 'not' || !word || !COMPARISONS.has(word.text)) return [];
      if (!before || !(before.kind === 'word' || /^[)\]]$/.test(before.text)) || /^(?:and|or|where)$/.test(before.text))
        return [];
      return [{ start: token.start, end: word.start, text: '!' }];
    });
  },
};

/** `where not x has y`: not is a function in Kusto. */
export const bareNot: Repair = {
  name: 'bare-not',
  judgement: false,
  preserves: 'not x has y becomes not(x has y), up to the next and, or, comma, pipe or closing bracket.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      const before = tokens[index - 1];
      const next = tokens[index + 1];
      if (token.text !== 'not' || !next || next.text === '(' || COMPARISONS.has(next.text)) return [];
      if (!before || !/^(?:and|or|where|\(|,)$/.test(before.text)) return [];
      let at = index + 1;
      while (at < tokens.length && !/^(?:and|or|,|\||;|\)|\]|\})$/.test((tokens[at] as Token).text)) {
        at = Math.max(at, closing(tokens, at)) + 1;
      }
      const end = (tokens[at - 1] as Token).end;
      return [
        { start: token.end, end: next.start, text: '(' },
        { start: end, end, text: ')' },
      ];
    });
  },
};

/** `&&` and `||`. */
export const cOperators: Repair = {
  name: 'c-style-logic',
  judgement: false,
  preserves: '&& becomes and, || becomes or: the same operators with the same precedence.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      const next = tokens[index + 1];
      if (!/^[&|]$/.test(token.text) || next?.text !== token.text || next.start !== token.end) return [];
      return [{ start: token.start, end: next.end, text: token.text === '&' ? ' and ' : ' or ' }];
    });
  },
};

/** `x endswith_any ("a", "b")` and `x startswith ("a", "b")`. */
export const anyOfList: Repair = {
  name: 'any-of-list',
  judgement: false,
  preserves: 'x endswith_any ("a", "b") becomes (x endswith "a" or x endswith "b"), which is what the name says.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      const operator = /^(contains|startswith|endswith)(?:_any)?$/.exec(token.text)?.[1];
      if (!operator || tokens[index + 1]?.text !== '(') return [];
      const left = operandStart(tokens, index - 1);
      const right = closing(tokens, index + 1);
      const items = tokens.slice(index + 2, right);
      const isList = items.every((item, at) => (at % 2 === 0 ? item.kind === 'string' : item.text === ','));
      if (left < 0 || right < 0 || items.length === 0 || !isList) return [];
      const start = (tokens[left] as Token).start;
      const operand = context.analysis.text.slice(start, (tokens[index - 1] as Token).end);
      const tests = items.filter(({ kind }) => kind === 'string').map((item) => `${operand} ${operator} ${item.text}`);
      return [{ start, end: (tokens[right] as Token).end, text: `(${tests.join(' or ')})` }];
    });
  },
};

/** `Properties[?Name=="x"].NewValue`, a JMESPath filter. */
export const pathFilter: Repair = {
  name: 'jmespath-filter',
  judgement: true,
  preserves:
    'array[?test].field becomes array: what is looked for in the text of one element is then found in any of them, never less.',
  plan(context) {
    if (!errorsIn(context)) return [];
    const { tokens } = context;
    return tokens.flatMap((token, index): Edit[] => {
      if (token.text !== '[' || tokens[index + 1]?.text !== '?') return [];
      let end = closing(tokens, index);
      if (end < 0) return [];
      while (tokens[end + 1]?.text === '.' && tokens[end + 2]?.kind === 'word') end += 2;
      return [{ start: token.start, end: (tokens[end] as Token).end, text: '' }];
    });
  },
};
