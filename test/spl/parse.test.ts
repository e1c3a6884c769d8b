import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH, parse, type SplPipeline } from '../../src/spl/parse.ts';

/** `search(index) > stats[…]`-like outline of a pipeline. */
function outline(pipeline: SplPipeline): string {
  return pipeline.commands
    .map(({ name, head, implicit, nested }) => {
      const inner = nested.map((one) => `[${one.kind}: ${outline(one)}]`).join('');
      return `${implicit ? 'implied ' : ''}${name || head?.text || '?'}${inner}`;
    })
    .join(' > ');
}

describe('parse', () => {
  test.each([
    ['index=main error | stats count by host', 'implied search > stats'],
    ['search index=main | Stats count', 'search > stats'],
    ['| tstats count from datamodel=Web | `drop_dm_object_name(Web)`', 'tstats > `drop_dm_object_name(Web)`'],
    ['`sysmon` EventCode=1 | stats count', 'implied search > stats'],
    ['``` a | b ``` | tstats count', 'tstats'],
    [
      '| tstats count | append [| tstats count | where x=1] | sort - count',
      'tstats > append[subsearch: tstats > where] > sort',
    ],
    [
      '| makeresults | appendpipe [stats count] | foreach a b [eval <<FIELD>>=1]',
      'makeresults > appendpipe[body: stats] > foreach[body: eval]',
    ],
    ['| multisearch [search a] [search b | eval c=1]', 'multisearch[subsearch: search][subsearch: search > eval]'],
    ['| makeresults | join x [search a [search b]]', 'makeresults > join[subsearch: search[subsearch: search]]'],
    ['| makeresults | union [search a] | map search="x"', 'makeresults > union[subsearch: search] > map'],
    ['[| inputlookup x | format] host=y', 'implied search[subsearch: inputlookup > format]'],
    ['| eval x="a | b" | where y="[c"', 'eval > where'],
  ])('%s', (source, expected) => {
    const tree = parse(source);
    expect(outline(tree.main)).toBe(expected);
    expect(tree.faults).toEqual([]);
  });

  test('a pipe ends a command whatever parentheses are open', () => {
    const tree = parse('(| tstats count | x) | y');
    expect(outline(tree.main)).toBe('implied search > tstats > x > y');
    expect(tree.faults).toEqual([
      { kind: 'paren', start: 0 },
      { kind: 'paren', start: 19 },
    ]);
  });

  test('brackets without partners are faults, and the rest is read on', () => {
    expect(parse('a ] | stats count').faults).toEqual([{ kind: 'bracket', start: 2 }]);
    expect(outline(parse('a ] | stats count').main)).toBe('implied search > stats');
    expect(parse('| append [| append [x').faults).toEqual([
      { kind: 'bracket', start: 19 },
      { kind: 'bracket', start: 9 },
    ]);
  });

  test('nesting ends at the limit', () => {
    expect(parse(`a ${'['.repeat(MAX_DEPTH + 1)}`).faults).toContainEqual({ kind: 'depth', start: 2 + MAX_DEPTH });
    expect(parse(`a ${'['.repeat(100_000)}`).pipelines).toHaveLength(MAX_DEPTH + 1);
  });

  test('never throws', () => {
    const pieces = fc.array(fc.constantFrom('|', '[', ']', '(', ')', 'stats', '`m`', '"s"', ' ', ','), {
      maxLength: 40,
    });
    fc.assert(fc.property(pieces, (parts) => parse(parts.join('')).main.kind === 'main'));
  });
});
