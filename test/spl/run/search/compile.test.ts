import { describe, expect, test } from 'vitest';
import type { Row } from '../../../../src/prove/language.ts';
import { ago, events, rows, trouble } from '../support.ts';

/** Which of the named events a search finds. */
function found(search: string, given: Readonly<Record<string, Row>>): string[] {
  const tables = events(...Object.entries(given).map(([name, row]) => ({ ...row, name })));
  return rows(search, tables)
    .map((row) => String(row['name']))
    .sort();
}

const PONIES = {
  macintosh: { color: 'Chestnut', location: 'Marin Meadows' },
  lyra: { color: 'Bay' },
  dash: { color: 'Black', location: 'Calaveras Farms' },
  spike: { color: 'Grey', location: 'Calaveras Farms' },
};

// https://docs.splunk.com/Documentation/Splunk/latest/Search/NOTexpressions
describe('NOT and !=', () => {
  test('!= wants the field to be there, NOT does not', () => {
    expect(found('search location!="Calaveras Farms"', PONIES)).toEqual(['macintosh']);
    expect(found('search NOT location="Calaveras Farms"', PONIES)).toEqual(['lyra', 'macintosh']);
    expect(found('search NOT location=*', PONIES)).toEqual(['lyra']);
    expect(found('search location!=*', PONIES)).toEqual([]);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
describe('field comparisons', () => {
  test('ignore case and take wildcards', () => {
    expect(found('search color=bLaCk', PONIES)).toEqual(['dash']);
    expect(found('search location="*mead*"', PONIES)).toEqual(['macintosh']);
    expect(found('search color=b*', PONIES)).toEqual(['dash', 'lyra']);
    expect(found('search Color=Black', PONIES)).toEqual([]);
  });

  test('IN, with wildcards', () => {
    expect(found('search color IN (bay, "gr*")', PONIES)).toEqual(['lyra', 'spike']);
    expect(found('search NOT color IN ("Bay","Black")', PONIES)).toEqual(['macintosh', 'spike']);
  });

  test('sizes of numbers', () => {
    const codes = { a: { code: '404' }, b: { code: 29 }, c: { code: 'x' }, d: {} };
    expect(found('search code>=100', codes)).toEqual(['a', 'c']);
    expect(found('search code<30', codes)).toEqual(['b']);
    expect(found('search code=404.0', codes)).toEqual(['a']);
  });

  test('ranges of addresses', () => {
    const sources = { a: { src: '10.9.165.8' }, b: { src: '192.0.2.1' }, c: { src: '2001:db8::1' } };
    expect(found('search src="10.0.0.0/8"', sources)).toEqual(['a']);
    expect(found('search NOT src IN ("10.0.0.0/8","2001:db8::/32")', sources)).toEqual(['b']);
  });

  test('any value of a multivalue field counts, for != as well', () => {
    const many = { a: { m: ['x', 'y'] }, b: { m: 'x' } };
    expect(found('search m=y', many)).toEqual(['a']);
    expect(found('search m!=x', many)).toEqual(['a']);
    expect(found('search NOT m=x', many)).toEqual([]);
  });

  test('an asterisk cannot be escaped, a backslash is itself', () => {
    const paths = { a: { path: 'C:\\Users\\bob\\x.exe' }, b: { path: '/Users/bob' } };
    expect(found('search path="*\\Users\\*"', paths)).toEqual(['a']);
    expect(found('search path="*\\\\Users\\\\*"', paths)).toEqual(['a']);
  });

  test('of JSON events fields have dotted names', () => {
    const audit = {
      a: { objectRef: { resource: 'secrets' }, sourceIPs: ['10.1.1.1'] },
      b: { objectRef: { resource: 'pods' } },
    };
    expect(found('search objectRef.resource=secrets', audit)).toEqual(['a']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/Search/Booleanexpressions
describe('Boolean operators', () => {
  test('OR binds tighter than AND, which stands between terms', () => {
    const both = { a: { x: 1, y: 1, z: 1 }, b: { x: 1, y: 0, z: 0 }, c: { x: 0, y: 1, z: 1 } };
    expect(found('search x=1 OR y=1 z=1', both)).toEqual(['a', 'c']);
    expect(found('search x=1 OR (y=1 z=1)', both)).toEqual(['a', 'b', 'c']);
    expect(found('search NOT x=1 OR z=1', both)).toEqual(['a', 'c']);
  });

  test('NOT holds for the one term behind it', () => {
    const both = { a: { x: 1, y: 1 }, b: { x: 0, y: 1 }, c: { x: 0, y: 0 } };
    expect(found('search NOT x=1 y=1', both)).toEqual(['b']);
    expect(found('search NOT (x=1 OR y=1)', both)).toEqual(['c']);
  });

  test('in lower case they are words', () => {
    expect(found('search alpha or beta', { a: { _raw: 'alpha or beta' }, b: { _raw: 'alpha' } })).toEqual(['a']);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/Data/Abouteventsegmentation
describe('words and phrases', () => {
  const LOG = {
    a: { _raw: 'user=root failed password from 10.1.2.3 port 22' },
    b: { _raw: 'Failed: passwordless login (user root)' },
    c: { _raw: 'GET /cgi-bin/test.cgi?x=1' },
  };

  test.each([
    ['failed', ['a', 'b']],
    ['password', ['a']],
    ['pass*', ['a', 'b']],
    ['"failed password"', ['a']],
    ['failed password', ['a']],
    ['10.1.2', ['a']],
    ['TERM(10.1.2)', []],
    ['TERM(10.1.2.3)', ['a']],
    ['CASE(Failed)', ['b']],
    ['root NOT port', ['b']],
    ['cgi', ['c']],
    ['test.cgi', ['c']],
    ['est', []],
    ['*', ['a', 'b', 'c']],
  ])('%s', (words, names) => {
    expect(found(`search ${words}`, LOG)).toEqual(names);
  });

  test('a search is implied where none is said', () => {
    expect(found('index=main failed', LOG)).toEqual(['a', 'b']);
    expect(found('sourcetype=test host=h source=s port', LOG)).toEqual(['a']);
    expect(found('index=other', LOG)).toEqual([]);
  });

  test('an event without its text cannot be asked for words', () => {
    expect(trouble('search failed', { tables: { events: [{ _time: ago(5), index: 'main' }] } })).toContain(
      'without _raw',
    );
  });

  test('a result of a data model has no text', () => {
    const tables = { 'Endpoint.Processes': [{ _time: ago(5), dest: 'a', user: 'bob' }] };
    expect(rows('| from datamodel:Endpoint.Processes | search bob', tables)).toEqual([]);
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/Search/Specifytimemodifiersinyoursearch
describe('time', () => {
  const days = {
    events: [30, 3 * 1440, 10 * 1440].map((minutes) => ({ _time: ago(minutes), index: 'main', _raw: '', minutes })),
  };
  const minutes = (search: string) => rows(search, days).map((row) => row['minutes']);

  test('the dispatch window holds, unless the search names its own', () => {
    expect(minutes('search index=main')).toEqual([30]);
    expect(minutes('search index=main earliest=-7d')).toEqual([30, 3 * 1440]);
    expect(minutes('search index=main earliest=-30d@d latest=-1d@d')).toEqual([3 * 1440, 10 * 1440]);
    expect(minutes('search index=main latest=now')).toEqual([30, 3 * 1440, 10 * 1440]);
    expect(minutes('search earliest=-7d AND (index=main)')).toEqual([30, 3 * 1440]);
    expect(minutes('search index=main earliest=0 _index_earliest=-4d')).toEqual([30, 3 * 1440]);
  });

  test('the latest event comes first', () => {
    expect(minutes('search index=main earliest=0')).toEqual([30, 3 * 1440, 10 * 1440]);
  });

  test('a time that is none is refused, and one inside OR is not guessed', () => {
    expect(trouble('search earliest=tomorrowish', { tables: {} })).toContain('failed: Invalid value');
    expect(trouble('search (earliest=-1d OR x=1)')).toContain('not evaluated: earliest inside OR');
  });
});

// https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Format
describe('subsearches', () => {
  const given = { a: { user: 'bob', dest: 'x' }, b: { user: 'eve', dest: 'x' }, c: { user: 'eve', dest: 'y' } };

  test('stand for their results', () => {
    expect(found('search index=main [search user=bob | fields dest | fields - _*]', given)).toEqual(['a', 'b']);
    expect(found('search index=main NOT [search user=bob | table user dest]', given)).toEqual(['b', 'c']);
    expect(found('search index=main [search user=nobody | table dest]', given)).toEqual([]);
    expect(found('search index=main [search user=eve dest=y | return dest]', given)).toEqual(['c']);
    expect(found('search index=main [search user=eve | table user dest | format]', given)).toEqual(['b', 'c']);
    expect(found('search index=main [search dest=y | eval search="user=eve dest=x" | table search]', given)).toEqual([
      'b',
    ]);
  });

  test('return $field gives words to look for', () => {
    const tables = events({ id: 'abc', _raw: 'first' }, { id: 'z', _raw: 'seen abc again' });
    expect(rows('search index=main [search first | return $id]', tables).map((row) => row['id'])).toEqual(['z']);
  });

  test('where a filter of results has them too', () => {
    expect(found('search index=main | search [search user=bob | table user]', given)).toEqual(['a']);
  });
});

describe('what Splunk does not parse is refused', () => {
  test.each([
    ['search user=', 'missing a term on the right hand side'],
    ['search =bob', 'invalid term on the left hand side'],
    ['search (user=bob', 'SearchParser'],
    ['search user=bob OR', 'unexpected'],
    ['search AND user=bob', 'unexpected'],
    ['search user IN ()', 'missing its list'],
  ])('%s', (search, message) => {
    expect(trouble(search)).toContain('failed: ');
    expect(trouble(search)).toContain(message);
  });
});
