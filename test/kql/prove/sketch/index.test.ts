import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../../src/knowledge/catalogue.ts';
import { createKqlProving } from '../../../../src/kql/prove/index.ts';
import { EMPTY_ENVIRONMENT } from '../../../../src/kql/schema.ts';
import { SAMPLE_HOUR } from '../../../../src/prove/clock.ts';
import { proveQuery } from '../../../../src/prove/query.ts';

const proving = createKqlProving(EMPTY_ENVIRONMENT);

function prove(text: string) {
  return proveQuery(proving.prepare({ text }, SAMPLE_HOUR), proving, SAMPLE_HOUR);
}

const P = 'DeviceProcessEvents | where TimeGenerated > ago(7d)';

describe('rows are made that a query hits', () => {
  it.each([
    [
      'comparisons of text',
      `${P} | where FileName =~ "a.exe" and ProcessCommandLine has_all ("x", "y") and FolderPath endswith @"\\a.exe"`,
    ],
    ['lists by name', `let L = dynamic(["a.exe", "b.exe"]); ${P} | where FileName in~ (L) and FileName !in~ ("a.exe")`],
    [
      'negations',
      `${P} | where not(FileName has_any ("a", "b")) and AccountName !startswith "s" and isnotempty(SHA256)`,
    ],
    ['patterns', `${P} | where ProcessCommandLine matches regex @"(?i)\\s-e\\w*\\s+[A-Za-z0-9+/=]{60,}"`],
    ['numbers and truth', 'DeviceTvmSoftwareVulnerabilitiesKB | where CvssScore >= 9.0 and IsExploitAvailable == true'],
    ['times between others', 'DeviceFileEvents | where TimeGenerated between (ago(14d) .. ago(7d))'],
    ['a date', 'SigninLogs | where TimeGenerated > datetime(2025-03-01) and ResultType == "50126"'],
    [
      'properties',
      'AuditLogs | where OperationName == "x" and tostring(InitiatedBy.user.userPrincipalName) endswith "@y.example"',
    ],
    [
      'properties of a text',
      'AWSCloudTrail | extend P = parse_json(RequestParameters) | where tostring(P.userName) == "eve"',
    ],
    ['an element', 'AuditLogs | mv-expand T = TargetResources | where tostring(T.displayName) == "x"'],
    [
      'choices',
      `${P} | extend Score = iff(FileName =~ "a.exe", 2, 0) + iff(ProcessCommandLine has "x", 2, 0) | where Score >= 4`,
    ],
    ['case', `${P} | extend K = case(FileName == "a", "one", FileName == "b", "two", "none") | where K == "two"`],
    ['letters', `${P} | extend L = tolower(FileName) | where L == "a.exe"`],
    [
      'texts behind one another',
      `${P} | extend All = strcat(FileName, " ", ProcessCommandLine) | where All has "evil"`,
    ],
    ['a number of rows', `${P} | summarize N = count() by DeviceName | where N > 20`],
    [
      'different values',
      `${P} | summarize N = dcount(FileName), S = make_set(AccountName) by DeviceName | where N >= 5 and array_length(S) > 2`,
    ],
    [
      'some rows like this and some like that',
      `${P} | summarize A = countif(FileName == "a"), B = countif(FileName == "b") by DeviceName | where A > 0 and B > 0`,
    ],
    [
      'a join',
      'DeviceProcessEvents | where FileName == "a" | join kind=inner (DeviceNetworkEvents | where RemotePort == 4444) on DeviceId',
    ],
    [
      'a join by other names',
      'DeviceProcessEvents | join (DeviceFileEvents | where FileName endswith ".x") on $left.DeviceId == $right.DeviceId, $left.FileName == $right.InitiatingProcessFileName',
    ],
    [
      'one event after the other',
      'DeviceFileEvents | project DeviceId, T1 = TimeGenerated | join (DeviceProcessEvents | project DeviceId, T2 = TimeGenerated) on DeviceId | where T2 > T1',
    ],
    [
      'nothing on the other side',
      'DeviceProcessEvents | where TimeGenerated > ago(1d) | join kind=leftanti (DeviceProcessEvents | where TimeGenerated < ago(1d)) on FileName',
    ],
    [
      'no partner, where one may be missing',
      'DeviceProcessEvents | join kind=leftouter (DeviceInfo | where OSPlatform == "x") on DeviceId | where isempty(OSPlatform)',
    ],
    [
      'values of another table',
      'DeviceFileEvents | where DeviceId in ((DeviceInfo | where OSPlatform == "Linux" | project DeviceId))',
    ],
    [
      'one leg of a union',
      'union (DeviceProcessEvents | where FileName == "a"), (DeviceFileEvents | where FileName == "b") | where FileName == "b"',
    ],
    [
      'both legs of a union',
      'union (DeviceProcessEvents | extend K = "p"), (DeviceFileEvents | extend K = "f") | summarize make_set(K) by DeviceName | where array_length(set_K) == 2',
    ],
    ['the newest row of each', `${P} | summarize arg_max(TimeGenerated, *) by DeviceId | where FileName == "a.exe"`],
    ['a function without parameters', `let F = () { ${P} | where FileName == "a" }; F | where AccountName == "b"`],
    [
      'addresses of a network',
      'DeviceNetworkEvents | where ipv4_is_private(RemoteIP) or ipv4_is_in_range(RemoteIP, "198.51.100.0/24")',
    ],
  ])('%s', (_, query) => {
    expect(prove(query)).toEqual({ verdict: 'proved' });
  });
});

