import { expect, test } from 'vitest';
import { isEnded, withoutEnd } from '../../src/kql/end.ts';

test.each([
  ['T', 'T', false],
  ['T // all\n', 'T // all', false],
  ['T;\n', 'T', true],
  ['T; // all', 'T', true],
  ['T | where A == "x;" // ;', 'T | where A == "x;" // ;', false],
  ['let a = 1;\nT; ;\n// one\n// two\n', 'let a = 1;\nT', true],
  ['T | where A == ```x; // y```', 'T | where A == ```x; // y```', false],
  ['', '', false],
  ['// nothing', '// nothing', false],
])('%j without its end is %j', (query, bare, ended) => {
  expect(withoutEnd(query)).toBe(bare);
  expect(isEnded(query)).toBe(ended);
});
