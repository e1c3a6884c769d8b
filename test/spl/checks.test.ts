import { describe, expect, test } from 'vitest';
import { positionOf, SPL_CODES } from '../../src/spl/finding.ts';
import { INSIDE } from './inside.ts';
import { check, problems, processes } from './support.ts';

/** A search, and every problem that it must have, with its place. */
const CASES: readonly (readonly [source: string, expected: readonly string[]])[] = [
  // Structure
  ['', ['1:1 spl-empty']],
  ['``` only a comment ```', ['1:1 spl-empty']],
  ['index=main | | stats count', ['1:13 spl-empty']],
  ['index=main |', ['1:13 spl-empty']],
  [`index=main ${'x'.repeat(70_000)}`, ['1:1 spl-too-long']],
  [`index=main ${'['.repeat(40)}`, ['1:44 spl-too-deep']],
  ['index=main\n| where x="a', ['2:11 spl-unclosed-string']],
  ['index=main path="C:\\Temp\\"', ['1:17 spl-unclosed-string']],
  ["index=main user='bob", ['1:17 spl-unclosed-field']],
  ["index=main don't | eval x='y'", ['1:15 spl-unclosed-field']],
  ['index=main `sysmon', ['1:12 spl-unclosed-macro']],
  ['index=main ``` note', ['1:12 spl-unclosed-comment']],
  ['index=main | append [search index=b', ['1:21 spl-bracket']],
  ['index=main ]', ['1:12 spl-bracket']],
  ['index=main (a OR (b)', ['1:12 spl-paren']],
  ['index=main | where (a=1 | stats count', ['1:20 spl-paren']],
  ['index=main | where a=1)', ['1:23 spl-paren']],
  ['index=main foo\\"bar\\"', ['1:15 spl-stray-escape', '1:16 spl-unclosed-string']],
  ['index=main foo\\| stats count', ['1:15 spl-stray-escape']],
  ['index=main x="a"b', ['1:17 spl-run-on-string']],
  ['index=main x="a""b"', ['1:17 spl-run-on-string']],
  ['index=main x="a\nb"', ['1:14 spl-newline-in-string']],
  ['index=main x="```a```"', ['1:14 spl-comment-in-string']],
  ['index=main | st```x```ats count', ['1:14 spl-unknown-command', '1:16 spl-split-word']],
  ["index=main | eval 'a|b'=1", ['1:19 spl-quoted-structure']],
  ['index=main \u0000x', ['1:12 spl-control-character']],
  ['index=main x="\u001b[2J"', ['1:15 spl-control-character']],
  ['index=main x="a\ud800"', ['1:16 spl-control-character']],
  ['index=main x="a\u202eb"', ['1:16 spl-invisible-character']],
  ['index=main | sta\u200dts count', ['1:14 spl-unknown-command', '1:17 spl-invisible-character']],
  ['index=main \u037e | stats count', []],
  ['index=main | eval x=1 // one | stats count', ['1:23 spl-slash-comment']],
  // Commands
  ['index=main | frobnicate x', ['1:14 spl-unknown-command']],
  ['index=main | "stats" count', ['1:14 spl-unknown-command']],
  ['index=main | apply model', ['1:14 spl-unknown-command']],
  ['index=main | stаts count', ['1:14 spl-unknown-command']],
  ['index=main | tstats count', ['1:14 spl-command-position']],
  ['index=main | inputlookup geo_countries', ['1:14 spl-command-position']],
  ['| stats count', ['1:3 spl-command-position']],
  ['index=main | append [stats count]', ['1:22 spl-command-position']],
  // Lookups
  ['index=main | lookup people.csv user OUTPUT team', ['1:21 spl-unknown-lookup']],
  ['| inputlookup append=t people.csv', ['1:24 spl-unknown-lookup']],
  ['| from lookup:people', ['1:8 spl-unknown-lookup']],
  // Data models
  ['| tstats count from datamodel=Nothing', ['1:31 spl-unknown-data-model']],
  ['| tstats count from datamodel=Risk.All_Risk', ['1:31 spl-unknown-data-model']],
  ['| tstats count from datamodel=endpoint.Processes', ['1:31 spl-unknown-data-model']],
  ['| tstats count from datamodel=Endpoint.Malware', ['1:31 spl-unknown-dataset']],
  ['| tstats count from datamodel="Endpoint.Inventory"', ['1:31 spl-unknown-dataset']],
  [
    '| tstats count from datamodel=Endpoint.Endpoint_Inventory where Endpoint_Inventory.dest=x',
    ['1:31 spl-unknown-dataset'],
  ],
  ['| tstats count from datamodel=Network_Traffic where nodename=All_Traffic.Nothing', ['1:62 spl-unknown-dataset']],
  ['| datamodel Endpoint Malware search', ['1:13 spl-unknown-dataset']],
  ['| from datamodel:"Endpoint.Malware"', ['1:8 spl-unknown-dataset']],
  ['| pivot Endpoint Malware count(Malware)', ['1:9 spl-unknown-dataset']],
  ['| tstats count from datamodel=Change_Analysis', ['1:31 spl-deprecated-data-model']],
  [processes('Processes.nothing=1'), ['1:72 spl-filter-field']],
  [processes('Processes.dest=a OR Processes.nothing=1'), ['1:92 spl-unknown-field']],
  [processes('NOT Processes.nothing=1'), ['1:76 spl-unknown-field']],
  [processes('NOT (Processes.dest=a Processes.nothing=1)'), ['1:94 spl-unknown-field']],
  [processes('NOT (Processes.dest=a) Processes.nothing IN (1,2)'), ['1:95 spl-filter-field']],
  [processes('Processes.nothing!=1'), ['1:72 spl-unknown-field']],
  [
    '| tstats values(Processes.nothing) from datamodel=Endpoint by Processes.none',
    ['1:17 spl-unknown-field', '1:63 spl-group-field'],
  ],
  [processes('process_name=x'), ['1:72 spl-filter-field']],
  [processes('process_name=x OR Processes.dest=a'), ['1:72 spl-field-prefix']],
  [processes('Filesystem.file_name=x'), ['1:72 spl-filter-field']],
  ['| tstats count from datamodel=Endpoint.Processes by Filesystem.dest', ['1:53 spl-group-field']],
  ['| tstats values(All_Email.url) from datamodel=Web', ['1:17 spl-field-prefix']],
  [
    '| tstats count from datamodel=Endpoint.Filesystem where Filesystem.process_name=x by Filesystem.dest',
    ['1:57 spl-newer-field'],
  ],
  ['| tstats count dc(Web.src) sources from datamodel=Web', ['1:28 spl-tstats-syntax']],
  ['| tstats count frm datamodel=Web span=1h', ['1:16 spl-tstats-syntax', '1:34 spl-tstats-syntax']],
  ['| tstats count from datamodel=Web Web.src=x', ['1:35 spl-tstats-syntax']],
  ['search tstats count from datamodel=Web', ['1:8 spl-missing-pipe']],
  ['index=main | append [search inputlookup x.csv]', ['1:29 spl-missing-pipe']],
  [processes('like(Processes.process,"%x%")'), ['1:72 spl-tstats-where']],
  ['| tstats count from datamodel=Web where Web.url LIKE "%x%" by Web.src', ['1:49 spl-tstats-where']],
  ['| tstats count from datamodel=Web by Web.src span=10m', ['1:46 spl-tstats-span']],
  // Policy beyond commands
  ['| from web', ['1:3 spl-forbidden-source']],
  ['| from savedsearch:x', ['1:8 spl-forbidden-source']],
  ['| tstats count from sid=1234.5', ['1:21 spl-forbidden-source']],
  ['index=main user="$env:user$"', ['1:18 spl-token']],
  ['index=main earliest=rt-5m', ['1:12 spl-real-time']],
  ['index=main ``` Replace the IN list with your hosts ```', ['1:12 spl-template-note']],
  ['index=main latest=1767225600', ['1:12 spl-fixed-window']],
  ['index=main dest IN ("-")', ['1:17 spl-placeholder']],
];

