import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/quoting/languages.ts';
import { all, any, type Search, where } from '../../src/quoting/search.ts';
import { searchFromJson, searchToJson } from '../../src/quoting/search-json.ts';
import { mergeSearches, searchedValues, withoutValues } from '../../src/quoting/search-merge.ts';
import { hashSearch, networkSearch, packageSearch } from '../support/searches.ts';

const domain = (value: string) => ({ type: 'domain' as const, value });
const texts = (search: Search) => LANGUAGES.map(({ render }) => render(search));

describe('one search of several', () => {
  test('is the search for the union, as if one article had named it all', () => {
    const one = networkSearch('t', [domain('a.top'), domain('b.top')]);
    const other = networkSearch('other', [domain('B.top'), domain('c.top'), { type: 'ipv4', value: '45.1.2.3' }]);
    const whole = networkSearch('t', [
      domain('a.top'),
      domain('b.top'),
      domain('c.top'),
      { type: 'ipv4', value: '45.1.2.3' },
    ]);
    expect(texts(mergeSearches([one, other]))).toEqual(texts(whole));
    expect(mergeSearches([one, other])).toMatchObject({ title: one.title, days: one.days });
  });

  test('never mixes conditions that must all hold', () => {
    const parts = (tool: string, trace: string): Search['parts'] => [
      {
        event: 'process',
        where: all(where('name', 'is', [tool]), where('commandLine', 'contains', [trace])),
        by: ['device'],
        show: [],
      },
    ];
    const merged = mergeSearches([
      { title: 't', days: 7, parts: parts('npm', 'left-pad-x') },
      { title: 'u', days: 30, parts: parts('pip', 'req-uests') },
    ]);
    expect(merged.days).toBe(30);
    expect(merged.parts).toHaveLength(1);
    const [spl] = texts(merged);
    expect(spl).toMatch(/npm[^|]*left-pad-x.*\bOR\b.*pip[^|]*req-uests/);
    expect(searchedValues(merged)).toEqual(['left-pad-x', 'req-uests']);
  });

  test('parts that show other fields stay apart', () => {
    const search = (show: readonly ['user'] | readonly []): Search => ({
      title: 't',
      days: 1,
      parts: [{ event: 'file', where: where('name', 'is', ['a.exe']), by: ['device'], show }],
    });
    expect(mergeSearches([search([]), search(['user'])]).parts).toHaveLength(2);
  });
});

describe('a search without some values', () => {
  const search = networkSearch('t', [domain('a.top'), domain('b.top')]);

  test('looks for the others', () => {
    const rest = withoutValues(search, (value) => value === 'a.top');
    expect(rest && texts(rest)).toEqual(texts(networkSearch('t', [domain('b.top')])));
  });

  test('is none where nothing is left', () => {
    expect(withoutValues(search, () => true)).toBeNull();
    const nested: Search = {
      title: 't',
      days: 1,
      parts: [
        {
          event: 'file',
          where: any(all(where('name', 'is', ['a']), where('path', 'contains', ['b']))),
          by: ['device'],
          show: [],
        },
      ],
    };
    expect(withoutValues(nested, (value) => value === 'b')).toBeNull();
  });
});

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('-->', '<!--', '`', '--', '\\', '"', '\n## x\n', '\u202e'),
);
const arbitrarySearch: fc.Arbitrary<Search> = fc.oneof(
  fc.tuple(value, fc.array(value, { maxLength: 5 })).map(([title, values]) => networkSearch(title, values.map(domain))),
  fc.tuple(value, fc.array(value, { maxLength: 5 })).map(([title, values]) =>
    hashSearch(
      title,
      values.map((one) => ({ type: 'md5' as const, value: one })),
    ),
  ),
  fc.constant(
    packageSearch('t', [{ ecosystem: 'npm', name: 'left-pad-x', value: 'left-pad-x', version: null, evidence: 'e' }]),
  ),
);

describe('a search as text', () => {
  test('reads back, in printable ASCII that ends no comment and opens no fence, whatever its values', () => {
    fc.assert(
      fc.property(arbitrarySearch, (search) => {
        const text = searchToJson(search);
        expect(text).toMatch(/^[ -~]*$/);
        expect(text).not.toMatch(/--|[<>`]/);
        const back = searchFromJson(text);
        expect(back).toEqual(JSON.parse(JSON.stringify(search)));
      }),
    );
  });

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no parts', '{"title":"t","days":1,"parts":[]}'],
    [
      'an unknown event',
      '{"title":"t","days":1,"parts":[{"event":"magic","where":{"any":[]},"by":["device"],"show":[]}]}',
    ],
    [
      'an unknown field',
      '{"title":"t","days":1,"parts":[{"event":"file","where":{"field":"x","operator":"is","values":[]},"by":["device"],"show":[]}]}',
    ],
    [
      'an unknown operator',
      '{"title":"t","days":1,"parts":[{"event":"file","where":{"field":"name","operator":"like","values":[]},"by":["device"],"show":[]}]}',
    ],
    [
      'a value that is no text',
      '{"title":"t","days":1,"parts":[{"event":"file","where":{"field":"name","operator":"is","values":[1]},"by":["device"],"show":[]}]}',
    ],
    [
      'nothing that identifies a result',
      '{"title":"t","days":1,"parts":[{"event":"file","where":{"any":[]},"by":[],"show":[]}]}',
    ],
    ['years', '{"title":"t","days":3650,"parts":[{"event":"file","where":{"any":[]},"by":["device"],"show":[]}]}'],
  ])('with %s is no search', (_, text) => {
    expect(searchFromJson(text)).toBeNull();
  });

  test('of endless depth or length is no search', () => {
    const nest = (depth: number): unknown => (depth === 0 ? where('name', 'is', ['a']) : { any: [nest(depth - 1)] });
    const of = (condition: unknown) =>
      searchFromJson(
        JSON.stringify({ title: 't', days: 1, parts: [{ event: 'file', where: condition, by: ['device'], show: [] }] }),
      );
    expect(of(nest(3))).not.toBeNull();
    expect(of(nest(50))).toBeNull();
    expect(of(where('name', 'is', Array(5000).fill('a')))).toBeNull();
  });
});
