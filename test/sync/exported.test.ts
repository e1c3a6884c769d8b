import { expect, test } from 'vitest';
import { partHunts } from '../../src/sync/exported.ts';
import type { CheckedHunt, CheckedQuery, QueryProblem } from '../../src/sync/query.ts';
import { makeHunt } from '../support/hunts.ts';

const problem = (code: string, severity: QueryProblem['severity'] = 'error'): QueryProblem => {
  return { code, message: code, line: 1, column: 1, severity };
};
const query = (verdict: CheckedQuery['verdict'], ...problems: QueryProblem[]): CheckedQuery => {
  return { text: 'x', verdict, repairs: [], problems, lookbackSeconds: null };
};
const hunt = (key: string, queries: CheckedHunt['queries']): CheckedHunt => ({
  hunt: makeHunt({ key, title: key }),
  queries,
});

test('a hunt is exported where one of its queries may be pushed anywhere; else it is told what is against it', () => {
  const ready = hunt('ready', { one: [query('ready')], other: [query('rejected', problem('a'))] });
  const repaired = hunt('repaired', { one: [query('rejected', problem('a')), query('repaired')] });
  const rejected = hunt('rejected', {
    one: [query('rejected', problem('a'), problem('w', 'warning'))],
    other: [query('rejected', problem('b'))],
  });
  const { accepted, leftOut } = partHunts([ready, rejected, hunt('none', { one: [] }), repaired]);
  expect(accepted).toEqual([ready, repaired]);
  expect(leftOut).toEqual([
    { key: 'rejected', name: 'rejected', reason: 'rejected', problems: [problem('a'), problem('b')] },
  ]);
});