describe('checks', () => {
  test.each(CASES)('%j', (source, expected) => {
    expect(problems(check(source))).toEqual(expected);
  });

  test('codes that only other tests reach are few, and every code is explained', () => {
    const reached = new Set([...CASES, ...INSIDE].flatMap(([, expected]) => expected.map((one) => one.split(' ')[1])));
    const elsewhere = Object.keys(SPL_CODES).filter((code) => !reached.has(code));
    expect(elsewhere).toEqual([
      'spl-unreadable',
      'spl-unanswered',
      'spl-missing-search',
      'spl-unknown-macro',
      'spl-macro-call',
      'spl-macro-argument',
      'spl-macro-position',
      'spl-forbidden-command',
      'spl-refused-by-splunk',
    ]);
    for (const [severity, explanation] of Object.values(SPL_CODES)) {
      expect(['error', 'warning']).toContain(severity);
      expect(explanation).toMatch(/^.{20,}[.]$/s);
    }
  });

  test('warnings do not reject, errors do', () => {
    for (const [source, expected] of CASES) {
      const bad = expected.some((one) => SPL_CODES[one.split(' ')[1] as keyof typeof SPL_CODES][0] === 'error');
      const query = check(source);
      if (query.repairs.length === 0) expect([source, query.verdict]).toEqual([source, bad ? 'rejected' : 'ready']);
    }
  });
});

