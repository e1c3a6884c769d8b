import { expect, test } from 'vitest';
import { deadProblem } from '../../src/prove/dead.ts';

const SOURCE = 'T\n| where A == 1\n| project   A\n  | where A\n    == 2';

test.each([
  ['where it stands', 'where A == 1', 2, 3],
  ['where it is broken into lines otherwise', 'where A == 2', 4, 5],
  ['where the rest of it was cut', 'project A | where…', 3, 3],
  ['at the start, where it stands nowhere', 'summarize', 1, 1],
  ['at the start, where there is nothing to look for', '', 1, 1],
])('the stage that kills a query is placed %s', (_, stage, line, column) => {
  const problem = deadProblem({ verdict: 'dead', stage, reason: `${stage}: because` }, SOURCE);
  expect(problem).toEqual({
    code: 'dead',
    message: `No row can make it hit: ${stage}: because`,
    line,
    column,
    severity: 'error',
  });
});
