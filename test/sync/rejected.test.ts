import { expect, test } from 'vitest';
import type { CheckedHunt, QueryProblem } from '../../src/sync/query.ts';
import { rejectedOn } from '../../src/sync/rejected.ts';
import { makeChecked } from '../support/hunts.ts';

const problem = (code: string): QueryProblem => ({ code, message: code, line: 1, column: 1, severity: 'error' });

function checked(key: string, ...verdicts: readonly ['ready' | 'rejected', ...string[]][]): CheckedHunt {
  const { hunt } = makeChecked({ key, title: `Hunt ${key}` });
  const queries = verdicts.map(([verdict, ...codes]) => {
    return { text: 'x', verdict, repairs: [], problems: codes.map(problem), lookbackSeconds: null };
  });
  return { hunt, queries: { memory: queries, other: [] } };
}

test('a hunt with a query that may not be pushed is told of, with everything against it and nothing against its other queries', () => {
  const rejected = rejectedOn({ kind: 'memory' }, [
    checked('a', ['rejected', 'one', 'two'], ['ready', 'a warning'], ['rejected', 'three']),
    checked('b', ['ready', 'a warning']),
    checked('c'),
    checked('d', ['rejected', 'four']),
  ]);
  expect(rejected).toEqual([
    { key: 'a', name: 'Hunt a', problems: [problem('one'), problem('two'), problem('three')] },
    { key: 'd', name: 'Hunt d', problems: [problem('four')] },
  ]);
});

test('only queries for the kind count', () => {
  expect(rejectedOn({ kind: 'other' }, [checked('a', ['rejected', 'one'])])).toEqual([]);
  expect(rejectedOn({ kind: 'unknown' }, [checked('a', ['rejected', 'one'])])).toEqual([]);
});
