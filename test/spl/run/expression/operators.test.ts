import { describe, expect, test } from 'vitest';
import { evaluate, events, holds, trouble } from '../support.ts';

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Where
describe('comparisons', () => {
  test('numbers by size, whether the field has a number or its text; text by its characters, case and all', () => {
    expect(holds('n > 9', { n: '10' })).toBe(true);
    expect(holds('n > 9', { n: 10 })).toBe(true);
    expect(holds('a > b', { a: '10', b: '9' })).toBe(true);
    expect(holds('a > b', { a: 'x10', b: 'x9' })).toBe(false);
    expect(holds('s="ABC"', { s: 'abc' })).toBe(false);
    expect(holds('s="*evil*"', { s: 'an evil one' })).toBe(false);
    expect(holds('status="200"', { status: 200 })).toBe(true);
    expect(holds('status=200', { status: '200' })).toBe(true);
    expect(holds('a=b', { a: 'x', b: 'x' })).toBe(true);
  });

  test('a field that is missing makes the comparison NULL, and its negation too', () => {
    expect(holds('gone="a"')).toBe(false);
    expect(holds('gone!="a"')).toBe(false);
    expect(holds('NOT gone="a"')).toBe(false);
    expect(holds('NOT match(gone, "a")')).toBe(false);
    expect(holds('isnull(gone)')).toBe(true);
    expect(evaluate('if(gone="a", "yes", "no")')).toBe('no');
  });

  test('AND, OR and XOR over NULL', () => {
    expect(holds('x=1 OR gone=1', { x: 1 })).toBe(true);
    expect(holds('NOT (x=1 AND gone=1)', { x: 2 })).toBe(true);
    expect(holds('NOT (x=1 AND gone=1)', { x: 1 })).toBe(false);
    expect(holds('x=1 XOR x=2', { x: 2 })).toBe(true);
  });

  test('of several values that agree the answer is known, else it is not evaluated', () => {
    expect(holds('m="a"', { m: ['a', 'a'] })).toBe(true);
    expect(holds('match(m, "^x")', { m: ['a', 'b'] })).toBe(false);
    expect(trouble('search index=main | where m="a"', { tables: events({ m: ['a', 'b'] }) })).toContain(
      'not evaluated: = on a multivalue field',
    );
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
describe('arithmetic', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['a + 1', 6],
    ['"x" + "y"', 'xy'],
    ['"x" . 1', 'x1'],
    ['a . b', '5z'],
    ['b + 1', null],
    ['1 / 0', null],
    ['7 % 4', 3],
    ['-a', -5],
    ['gone + 1', null],
    ['gone . "x"', null],
    ['(lastTime - firstTime) / 60', 2],
  ])('%s', (expression, result) => {
    expect(evaluate(expression, { a: '5', b: 'z', firstTime: 60, lastTime: 180 })).toBe(result);
  });

  test('what an expression mixes without parentheses is not guessed', () => {
    expect(trouble('search x | eval a="b" . c + 1')).toContain('not evaluated: . beside + or -');
  });
});
