import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalize } from '../../src/spl/normalize.ts';
import { applyEdits } from '../../src/spl/repairs/edits.ts';
import { SPL_REPAIRS } from '../../src/spl/repairs/index.ts';
import { check, problems, processes } from './support.ts';

const BODY = '| tstats count from datamodel=Web where Web.url=x by Web.src | `drop_dm_object_name(Web)`';
const EMAIL = 'where All_Email.url=x by All_Email.recipient | `drop_dm_object_name(All_Email)`';

/** The names of the repairs, a search that needs them, and the search that they make of it, before it is broken into lines. */
const CASES: readonly (readonly [names: readonly string[], source: string, pushed: string])[] = [
  [
    ['slash-comments'],
    `// what this is about | and more\n${BODY}`,
    `\`\`\` what this is about | and more \`\`\` ${BODY}`,
  ],
  [
    ['slash-comments'],
    `${BODY}\n| where count==1   // only once, "new" pairs\n| sort - count`,
    `${BODY} | where count==1 \`\`\` only once, "new" pairs \`\`\` | sort - count`,
  ],
  [['slash-comments'], `  // it's one\n// and "two\n${BODY}`, `\`\`\`it's one\nand "two\`\`\` ${BODY}`],
  [
    ['line-continuations'],
    '| tstats count \\\n  from datamodel=Web \\\n  by Web.src',
    '| tstats count\n  from datamodel=Web\n  by Web.src',
  ],
  [
    ['plain-characters'],
    '| tstats count from datamodel=Web where Web.url=“*—x*” by Web.src | sort – count',
    '| tstats count from datamodel=Web where Web.url="*-x*" by Web.src | sort - count',
  ],
  [['plain-characters'], '\ufeffindex=main\u00a0| stats\u00a0count', 'index=main | stats count'],
  [
    ['legacy-comments'],
    'index=main `comment("find | delete and so on")` | stats count',
    'index=main ```find | delete and so on``` | stats count',
  ],
  [['legacy-comments'], 'index=main | `comment("one")` | stats count', 'index=main | ```one``` stats count'],
  [['legacy-comments'], `\`comment("title")\` ${BODY}`, `\`\`\`title\`\`\` ${BODY}`],
  [
    ['command-backticks', 'leading-pipe'],
    '`tstats` count from datamodel=Web by Web.src',
    '| tstats count from datamodel=Web by Web.src',
  ],
  [
    ['command-backticks'],
    '| `tstats` count from datamodel=Web by Web.src',
    '| tstats count from datamodel=Web by Web.src',
  ],
  [['unwrapped-pipeline'], `(${BODY}) | append [${BODY}]`, `${BODY} | append [${BODY}]`],
  [
    ['command-backticks', 'unwrapped-pipeline', 'leading-pipe'],
    '(`tstats` count from datamodel=Web where (Web.url=x) by Web.src | stats count) | sort - count',
    '| tstats count from datamodel=Web where (Web.url=x) by Web.src | stats count | sort - count',
  ],
  [['leading-macro'], `\`indextime\` ${BODY}`, BODY],
  [['leading-pipe'], 'tstats count from datamodel=Web by Web.src', '| tstats count from datamodel=Web by Web.src'],
  [['subsearch-command'], 'index=main | append [index=b x=1]', 'index=main | append [search index=b x=1]'],
  [
    ['subsearch-command'],
    'index=main | append [`sysmon` EventCode=1]',
    'index=main | append [search `sysmon` EventCode=1]',
  ],
  [['macro-argument'], BODY.replace('(Web)', '()'), BODY],
  // A model's name in a dataset's place, where only one dataset can be meant.
  [
    ['cim-names'],
    '| tstats values(Email.src) as src from datamodel=Email where Email.url=x by Email.recipient | `drop_dm_object_name("Email")`',
    '| tstats values(All_Email.src) as src from datamodel=Email where All_Email.url=x by All_Email.recipient | `drop_dm_object_name("All_Email")`',
  ],
  [
    ['cim-names'],
    processes('Endpoint.Processes.user=x').replaceAll(' Processes.', ' Endpoint.Processes.'),
    processes('Processes.user=x'),
  ],
  [
    ['cim-names', 'lost-field'],
    '| tstats count from datamodel=Endpoint.Ports by All_Ports.dest | rename All_Ports.dest as dest "All_Ports.*" as * | where \'All_Ports.dest\'=1',
    '| tstats count from datamodel=Endpoint.Ports by Ports.dest | rename Ports.dest as dest "Ports.*" as * | where dest=1',
  ],
  [
    ['cim-names'],
    '| tstats count from datamodel=Network_Resolution.DNS by Network_Resolution.DNS.query "Network_Resolution.DNS.src"',
    '| tstats count from datamodel=Network_Resolution.DNS by DNS.query "DNS.src"',
  ],
  // A dataset that does not exist, in a model that has one root dataset.
  [
    ['cim-names'],
    '| tstats count from datamodel=Authentication.All_Authentication where All_Authentication.action=failure by All_Authentication.user | `drop_dm_object_name(All_Authentication)`',
    '| tstats count from datamodel=Authentication.Authentication where Authentication.action=failure by Authentication.user | `drop_dm_object_name(Authentication)`',
  ],
  [
    ['cim-names'],
    `| tstats count from datamodel="Email.Email" ${EMAIL}`,
    `| tstats count from datamodel="Email.All_Email" ${EMAIL}`,
  ],
  // Scripts are no processes.
  [
    ['script-names'],
    processes('Processes.process_name IN ("node.exe","main.py") OR Processes.parent_process_name=run.ps1'),
    processes(
      '(Processes.process_name IN ("node.exe") OR Processes.process IN ("* main.py*", "*/main.py*", "*\\\\main.py*")) OR Processes.parent_process IN ("* run.ps1*", "*/run.ps1*", "*\\\\run.ps1*")',
    ),
  ],
  [
    ['cim-groups'],
    '| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.src, All_Traffic.process_name, All_Traffic.dest',
    '| tstats count values(All_Traffic.process_name) as All_Traffic.process_name from datamodel=Network_Traffic.All_Traffic by All_Traffic.src, All_Traffic.dest',
  ],
  [
    ['cim-groups'],
    '| tstats count from datamodel=Web by Web.src Web.user_agent',
    '| tstats count values(Web.http_user_agent) as Web.user_agent from datamodel=Web by Web.src',
  ],
  [
    ['where-wildcard'],
    'index=main | where process="*a.b*" AND user!="x*"',
    'index=main | where match(process, "(?i)a\\\\.b") AND NOT match(user, "(?i)^x")',
  ],
  [
    ['field-quotes'],
    '| tstats count from datamodel=Web by Web.url | where match(Web.url, "x") | eval y=lower(Web.url)',
    "| tstats count from datamodel=Web by Web.url | where match('Web.url', \"x\") | eval y=lower('Web.url')",
  ],
  [
    ['missing-rename'],
    `${BODY} | rename Web.src as src, count as n | table src n`,
    `${BODY} | rename count as n | table src n`,
  ],
  [['missing-rename'], `${BODY} | rename Web.src as src | table src`, `${BODY} | table src`],
  [
    ['missing-rename'],
    `${BODY} | rename Web.src as client | table client`,
    `${BODY} | rename src as client | table client`,
  ],
  // The name that the field has now.
  [['lost-field'], `${BODY} | stats count by Web.src`, `${BODY} | stats count by src`],
  [
    ['lost-field'],
    'index=main | rename user AS account | where user="x"',
    'index=main | rename user AS account | where account="x"',
  ],
  [
    ['lost-field'],
    '| tstats count from datamodel=Web by Web.url | eval a=lower(url) | stats count by url',
    "| tstats count from datamodel=Web by Web.url | eval a=lower('Web.url') | stats count by Web.url",
  ],
  [
    ['lost-field'],
    `${BODY} | join src [search index=b | stats count by All.src]`,
    `${BODY} | join src [search index=b | stats count by All.src | rename "All.src" as src]`,
  ],
  // The column that was made of it.
  [
    ['lost-field'],
    'index=main | stats values(process) AS cmds count AS n by host | where match(process, "x") AND count>3',
    'index=main | stats values(process) AS cmds count AS n by host | where match(cmds, "x") AND n>3',
  ],
  // The stage that dropped it keeps it.
  [
    ['lost-field'],
    'index=main | stats count by host | where user="x"',
    'index=main | stats count values(user) as user by host | where user="x"',
  ],
  [
    ['lost-field'],
    'index=main | stats count by host | where user!="x"',
    'index=main | stats count by host user | where user!="x"',
  ],
  [
    ['lost-field'],
    'index=main | stats sum(x) AS y | eval z=lower(user)',
    'index=main | stats sum(x) AS y by user | eval z=lower(user)',
  ],
  [
    ['lost-field'],
    'index=main | table host count | eval z=lower(user)',
    'index=main | table host count, user | eval z=lower(user)',
  ],
  [
    ['lost-field'],
    `${BODY} | where match(url, "x") | eval z=lower(user)`,
    BODY.replace('count from', 'count values(Web.url) as url from').replace('by Web.src', 'by Web.src Web.user') +
      ' | where match(url, "x") | eval z=lower(user)',
  ],
  [
    ['lost-field'],
    `${BODY} | timechart span=1h sum(count)`,
    `${BODY.replace('by Web.src', 'by Web.src _time span=1s')} | timechart span=1h sum(count)`,
  ],
];

