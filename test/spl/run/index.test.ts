import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSpl, createSplEvaluator } from '../../../src/spl/run/index.ts';
import { NO_EXTRAS } from '../support.ts';
import { ago, events, NOW, rows, run, trouble } from './support.ts';

const DATA = {
  tables: { 'Endpoint.Processes': [{ _time: ago(5), dest: 'ws1', user: 'bob', process: 'x' }], ...events({ a: 1 }) },
};

describe('a search', () => {
  test('runs from its source to its last command', () => {
    const search = `| tstats \`summariesonly\` count min(_time) as firstTime from datamodel=Endpoint.Processes where Processes.user="BOB" by Processes.dest
      | \`drop_dm_object_name(Processes)\` \`\`\`comment\`\`\` | \`security_content_ctime(firstTime)\``;
    expect(run(search, DATA)).toEqual({
      status: 'evaluated',
      columns: ['dest', 'count', 'firstTime'],
      rows: [{ dest: 'ws1', count: 1, firstTime: '2026-05-01T12:07:00' }],
    });
  });

  test('is compiled once and run on any data', () => {
    const evaluator = createSplEvaluator(NO_EXTRAS);
    const search = 'search index=main | stats count';
    expect(evaluator(search, DATA, { now: NOW })).toMatchObject({ rows: [{ count: 1 }] });
    expect(evaluator(search, { tables: {} }, { now: NOW })).toMatchObject({ rows: [{ count: 0 }] });
  });

  test('leaves the rows that it is given as they are', () => {
    const before = JSON.stringify(DATA);
    rows('search index=main | eval a=2, b=3 | rename host as dest', DATA.tables);
    rows('| from datamodel:Endpoint.Processes | eval user="eve"', DATA.tables);
    expect(JSON.stringify(DATA)).toBe(before);
    expect(rows('| from datamodel:Endpoint.Processes | table user', DATA.tables)).toEqual([{ user: 'bob' }]);
  });

  test('a field may be called as anything of JavaScript is', () => {
    expect(
      rows(
        'search index=main | where isnull(constructor) | eval valueOf="x", toString=1 | table valueOf toString',
        DATA.tables,
      ),
    ).toEqual([{ valueOf: 'x', toString: 1 }]);
  });
});

describe('macros', () => {
  test('of our own app stand for their definition', () => {
    const tables = events({ source: 'XmlWinEventLog:Security', EventCode: 4769 }, { source: 'other' });
    expect(rows('`wineventlog_security` EventCode=4769 | stats count', tables)).toEqual([{ count: 1 }]);
  });

  test('of security content and CIM that restrict nothing', () => {
    expect(
      rows('search (`cim_Endpoint_indexes`) index=main | `any_detection_filter` | stats count', DATA.tables),
    ).toEqual([{ count: 1 }]);
  });

  test('that nobody here knows are named, all of them', () => {
    expect(trouble('`my_index` x | `enrich(user)` | stats count')).toBe(
      'not evaluated: macro my_index, macro enrich(1)',
    );
  });
});

describe('what is not known is named', () => {
  test.each([
    ['search x | transaction user', 'not evaluated: command transaction'],
    ['search x | timechart count | geostats count', 'not evaluated: command timechart, command geostats'],
    ['search x | foreach a_* [eval b=1]', 'not evaluated: command foreach'],
    ['search x | map search="search y"', 'not evaluated: command map'],
    ['| savedsearch other', 'not evaluated: command savedsearch'],
    ['search x | eval a=[search y | return b]', 'not evaluated: a subsearch in eval'],
    ['search x | append [search y | kmeans]', 'not evaluated: command kmeans'],
  ])('%s', (search, outcome) => {
    expect(trouble(search)).toBe(outcome);
  });
});

describe('what Splunk refuses has failed, whatever the data', () => {
  test.each([
    ['search x | nosuchcommand', "Unknown search command 'nosuchcommand'."],
    ['search x |', 'Missing a search command'],
    ['search x | | stats count', 'Missing a search command'],
    ['| where a=1', 'cannot be the first command'],
    ['search x | makeresults', 'must be the first command'],
    ['search x | join id', 'a subsearch in brackets was expected'],
    ['search x | where match(a, "(abc")', 'regular expression'],
    ['search "unclosed', 'unexpected'],
    ['search [search x', 'has no partner'],
  ])('%s', (search, message) => {
    expect(trouble(search)).toContain('failed: ');
    expect(trouble(search)).toContain(message);
  });
});

describe('it never throws and always ends', () => {
  const WORDS = [
    'search',
    '|',
    'stats',
    'count',
    'by',
    'where',
    'eval',
    'a',
    '=',
    '1',
    '(',
    ')',
    '[',
    ']',
    '"x"',
    ',',
    'rex',
    '`m`',
    'sort',
    '-',
    'join',
    'IN',
    'NOT',
    'OR',
    'tstats',
    'from',
    'datamodel=Web',
    '*',
    'rename',
    'as',
    "'q'",
    '\\',
    'if(',
    'mvmap(',
  ];

  test('on any words', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }), (words) => {
        expect(run(words.join(' '), DATA).status).toMatch(/^(?:evaluated|not-evaluated|failed)$/);
      }),
      { numRuns: 500 },
    );
  });

  test('on any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(compileSpl(text, NO_EXTRAS)(DATA, { now: NOW }).status).toMatch(/^(?:evaluated|not-evaluated|failed)$/);
      }),
    );
  });

  test('on deep nesting and on rows that multiply', () => {
    expect(trouble(`search x | where ${'('.repeat(5000)}a=1${')'.repeat(5000)}`)).toContain('not evaluated');
    expect(trouble('| makeresults count=1000 | eval m=mvrange(0, 100) | mvexpand m')).toContain(
      'not evaluated: more than',
    );
    expect(trouble(`search ${'NOT '.repeat(10_000)}a`)).toBe('evaluated');
  });
});
