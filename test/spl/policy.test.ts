import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandFacts } from '../../src/spl/commands.ts';
import { commandRefusal } from '../../src/spl/policy.ts';
import { check, processes } from './support.ts';

const SIDE_EFFECTS = [
  'delete',
  'outputlookup',
  'outputcsv',
  'outputtext',
  'collect',
  'mcollect',
  'meventcollect',
  'tscollect',
  'sendemail',
  'sendalert',
  'sendmodalert',
  'script',
  'runshellscript',
  'run',
  'map',
  'dump',
  'rest',
  'dbxquery',
  'dbxoutput',
  'createrss',
  'summaryindex',
  'savedsearch',
  'loadjob',
  'fit',
  'deletemodel',
  'ai',
  'aiagent',
  'outputraw',
  'debug',
];

/** Ways to bring a command into a search. */
const HIDING_PLACES: Readonly<Record<string, (command: string) => string>> = {
  'behind a pipe': (c) => `index=main | ${c} x`,
  first: (c) => `| ${c} x`,
  'first, without a pipe': (c) => `${c} x`,
  'in upper case': (c) => `index=main | ${c.toUpperCase()} x`,
  'in mixed case, without spaces': (c) => `index=main|${c[0]?.toUpperCase()}${c.slice(1)}`,
  'behind white space of all kinds': (c) => `index=main |\t\r\n  ${c}\nx`,
  'behind a comment': (c) => `index=main | \`\`\` harmless \`\`\` ${c} x`,
  'behind a comment over several lines': (c) => `index=main\n\`\`\` a\nb \`\`\`| ${c} x`,
  'behind an escaped backslash that looks like an escaped quote': (c) => `index=main x="a\\\\" | ${c} y`,
  'in a subsearch': (c) => `index=main [search index=b | ${c} x]`,
  'in append': (c) => processes('Processes.user=x', ` | append [| makeresults | ${c} x]`),
  'in join, two deep': (c) => `index=main | join a [search b | append [search c | ${c} x]]`,
  'in appendpipe': (c) => `index=main | appendpipe [${c} x]`,
  'in foreach': (c) => `index=main | foreach a* [eval <<FIELD>>=1 | ${c} x]`,
  'in multisearch': (c) => `| multisearch [search a] [search b | ${c} x]`,
  'in union': (c) => `| union [search a | ${c} x], [search b]`,
  'in a where clause': (c) =>
    `| tstats count from datamodel=Web where [| inputlookup geo_countries | ${c} x] by Web.src`,
  'in an eval': (c) => `index=main | eval x=[search a | ${c} x]`,
  'behind a comment macro': (c) => `index=main \`comment("nothing to see")\` | ${c} x`,
  'on a line of its own after a // comment': (c) => `// harmless\nindex=main\n| ${c} x`,
  'in what a repair would unwrap': (c) => `(| tstats count from datamodel=Web by Web.src | ${c} x) | stats count`,
  'in backticks': (c) => `index=main | \`${c}\` x`,
  'with a zero-width space, which a repair would drop': (c) => `index=main | ${c[0]}\u200b${c.slice(1)} x`,
  'with a no-break space, which a repair would mend': (c) => `index=main |\u00a0${c} x`,
};

describe.each(SIDE_EFFECTS)('%s', (command) => {
  test.each(Object.entries(HIDING_PLACES))('%s', (_, hide) => {
    const source = hide(command);
    expect(check(source)).toMatchObject({ verdict: 'rejected', text: source });
    // No configuration lifts a refusal.
    expect(check(source, { commands: [command], macros: ['comment(1)'] }).verdict).toBe('rejected');
  });
});