describe('what a hunt may well hold', () => {
  test.each([
    [
      'fields that every event has',
      '| tstats count from datamodel=Web where index=proxy sourcetype=x by host _time span=1h',
    ],
    [
      'a child dataset with its lineage',
      '| tstats count from datamodel=Network_Traffic where nodename=All_Traffic.Traffic_By_Action.Blocked_Traffic by All_Traffic.src',
    ],
    [
      'an inherited field under the dataset that defines it',
      '| tstats count from datamodel=Authentication.Failed_Authentication by Authentication.user',
    ],
    [
      'flags of child datasets',
      '| tstats count from datamodel=Authentication where Authentication.is_Failed_Authentication=1 by Authentication.src',
    ],
    [
      'functions, names and options of tstats',
      '| tstats prestats=f count AS n, dc("Web.src") as "many sources" c fillnull_value=null p95(Web.duration) values(PREFIX(x=)) FROM datamodel=Web allow_old_summaries=t GROUPBY Web.src',
    ],
    [
      'names in quotes',
      '| tstats count from datamodel="Endpoint"."Processes" where "Processes.user"=x by "Processes.dest"',
    ],
    ['tstats without a data model', '| tstats count where index=* by sourcetype'],
    [
      'appending tstats',
      '| tstats prestats=t count from datamodel=Web by Web.src | tstats prestats=t append=t count from datamodel=Web by Web.src | stats count by Web.src',
    ],
    ['commands in any case', 'index=main | STATS count BY host | Where count>1'],
    ['a field called like a command', 'index=main | search delete=1 collect=2'],
    ['a first word that is a field called like a command', 'rest=1 index=main'],
    [
      'regular expressions with brackets, pipes and quotes',
      'index=main | rex field=url "^(?<host>[^/|]+)\\"?(?<NAME_X>[a-z]{2})"',
    ],
    ['a dash as a value', 'index=main url!="-" user="-"'],
    [
      'lists that a subsearch or a macro fills',
      'index=main | search dest IN (`sysmon`) [search index=b | return dest]',
    ],
    ['string concatenation', 'index=main | eval a=user."|".host, b="x".user'],
    ['foreach and its templates', "index=main | foreach a* [eval <<FIELD>>_x='<<FIELD>>'+1]"],
    ['a lone dollar sign, or two', 'index=main path IN ("*\\\\admin$\\\\*","*\\\\c$\\\\*")'],
    ['bodies that start with a pipe', 'index=main | appendpipe [| stats count]'],
    ['markup', 'index=main url="*<script>*" OR url="*<img_src=x*"'],
    ['geographic lookups of every Splunk', '| inputlookup geo_countries | stats count'],
    [
      'lookups of our own app',
      '| inputlookup huntsync_indicators | lookup huntsync_techniques technique OUTPUT technique_name',
    ],
    ['a file of our own app', '| inputlookup huntsync_techniques.csv'],
    ['text in any script', 'index=main msg="*こんにちは — ü*"'],
  ])('%s', (_, source) => {
    expect(check(source)).toMatchObject({ verdict: 'ready', problems: [] });
  });

  test('what the configuration lists', () => {
    expect(check('index=main | frobnicate', { commands: ['Frobnicate'] }).verdict).toBe('ready');
    expect(check('index=main | lookup people.csv user', { lookups: ['people.csv'] }).verdict).toBe('ready');
    const risk = '| tstats count from datamodel=Risk.All_Risk by All_Risk.risk_object';
    expect(check(risk, { dataModels: { Risk: [] } }).verdict).toBe('ready');
    expect(check(risk, { dataModels: { Risk: ['All_Risk'] } }).verdict).toBe('ready');
    expect(problems(check(risk, { dataModels: { Risk: ['Other'] } }))).toEqual(['1:31 spl-unknown-dataset']);
    const own = '| tstats count from datamodel=Endpoint.Inventory';
    expect(check(own, { dataModels: { Endpoint: ['Inventory'] } }).verdict).toBe('ready');
  });

  test('a hint names what CIM has instead', () => {
    const message = (source: string) => check(source).problems[0]?.message;
    expect(message('| tstats values(Web.user_agent) from datamodel=Web')).toContain('Web.http_user_agent');
    expect(message('| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.dest_host')).toContain(
      'All_Traffic.dest',
    );
    expect(message('| tstats count from datamodel=Network_Traffic.All_Traffic where All_Traffic.url=x')).toContain(
      'Web.url',
    );
    expect(message(processes('process_name=x'))).toContain('Processes.process_name');
  });
});

test('messages are one safe line, whatever the source holds', () => {
  for (const { message } of check('index=main | \u001b[31m\u202eboo\n | "x').problems)
    expect(message).toMatch(/^[^\p{C}]+$/u);
});

test('the number of problems has an end', () => {
  expect(check(`index=main ${') '.repeat(20_000)}`).problems).toHaveLength(100);
});

test('positionOf counts lines and UTF-16 units from 1', () => {
  expect(positionOf('a\n😀b', 4)).toEqual({ line: 2, column: 3 });
  expect(positionOf('', 9)).toEqual({ line: 1, column: 1 });
});
