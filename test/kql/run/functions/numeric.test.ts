import { describe } from 'vitest';
import { itGives } from '../support.ts';

describe('numbers', () => {
  itGives({
    'numerical-operators': [
      ['1 / 2', 0],
      ['-7 / 2', -3],
      ['1.0 / 2', 0.5],
      ['real(1) / 2', 0.5],
      ['14 % 12', 2],
      ['-14 % 12', 10],
      ['14 % -12', 2],
      ['-14 % -12', 10],
      ['1 / 0', null],
      ['9007199254740992 + 1', '9007199254740993'],
      ['9223372036854775807 + 1', '-9223372036854775808'],
      ['3037000500 * 3037000500', '-9223372036709301616'],
      ['int(2147483647) + int(1)', 2147483648],
      ['-(5)', -5],
      ['dynamic({"a": 2}).a * 2.0', 4],
    ],
    'round-function': [
      ['round(2.98765, 3)', 2.988],
      ['round(2.15)', 2],
      ['round(1.005, 2)', 1],
      ['round(12345, -2)', 12300],
    ],
    'abs-function': [
      ['abs(-5)', 5],
      ['abs(-1.5)', 1.5],
      ['abs(-1h)', '01:00:00'],
    ],
    'ceiling-function': [['ceiling(-1.1)', -1]],
    'sign-function': [['sign(-42)', -1]],
    'sqrt-function': [
      ['sqrt(256)', 16],
      ['sqrt(-1)', null],
    ],
    'pow-function': [['pow(2, 3)', 8]],
    'log-function': [['log(exp(1))', 1]],
    'log10-function': [['log10(1000)', 3]],
    'max-of-function': [
      ['max_of(10, 1, -3, 17)', 17],
      ['min_of(10, 1, -3, 17)', -3],
      ['max_of(int(null), 1)', 1],
    ],
    'binary-and-function': [
      ['binary_and(5, 3)', 1],
      ['binary_or(5, 3)', 7],
      ['binary_xor(5, 3)', 6],
      ['binary_shift_left(1, 40)', 1099511627776],
      ['binary_shift_right(-8, 1)', -4],
    ],
  });
});