/** Hostile searches that are more than a forbidden command in a known place. */
const POISONED: readonly string[] = [
  'index=main | outp``` x ```utlookup evil.csv',
  'index=main | outputlookup``` ```evil.csv',
  'index=main | ```a```outputlookup```b``` evil.csv',
  'index=main |\u000bdelete',
  'index=main |\u0085delete',
  'index=main | del\u0000ete',
  'index=main | d\u0435lete',
  'index=main | "delete"',
  "index=main | 'delete'",
  'index=main | (delete)',
  'index=main | search x | | delete',
  'index=main user="x" | eval y="\\" | delete | eval z=\\"" | delete',
  "index=main user='a | delete | eval x='b",
  "index=main | eval 'x | delete | y'=1",
  'index=main x=\\"a | delete | eval y=\\"b',
  'index=main \\| delete',
  'index=main x="a``` " | delete | eval y="```"',
  '``` title " ``` | delete | eval x="a"',
  '``` title ``` | delete ``` more ``` | stats count',
  '``` never closed | stats count',
  '| tstats count from datamodel=Web by Web.src | `drop_dm_object_name("Web.*\\" as x | delete | rename \\"y")`',
  '| tstats count from datamodel=Web by Web.src | `drop_dm_object_name(Web) | delete | rename x`',
  '| tstats count from datamodel=Web by Web.src | `drop_dm_object_name(x" | delete | rename "y)`',
  '| tstats count from datamodel=Web by Web.src | `drop_dm_object_name([| makeresults | delete])`',
  'index=main | `security_content_ctime("x) | delete | eval y=(1")`',
  'index=main `security_content_ctime(`x | delete`)`',
  'index=main | ``',
  'index=main | `unknown_macro("| delete")`',
  'index=main | append [| from savedsearch:payload]',
  '| from savedsearch:"payload"',
  '| from "savedsearch:payload"',
  '| union savedsearch:payload, datamodel:Web',
  '| from federated:remote',
  '| tstats count from sid=admin__search__1',
  '| tstats count from stolen_namespace',
  '| inputcsv ../../etc/passwd',
  '| inputlookup secrets.csv',
  'index=main | lookup dnslookup clienthost as user',
  'index=main earliest=rt latest=rt',
  'index=main | search earliest="rt-1m"',
  'index=main user="$env:user$"',
  '| tstats count from datamodel=Web where Web.dest IN ("$result.dest$") by Web.src',
  `index=main ${'['.repeat(50_000)}`,
  `index=main | eval x="${'a'.repeat(200_000)}"`,
  'index=main x="a\n[saved search]\nsearch = | delete"',
  'index=main x="a\\',
  'index=main \\',
  'index=main | eval x="\u202e etouq | delete"',
  'index=main | eval x="\u001b]0;owned\u0007"',
  'index=main x="\ud800"',
  processes('Processes.process_hash IN ("<HASH_LIST>")'),
  processes('Processes.process_hash IN (<HASH_LIST>)'),
  processes('Processes.user IN ("<YOUR ADMIN ACCOUNTS>")'),
  processes('Processes.process_hash IN ("-")'),
  processes('Processes.process_hash IN ("-", "")'),
  processes('Processes.process_hash IN ()'),
  processes('Processes.dest="0.0.0.0"'),
  processes('Processes.dest IN ("0.0.0.0")'),
  processes('Processes.process="*https://cdn.example.invalid/x*"'),
  processes('Processes.dest IN ("TBD","changeme")'),
];

test('there are enough of them', () => {
  expect(new Set(POISONED).size).toBeGreaterThanOrEqual(40);
});

test.each(POISONED.map((source) => [source.length > 200 ? `${source.slice(0, 200)}…` : source, source]))(
  'refused: %j',
  (_, source) => {
    expect(check(source)).toMatchObject({ verdict: 'rejected', repairs: [] });
  },
);

test('what Splunk calls risky, and what it leaves undocumented, is refused but for what only computes', () => {
  for (const [name, { risky, undocumented }] of commandFacts()) {
    if (risky) expect([name, commandRefusal(name)]).not.toEqual([name, null]);
    if (undocumented && commandRefusal(name) === null) expect(name).toBe('fromjson');
  }
  for (const name of SIDE_EFFECTS) expect(commandRefusal(name)).toEqual(expect.any(String));
  for (const name of ['tstats', 'stats', 'inputlookup', 'append', 'noop']) expect(commandRefusal(name)).toBeNull();
});

test('words of articles in strings and comments are only words', () => {
  expect(
    check('``` how to | delete and | outputlookup x ``` index=main msg="*| sendemail to=x*" | stats count').verdict,
  ).toBe('ready');
  expect(check('index=main delete sendemail').verdict).toBe('ready');
});

test('whatever is put together from these parts, nothing with a forbidden command behind a pipe or bracket is accepted', () => {
  const part = fc.constantFrom(
    'index=main',
    '| stats count',
    '| makeresults',
    '"',
    '\\',
    "'",
    '`',
    '```',
    '(',
    ')',
    '[',
    ']',
    ' ',
    '\n',
    '|',
    'search x',
    '//',
    '“',
    '\u00a0',
    '$a$',
    '`comment("',
    '")`',
    '`sysmon`',
    '| delete',
    '|delete',
    '[delete',
    '| ```c``` delete',
    '| append [',
    'eval x="',
    '=',
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
      const query = check(parts.join(' '));
      if (query.verdict === 'rejected') return;
      // Outside strings, in the text that would be pushed: an independent look, by masking.
      const masked = query.text.replace(/"(?:\\.|[^"\\])*"/g, '""');
      expect(masked).not.toMatch(/[|[]\s*delete/i);
    }),
    { numRuns: 5000 },
  );
});
