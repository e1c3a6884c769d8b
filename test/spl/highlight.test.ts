import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highlightSpl } from '../../src/spl/highlight.ts';

function kinds(search: string, kind: string): string[] {
  return highlightSpl(search).flatMap((span) => (span.kind === kind ? [span.text] : []));
}

test('tells commands, functions, strings, macros and comments apart', () => {
  const search =
    '| tstats count from datamodel=Endpoint.Processes where Processes.process="a | b" by _time span=1h ```why``` | `drop_dm_object_name(Processes)` | eval x=lower(user), n=5 | append [search index=a]';
  expect(kinds(search, 'keyword')).toEqual(['tstats', 'from', 'where', 'by', 'eval', 'append', 'search']);
  expect(kinds(search, 'function')).toEqual(['lower']);
  expect(kinds(search, 'string')).toEqual(['"a | b"']);
  expect(kinds(search, 'macro')).toEqual(['`drop_dm_object_name(Processes)`']);
  expect(kinds(search, 'comment')).toEqual(['```why```']);
  expect(kinds(search, 'number')).toEqual(['1h', '5']);
});

test('a search that begins with its terms begins with no command', () => {
  expect(kinds('index=main user=x | stats count', 'keyword')).toEqual(['stats']);
});

test('loses nothing of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(
        highlightSpl(text)
          .map((span) => span.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