describe('repairs', () => {
  test.each(CASES)('%j: %j', (names, source, pushed) => {
    const text = normalize(pushed);
    expect(check(source)).toMatchObject({ verdict: 'repaired', repairs: names, text });
    expect(check(text)).toMatchObject({ verdict: 'ready', repairs: [], text });
  });

  test('every repair is tested, has its own name and says what it preserves', () => {
    const tested = new Set(CASES.flatMap(([names]) => names));
    expect([...tested].sort()).toEqual(SPL_REPAIRS.map(({ name }) => name).sort());
    for (const { preserves } of SPL_REPAIRS) expect(preserves).toMatch(/^[A-Z].{20,}\.$/s);
  });

  test('what is clean is not touched', () => {
    expect(check(`${BODY} | where src="// x" | sort - count`)).toMatchObject({ verdict: 'ready', repairs: [] });
    expect(check('index=main url=//host/path')).toMatchObject({ verdict: 'ready', repairs: [] });
  });

  test.each([
    ['a comment that may be all of the search', `// find ${BODY}`],
    ['a dataset that could be any of five', '| tstats count from datamodel=Endpoint.Endpoint where Endpoint.user=x'],
    [
      'a dataset whose fields do not fit the only other one',
      '| tstats count from datamodel=Authentication.All_Authentication by All_Authentication.nothing',
    ],
    ['a stage that is left without its argument', 'index=main | eval x=`comment("a")`'],
    ['a search that is left without its terms', 'index=main | search `comment("a")`'],
    [
      'the only group, which CIM lacks',
      '| tstats count from datamodel=Network_Traffic.All_Traffic by All_Traffic.process_name',
    ],
    [
      'a field that nothing had',
      '| tstats count from datamodel=Web by Web.src | iplocation Web.src | where ASN_org="x"',
    ],
    ['a field that a chart dropped', 'index=main | top user | where host="x"'],
    ['a comparison that SPL has not', 'index=main | where count BETWEEN 3 AND 9'],
    ['a fullwidth bar', 'index=main \uff5c stats count'],
    ['a macro that is not in the way of anything', '`indextime` | stats count'],
    ['a first word that may be a word to search for', 'from datamodel:Web'],
    ['a repair that leaves something else wrong', `// c\n${BODY} | frobnicate`],
  ])('not: %s', (_, source) => {
    const query = check(source);
    expect(query).toMatchObject({ verdict: 'rejected', repairs: [], text: source });
    expect(query.problems.some(({ severity }) => severity === 'error')).toBe(true);
  });

  test('a prefix of another data model, or with a field that does not exist, is left to a warning', () => {
    expect(problems(check('| tstats values(All_Email.url) from datamodel=Web by Web.src'))).toEqual([
      '1:17 spl-field-prefix',
    ]);
    expect(check('| tstats count from datamodel=Email by Email.url Email.nothing')).toMatchObject({
      verdict: 'rejected',
      repairs: [],
    });
  });

  test('values that look like names are left alone', () => {
    const source =
      '| tstats count from datamodel=Email where Email.subject="Email.x" by Email.url | search count="Email.x" | eval b="Email.x"';
    expect(check(source).text).toBe(normalize(source.replaceAll(' Email.', ' All_Email.')));
  });

  test('warnings about a repaired search are placed in the source', () => {
    const query = check(
      '// one\n// two\n| tstats values(Web.nothing) from datamodel=Web by Web.src\n| `comment("c")` | sort - Web.src',
    );
    expect(query.verdict).toBe('repaired');
    expect(problems(query)).toEqual(['3:17 spl-unknown-field']);
  });
});

describe('applyEdits', () => {
  test('applies in the order of the text, and drops what overlaps', () => {
    const edits = [
      { start: 4, end: 5, text: 'E' },
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: 'no' },
      { start: 3, end: 3, text: '++' },
    ];
    expect(applyEdits('abcdef', edits).text).toBe('c++dEf');
  });

  test('origin leads back to the same character, wherever it was not edited', () => {
    const edit = fc.record({ start: fc.nat(20), length: fc.nat(3), text: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(edit), (list) => {
        const text = 'abcdefghijklmnopqrstuvwxy';
        const { text: out, origin } = applyEdits(
          text,
          list.map(({ start, length, text: t }) => ({
            start,
            end: start + length,
            text: t.toUpperCase().replace(/[a-y]/g, ''),
          })),
        );
        for (let at = 0; at < out.length; at += 1) {
          const place = origin(at);
          expect(place).toBeGreaterThanOrEqual(0);
          expect(place).toBeLessThanOrEqual(text.length);
          if (/[a-y]/.test(out[at] as string)) expect(text[place]).toBe(out[at]);
        }
      }),
    );
  });
});
