import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSpl } from '../../src/spl/check.ts';
import { secondReading } from './second-reader.ts';
import { check, NO_EXTRAS, processes } from './support.ts';

/** Searches of the kinds that articles bring, made up. */
const GOOD: readonly string[] = [
  '``` Title with "quotes | and" more ```\n| tstats `summariesonly` count min(_time) as firstTime\n    from datamodel=Endpoint.Processes\n    where Processes.process_name IN ("a.exe","b.exe") AND (Processes.process="*\\Temp\\*" OR Processes.process="*|*")\n    by Processes.dest, Processes.user, _time span=1h\n| `drop_dm_object_name(Processes)`\n| `security_content_ctime(firstTime)`\n| append [\n  | tstats summariesonly=t count from datamodel=Web where Web.url="*[x]*" by Web.src | `drop_dm_object_name("Web")`\n]\n| sort - count',
  '`sysmon` EventCode=10 TargetImage="*\\\\lsass.exe"\n| where NOT match(SourceImage, "(?i)(a\\\\.exe|b[a-z]+)")\n| stats count, values(SourceImage) AS images by Computer',
  'index=azure sourcetype="azure:audit" | eval app = mvindex(\'target{}.name\', 0) | stats count by app | where count > 3 OR app="x"',
  '| tstats count from datamodel=Email where All_Email.url!="-" by All_Email.recipient | rename All_Email.recipient as user | join type=inner user [| tstats count from datamodel=Endpoint.Processes by Processes.user | rename Processes.user as user]',
  'index=main (a=1 OR b IN (2,3)) | rex field=url "https?://(?<host>[^/]+)" | eval pair=user."|".host | appendpipe [stats count | where count=0] | foreach x* [eval <<FIELD>>=1]',
];

test.each(GOOD)('ready: %j', (source) => {
  const query = check(source);
  expect(query).toMatchObject({ verdict: 'ready', repairs: [] });
  expect(query.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(secondReading(query.text)).toEqual([]);
});

describe('checkSpl', () => {
  test('gives the text to push, in lines and with its comments, and the window that it names', () => {
    const source = '``` t ```\n| tstats count\n  from datamodel=Web\n  where Web.url="a  b" earliest=-7d@h';
    expect(checkSpl(source, { environment: NO_EXTRAS })).toEqual({
      text: '| tstats count\n  from datamodel=Web\n  where Web.url="a  b" earliest=-7d@h\n  ``` t ```',
      verdict: 'ready',
      repairs: [],
      problems: [],
      lookbackSeconds: null,
      window: { earliest: '-7d@h' },
    });
  });

  test('a rejected search keeps its text and names the place and the way out', () => {
    const source = 'index=main\n  | frobnicate';
    expect(check(source)).toMatchObject({
      text: source,
      verdict: 'rejected',
      problems: [
        { code: 'spl-unknown-command', line: 2, column: 5, severity: 'error', message: 'frobnicate is no command' },
      ],
    });
  });

  test('any string has a verdict, and what is accepted is accepted again unchanged and has no fault for a second reader', () => {
    const judge = (source: string) => {
      const query = check(source);
      expect(query.problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
      if (query.verdict === 'rejected') {
        expect(query.problems.some(({ severity }) => severity === 'error')).toBe(true);
      } else {
        expect(check(query.text)).toMatchObject({ verdict: 'ready', text: query.text });
        expect([query.text, secondReading(query.text)]).toEqual([query.text, []]);
      }
    };
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), judge), { numRuns: 1000 });

    // Good searches with some characters taken out, put in or swapped.
    const inserted = fc.constantFrom(
      '"',
      "'",
      '`',
      '```',
      '(',
      ')',
      '[',
      ']',
      '|',
      '\\',
      '\n',
      ' ',
      ',',
      '//',
      '—',
      '“',
      '$',
      '=',
      'x',
      'search ',
    );
    const change = fc.record({ at: fc.nat(600), remove: fc.nat(3), insert: fc.option(inserted, { nil: '' }) });
    const mutated = fc
      .tuple(fc.constantFrom(...GOOD), fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([source, changes]) =>
        changes.reduce((text, { at, remove, insert }) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + insert + text.slice(place + remove);
        }, source),
      );
    fc.assert(fc.property(mutated, judge), { numRuns: 3000 });
  });

  test.each([
    ['[', 60_000],
    ['"a" ', 15_000],
    ['| x ', 15_000],
    ['`m` ', 15_000],
    ["'", 60_000],
    ['in (', 15_000],
    ['<A_', 20_000],
    ['a.', 30_000],
    ['\\', 60_000],
    ['// ', 20_000],
    ['“', 60_000],
    ['$a', 30_000],
    ['x=example.', 6_000],
  ])('%j, %d times, has an answer long before the test would time out', (part, times) => {
    for (const source of [part.repeat(times), processes(part.repeat(times))]) {
      const { verdict, problems } = check(source);
      expect(verdict === 'rejected').toBe(problems.some(({ severity }) => severity === 'error'));
    }
  });
});
