import { expect, test } from 'vitest';
import { createRangeOpener } from '../../../src/kql/additions/open-range.ts';
import type { SentinelEnvironment } from '../../../src/kql/schema.ts';
import { DEFAULT_ENVIRONMENT } from '../../support/siems.ts';

const open = createRangeOpener(DEFAULT_ENVIRONMENT['sentinel'] as SentinelEnvironment);

test("a run over another window than the query's own reads the window, and a baseline keeps its distance", () => {
  const query = 'DeviceProcessEvents\n| where TimeGenerated > ago(7d)\n| where FileName == "x.exe"';
  const opened = open(query);
  expect(opened).not.toContain('ago(');
  expect(opened).toContain('{{StartTimeISO}}');
  expect(opened).toContain('FileName == "x.exe"');
});

test.each([
  'DeviceProcessEvents | where FileName == "x.exe"',
  'Nowhere | where TimeGenerated > ago(7d)',
  'not a query |',
])('%j stays as it is', (query) => {
  expect(open(query)).toBe(query);
});
