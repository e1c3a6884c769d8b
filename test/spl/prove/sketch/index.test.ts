import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../src/knowledge/catalogue.ts';
import { SAMPLE_HOUR } from '../../../../src/prove/clock.ts';
import { proveQuery } from '../../../../src/prove/query.ts';
import { createSplProving } from '../../../../src/spl/prove/index.ts';
import { NO_EXTRAS } from '../../support.ts';

const proving = createSplProving(NO_EXTRAS);

function prove(text: string) {
  return proveQuery(proving.prepare({ text }, SAMPLE_HOUR), proving, SAMPLE_HOUR);
}

/** A search over processes, grouped by these fields. */
const tstats = (where: string, by = 'Processes.dest Processes.user Processes.process') =>
  `| tstats count min(_time) as firstTime values(Processes.parent_process_name) as parents from datamodel=Endpoint.Processes where ${where} by ${by} | rename "Processes.*" as *`;

describe('rows are made that a search hits', () => {
  it.each([
    [
      'values and wildcards',
      tstats(
        'Processes.process_name IN ("a.exe","b.exe") AND Processes.process="*evil*tool*" AND NOT Processes.user="svc*"',
      ),
    ],
    ['events', 'index=win sourcetype=x EventCode=4625 "some words" user!="a" | stats count by user'],
    ['a field that is there', 'index=a foo=* NOT bar=* | table foo'],
    ['numbers', 'index=a bytes>1000 status<400'],
    [
      'conditions',
      `${tstats('Processes.process=*')} | where match(process,"(?i)x\\d+y") AND like(user,"b%") AND NOT match(dest,"^srv")`,
    ],
    [
      'choices',
      `${tstats('Processes.process=*')} | eval a=if(match(process,"x"),2,0), b=if(user="bob",1,0), score=a+b | where score>=3`,
    ],
    ['letters', `${tstats('Processes.process=*')} | eval u=lower(user) | where u="admin"`],
    ['a number of rows', `${tstats('Processes.process=*', 'Processes.dest')} | where count>=50`],
    [
      'different values',
      `| tstats dc(Processes.process_name) as names from datamodel=Endpoint.Processes by Processes.dest | where names>=4`,
    ],
    [
      'sums of counts',
      `${tstats('Processes.process=*')} | stats sum(count) as n dc(process) as p by dest | where n>=3 AND p>=3`,
    ],
    [
      'counts of some',
      'index=a | stats count(eval(action="failure")) as f count(eval(action="success")) as s by user | where f>=3 AND s>=1',
    ],
    ['times', `${tstats('Processes.process=*')} | where firstTime >= relative_time(now(), "-1d")`],
    ['a window of its own', 'index=a earliest=-15m latest=now foo=bar'],
    [
      'an append',
      `${tstats('Processes.process_name="x" Processes.process_name="y"')} | append [| tstats count from datamodel=Web.Web where Web.url="*x*" by Web.src | rename Web.src as dest]`,
    ],
    [
      'a join',
      `${tstats('Processes.process_name="x"')} | join type=inner dest [| tstats count as c from datamodel=Network_Traffic.All_Traffic where All_Traffic.dest_port=4444 by All_Traffic.src | rename All_Traffic.src as dest]`,
    ],
    [
      'a whole data model',
      '| tstats count from datamodel=Web where Web.url="*x*" Web.http_method=POST by Web.src Web.dest',
    ],
    ['values of several rows', 'index=a | stats values(cmd) as cmds by user | where mvcount(cmds) >= 3'],
    ['a place', 'index=a src=* | iplocation src | stats dc(Country) as n by user | where n>=1'],
    ['fields that are kept', 'index=a x=1 y=2 | fields x y | table x y | search y=2'],
    ['what fillnull fills', `${tstats('Processes.process=*')} | fillnull value="none" extra | where extra="none"`],
  ])('%s', (_, search) => {
    expect(prove(search)).toEqual({ verdict: 'proved' });
  });
});

describe('no row can hit', () => {
  it.each([
    [
      'a field that tstats dropped',
      `${tstats('Processes.process_name="x"')} | where match(process_name,"y")`,
      'where match(process_name,"y")',
    ],
    ['a field that stats dropped', 'index=a x=1 | stats count by y | search x=1', 'x=1'],
    ['a field that table dropped', 'index=a | table x | where isnotnull(y)', 'where isnotnull(y)'],
    [
      'a field that was renamed',
      `${tstats('Processes.process_name="x"')} | where like('Processes.dest',"a%")`,
      'where like(\'Processes.dest\',"a%")',
    ],
    [
      'a name with a dot, which joins two',
      `| tstats count from datamodel=Endpoint.Processes by Processes.dest | where Processes.dest="a"`,
      'where Processes.dest="a"',
    ],
    [
      'a group by what is gone',
      `${tstats('Processes.process_name="x"')} | stats count by process_path`,
      'stats count by process_path',
    ],
    [
      'a join by what is gone',
      `${tstats('Processes.process_name="x"')} | join process_guid [search index=a]`,
      'join process_guid',
    ],
    ['two values at once', `${tstats('Processes.process=*')} | where user="a" | where user="b"`, 'where user="b"'],
    ['what is computed', 'index=a | eval k="a" | where k="b"', 'where k="b"'],
    ['a place that the command does not give', 'index=a | table src | iplocation src | where ASN="x"', 'where ASN="x"'],
  ])('%s', (_, search, stage) => {
    expect(prove(search)).toMatchObject({ verdict: 'dead', stage });
  });
});

