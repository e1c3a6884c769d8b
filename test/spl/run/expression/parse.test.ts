import { describe, expect, test } from 'vitest';
import { parse } from '../../../../src/spl/parse.ts';
import type { Expression } from '../../../../src/spl/run/expression/ast.ts';
import { fieldsOf } from '../../../../src/spl/run/expression/ast.ts';
import { parseExpression } from '../../../../src/spl/run/expression/parse.ts';
import { trouble } from '../support.ts';

function read(text: string): Expression {
  const [command] = parse(`| where ${text}`).main.commands;
  return parseExpression(command?.args ?? [], 0);
}

/** The tree with parentheses around everything. */
function shown(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'field':
      return node.name;
    case 'call':
      return `${node.name}(${node.args.map(shown).join(',')})`;
    case 'unary':
      return `(${node.operator} ${shown(node.operand)})`;
    case 'binary':
      return `(${shown(node.left)} ${node.operator} ${shown(node.right)})`;
  }
}

// Order of evaluation: https://docs.splunk.com/Documentation/Splunk/latest/Search/Booleanexpressions
describe('eval expressions', () => {
  test.each([
    ['a=1 OR b=2 AND c=3', '((a = 1) OR ((b = 2) AND (c = 3)))'],
    ['NOT a=1 AND b=2', '((NOT (a = 1)) AND (b = 2))'],
    ['a=1 XOR b=2 OR c=3', '((a = 1) XOR ((b = 2) OR (c = 3)))'],
    ['a+b*c-d/2', '((a + (b * c)) - (d / 2))'],
    ['x-1>=-y', '((x - 1) >= (- y))'],
    ['user."|".id', '((user . "|") . id)'],
    ['\'a b\'=="x"', '(a b = "x")'],
    ['status IN (1, "b")', 'in(status,1,"b")'],
    ['name LIKE "a%"', '(name LIKE "a%")'],
    ['like(name, "a%") AND IF(isnull(x), 1, 0)=1', '(like(name,"a%") AND (if(isnull(x),1,0) = 1))'],
    ['Processes.process="evil"', '((Processes . process) = "evil")'],
    ['a>1.5e3', '(a > 1500)'],
  ])('%s', (text, tree) => {
    expect(shown(read(text))).toBe(tree);
  });

  test('knows the fields that are read', () => {
    expect([...fieldsOf(read('if(a=1, mvjoin(b, c), \'d e\')="x"'))]).toEqual(['a', 'b', 'c', 'd e']);
  });

  test.each([
    ['| where count BETWEEN 3 AND 9', 'The expression is malformed'],
    ['| where count >', 'The expression is malformed'],
    ['| where (a=1', 'SearchParser'],
    ['| eval x=="a"', 'Fields cannot be assigned a boolean result'],
    ['| eval x=if(a="1","b")', "The arguments to the 'if' function are invalid."],
    ['| eval x=frobnicate(a)', "The 'frobnicate' function is unsupported or undefined."],
    ['| eval x=case(a=1, 2, 3)', "The arguments to the 'case' function are invalid."],
    ['| where a AND b=1', "Typechecking failed. 'AND' only takes boolean arguments."],
    ['| where NOT a', "Typechecking failed. 'NOT' only takes boolean arguments."],
    ['| eval x="a" - 1', "Typechecking failed. '-' only takes numbers."],
    ['| where match(a, "b")=1', 'received different types'],
    ['| eval x', 'malformed'],
  ])('%s is refused', (search, message) => {
    expect(trouble(`search x ${search}`)).toContain('failed: ');
    expect(trouble(`search x ${search}`)).toContain(message);
  });
});