describe('no row can hit', () => {
  it.each([
    ['two values at once', `${P} | where FileName == "a.exe" | where FileName == "b.exe"`, 'FileName == "b.exe"'],
    [
      'what is taken out before',
      `${P} | where FileName !in~ ("a.exe") | where FileName =~ "A.EXE"`,
      'FileName =~ "A.EXE"',
    ],
    [
      'a word that the value has not',
      `${P} | where FileName =~ "powershell.exe" and FileName has "shell"`,
      'FileName has "shell"',
    ],
    ['capitals in lower case', `${P} | extend F = tolower(FileName) | where F == "A.EXE"`, 'F == "A.EXE"'],
    ['false', `${P} | where false`, 'false'],
    ['a list of nothing', `let L = dynamic([]); ${P} | where FileName in (L)`, 'FileName in (L)'],
    ['what is computed', `${P} | extend K = "a" | where K == "b"`, 'K == "b"'],
    ['ranges apart', `${P} | where ProcessId > 5 and ProcessId < 4`, 'ProcessId < 4'],
    [
      'all legs of a union',
      `union (${P} | where FileName == "a" | where FileName == "c"), (${P} | where false)`,
      'FileName == "c"',
    ],
    [
      'both sides of a join',
      'DeviceProcessEvents | where DeviceName == "a" | join kind=inner (DeviceInfo | where DeviceName == "b") on DeviceName',
      'DeviceName == "b"',
    ],
  ])('%s', (_, query, stage) => {
    expect(prove(query)).toMatchObject({ verdict: 'dead', stage });
  });
});

describe('no row was found, and one may be there', () => {
  it.each([
    ['another clock', `${P} | where hourofday(now()) > 22`],
    [
      'times of the past',
      'DeviceProcessEvents | where TimeGenerated < datetime(2020-01-01) | where TimeGenerated > datetime(2021-01-01)',
    ],
    ['a watchlist', `let W = _GetWatchlist("x") | project SearchKey; ${P} | where FileName in (W)`],
    [
      'a value of a table',
      `let V = toscalar(${P} | summarize max(FileName)); DeviceFileEvents | where FileName == V and FileName == "b" and 1 == 1 | where strlen(FileName) == 400`,
    ],
    [
      'legs of a union that meet in a group',
      'union (DeviceProcessEvents | extend A = 1, B = 0), (DeviceFileEvents | extend A = 0, B = 1) | summarize A = max(A), B = max(B) by DeviceName, strcat(DeviceName, "x") | where A == 1 and B == 1 and DeviceName contains "q" and strlen(DeviceName) == 300',
    ],
    [
      'in other letters',
      'DeviceProcessEvents | where AccountName == "BOB" | where AccountName in~ ((DeviceLogonEvents | where AccountName == "bob" | project AccountName)) | where strlen(AccountName) == 300',
    ],
    [
      'what an operator makes',
      'SecurityEvent | parse EventData with * "<A>" X "</A>" * | where X == "a" | where X == "b"',
    ],
    ['a column of one leg', 'union DeviceProcessEvents, DeviceInfo | where OSPlatform == "a" and FileName == "b"'],
  ])('%s', (_, query) => {
    expect(prove(query).verdict).not.toBe('dead');
    expect(prove(query).verdict).not.toBe('proved');
  });

  it('says what nothing here can run', () => {
    expect(
      prove(
        'DeviceProcessEvents | make-series count() on TimeGenerated from ago(1d) to now() step 1h | evaluate basket()',
      ),
    ).toMatchObject({
      verdict: 'not-evaluated',
    });
  });
});