describe('no row was found, and one may be there', () => {
  it.each([
    ['several values in a field of an event', 'index=a user="x" | where user="a" AND user="b"'],
    [
      'what a lookup gives',
      `${tstats('Processes.process_name="x"')} | lookup huntsync_indicators indicator_value as process OUTPUT severity | where severity="HIGH"`,
    ],
    [
      'a field that a lookup changes',
      `${tstats('Processes.process=*')} | where user="a" | lookup huntsync_indicators indicator_value as process OUTPUT severity as user | where user="b"`,
    ],
    [
      'a field that rex changes',
      `${tstats('Processes.process=*')} | where user="a" | rex field=user mode=sed "s/a/b/" | where user="zz"`,
    ],
    ['another clock', 'index=a | eval h=strftime(now(),"%H") | where h="03"'],
    [
      'rows of two searches in one group',
      `${tstats('Processes.process=*', 'Processes.dest')} | eval k="p" | append [search index=a dest=* | eval k="e"] | stats values(k) as k values(nothing) as n by dest | where mvcount(k)=2 AND isnotnull(n)`,
    ],
    ['what a command makes that is not told', 'index=a | transaction user | where duration > 5 AND foo="x"'],
    ['times as text', `${tstats('Processes.process=*')} | convert ctime(firstTime) as t | where t="x"`],
    ['names of top', 'index=a | top user showperc=f countfield=n | where n > 1'],
  ])('%s', (_, search) => {
    expect(prove(search).verdict).not.toBe('dead');
    expect(prove(search).verdict).not.toBe('proved');
  });

  it('says what nothing here can run', () => {
    expect(prove('index=a | timechart count')).toMatchObject({ verdict: 'not-evaluated', reason: 'command timechart' });
  });
});

it('of our own use cases most are proved by rows made for them, and none is dead', () => {
  const queries = loadCatalogue().flatMap((useCase) => useCase.queries['spl'] ?? []);
  const verdicts = queries.map((query) => prove(query).verdict);
  expect(verdicts).not.toContain('dead');
  expect(verdicts).not.toContain('not-evaluated');
  expect(verdicts.filter((verdict) => verdict === 'proved').length).toBeGreaterThan(queries.length * 0.8);
});

it('no text is too odd for a verdict', () => {
  const word = fc.constantFrom(
    'index=a',
    '|',
    'where',
    'user',
    '=',
    '"a*"',
    '(',
    ')',
    'AND',
    'OR',
    'NOT',
    'stats',
    'count',
    'by',
    'join',
    '[search index=b]',
    'eval',
    'x=',
    'if(',
    ',',
    '1',
    'IN',
    'tstats count from datamodel=Web.Web',
    'Web.url',
    'match(user,"(a+)+$")',
    'rename',
    'as',
    'table',
    'append',
    '*',
    'values(user)',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const proof = prove(words.join(' '));
      expect(proof.verdict === 'proved' || !proof.reason.startsWith('an error of ours')).toBe(true);
    }),
  );
});

const STAGES = [
  ...['where user="a"', 'search user="a" OR user="b"', 'search NOT user="a"', 'eval x=lower(user)', 'where x=1'],
  ...[
    'eval x=if(user="a",1,0)',
    'stats count values(user) as s dc(process) as d by dest',
    'where count>1',
    'where d>1',
  ],
  ...['table dest count', 'join type=left dest [search index=b y=2]', 'where y=2', 'fields - user', 'mvexpand s'],
  ...['where isnotnull(process)', 'where s="b"', 'append [search index=b user="c"]', 'search user="c"', 'where u="a"'],
  ...['rename user as u', 'fillnull value=0 y', 'eventstats count as n by user', 'where n>1', 'top user'],
];

it('what is called dead is hit by no rows', () => {
  const value = fc.constantFrom('a', 'b', 'c', '0', '1', '2');
  const fields = fc.dictionary(fc.constantFrom('user', 'process', 'dest', 'x', 'y', 's', 'u'), value);
  const event = fc.record({ index: fc.constantFrom('a', 'b'), fields });
  const events = fc.array(event, { minLength: 1, maxLength: 8 });
  const at = new Date(SAMPLE_HOUR.getTime() - 3_000_000);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STAGES), { minLength: 2, maxLength: 6 }), events, (stages, rows) => {
      const prepared = proving.prepare({ text: `index=a | ${stages.join(' | ')}` }, SAMPLE_HOUR);
      if (proveQuery(prepared, proving, SAMPLE_HOUR).verdict !== 'dead') return;
      const made = rows.map(({ index, fields: own }, number) => {
        return proving.complete('events', { ...own, index }, { at, number });
      });
      const outcome = prepared.run({ tables: { events: made } });
      // Of rows before the stage that kills it, it may not know what Splunk does.
      if (outcome.status === 'evaluated') expect(outcome.rows).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
