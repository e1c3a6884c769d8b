import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';
import { rulesAt } from '../../src/defender/rules.ts';

const rules = rulesAt('https://graph.example');
const answer = (status: number, bodyAsText: string) => ({ status, bodyAsText }) as PipelineResponse;
const PAGE = '<html><body>Sign in to the network</body></html>';
const MISSING = JSON.stringify({ error: { code: 'NotFound', message: 'none' } });

// https://learn.microsoft.com/graph/api/security-detectionrule-delete?view=graph-rest-1.0: 204 without a body.
test.each([
  [204, ''],
  [404, MISSING],
  [404, ''],
])('a rule is deleted by %i %j', (status, body) => {
  expect(rules.remove('r').check?.(answer(status, body))).toMatchObject({ status });
});

test("a proxy's page deletes nothing, and says of no rule that it is missing", () => {
  expect(() => rules.remove('r').check?.(answer(200, PAGE))).toThrow(/\(200\) is not Microsoft Graph's/);
  expect(rules.remove('r').check?.(answer(404, PAGE))).toBeNull();
  expect(rules.get('r').check?.(answer(404, PAGE))).toBeNull();
  expect(rules.get('r').check?.(answer(404, MISSING))).toMatchObject({ status: 404 });
});