it('of our own use cases most are proved by rows made for them, and none is dead', () => {
  const queries = loadCatalogue().flatMap((useCase) => useCase.queries['kql'] ?? []);
  const verdicts = queries.map((query) => prove(query).verdict);
  expect(verdicts).not.toContain('dead');
  expect(verdicts).not.toContain('not-evaluated');
  expect(verdicts.filter((verdict) => verdict === 'proved').length).toBeGreaterThan(queries.length * 0.8);
});

it('no text is too odd for a verdict', () => {
  const word = fc.constantFrom(
    'DeviceProcessEvents',
    '|',
    'where',
    'FileName',
    '==',
    '=~',
    'has',
    '"a"',
    '(',
    ')',
    'and',
    'or',
    'not',
    'summarize',
    'count()',
    'by',
    'join',
    'on',
    'DeviceId',
    'extend',
    'X =',
    'iff(',
    ',',
    '1',
    'dynamic([])',
    'in',
    'let L =',
    ';',
    'union',
    'ago(1d)',
    '>',
    'TimeGenerated',
    'matches regex',
    '"(a+)+$"',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 25 }), (words) => {
      const proof = prove(words.join(' '));
      expect(proof.verdict === 'proved' || !proof.reason.startsWith('an error of ours')).toBe(true);
    }),
  );
});

const STAGES = [
  ...['where FileName == "a"', 'where FileName in~ ("B", "c")', 'where FileName has "b"', 'where FileName != "a"'],
  ...[
    'extend FileName = tolower(FileName)',
    'extend K = iff(FileName == "a", 1, 0) | where K == 1',
    'distinct FileName, DeviceId',
  ],
  ...['summarize take_any(AccountName) by FileName, DeviceId', 'where DeviceId == "x"', 'where isempty(FileName)'],
  ...['join kind=inner (DeviceInfo | where OSPlatform == "a") on DeviceId | project FileName, DeviceId'],
  ...['join kind=leftouter (DeviceInfo | where DeviceId == "y") on DeviceId | project FileName, DeviceId'],
  ...['union (DeviceFileEvents | where FileName == "c")', 'join kind=leftanti (DeviceFileEvents) on FileName'],
];

it('what is called dead is hit by no rows', () => {
  const name = fc.constantFrom('a', 'b', 'B', 'c', '');
  const row = fc.record({ FileName: name, OSPlatform: name, DeviceId: fc.constantFrom('x', 'y') });
  const rows = fc.array(row, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...STAGES), { minLength: 2, maxLength: 6 }),
      rows,
      rows,
      rows,
      (stages, ...all) => {
        const prepared = proving.prepare({ text: `DeviceProcessEvents | ${stages.join(' | ')}` }, SAMPLE_HOUR);
        if (proveQuery(prepared, proving, SAMPLE_HOUR).verdict !== 'dead') return;
        const [DeviceProcessEvents = [], DeviceFileEvents = [], DeviceInfo = []] = all;
        const outcome = prepared.run({ tables: { DeviceProcessEvents, DeviceFileEvents, DeviceInfo } });
        expect(outcome).toMatchObject({ status: 'evaluated', rows: [] });
      },
    ),
    { numRuns: 150 },
  );
});
