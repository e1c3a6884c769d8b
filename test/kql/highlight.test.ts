import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightKql } from '../../src/kql/highlight.ts';

function kinds(query: string, kind: string): string[] {
  return highlightKql(query).flatMap((span) => (span.kind === kind ? [span.text] : []));
}

test('tells operators, functions, strings and comments apart', () => {
  const query =
    'let names = dynamic(["a | b"]); // why\nDeviceProcessEvents\n| where TimeGenerated > ago(7d) and FileName in~ (names)\n| summarize n = count() by DeviceName';
  expect(kinds(query, 'keyword')).toEqual(['let', 'where', 'and', 'in', 'summarize', 'by']);
  expect(kinds(query, 'function')).toEqual(['dynamic', 'ago', 'count']);
  expect(kinds(query, 'string')).toEqual(['"a | b"']);
  expect(kinds(query, 'comment')).toEqual(['// why']);
  expect(kinds(query, 'number')).toEqual(['7d']);
});

test('loses nothing of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(
        highlightKql(text)
          .map((span) => span.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
