import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { KQL_REPAIR_CODES } from '../../src/kql/codes.ts';
import { createSchema } from '../../src/kql/schema.ts';

const schema = createSchema();
const check = (query: string) => checkKql(query, { schema });

describe('repairs of one query', () => {
  const CASES: readonly (readonly [repair: string, from: string, to: string])[] = [
    [
      'verbatim-strings',
      'DeviceProcessEvents | where ProcessCommandLine has_any ("a", "\\Users\\Public", "\\AppData\\")',
      'DeviceProcessEvents | where ProcessCommandLine has_any ("a", @"\\Users\\Public", @"\\AppData\\")',
    ],
    [
      'verbatim-strings',
      'DeviceFileEvents | where FolderPath has "\\temp\\" or FolderPath has "C:\\dir"',
      'DeviceFileEvents | where FolderPath has @"\\temp\\" or FolderPath has @"C:\\dir"',
    ],
    [
      'verbatim-strings',
      "DeviceFileEvents | where FolderPath has '\\Users\\' // it's",
      "DeviceFileEvents | where FolderPath has @'\\Users\\' // it's",
    ],
    [
      'verbatim-strings',
      'DeviceProcessEvents | where ProcessCommandLine matches regex "\\\\.exe\\d"',
      'DeviceProcessEvents | where ProcessCommandLine matches regex "\\\\.exe\\\\d"',
    ],
    [
      'verbatim-strings',
      'DeviceProcessEvents | where ProcessCommandLine matches regex @"a\\"b" and FileName == "c"',
      'DeviceProcessEvents | where ProcessCommandLine matches regex @"a""b" and FileName == "c"',
    ],
    [
      'nearest-column',
      'DeviceFileEvents | where AccountName != "x" | project DeviceName, AccountName',
      'DeviceFileEvents | where InitiatingProcessAccountName != "x" | project DeviceName, AccountName = InitiatingProcessAccountName',
    ],
    [
      'nearest-column',
      'DeviceNetworkEvents | summarize count() by AccountName, DeviceName',
      'DeviceNetworkEvents | summarize count() by AccountName = InitiatingProcessAccountName, DeviceName',
    ],
    [
      'nearest-column',
      'DeviceRegistryEvents | distinct DeviceName, AccountName',
      'DeviceRegistryEvents | extend AccountName = InitiatingProcessAccountName | distinct DeviceName, AccountName',
    ],
    [
      'nearest-column',
      'DeviceFileEvents | where ProcessCommandLine has "x"',
      'DeviceFileEvents | where InitiatingProcessCommandLine has "x"',
    ],
    [
      'nearest-column',
      'UrlClickEvents | where AccountName !endswith "$"',
      'UrlClickEvents | where AccountUpn !endswith "$"',
    ],
    ['nearest-column', 'CloudAppEvents | project AccountUpn', 'CloudAppEvents | project AccountUpn = AccountId'],
    [
      'nearest-column',
      'AADServicePrincipalSignInLogs | summarize make_set(Country) by AppId',
      'AADServicePrincipalSignInLogs | summarize make_set(Location) by AppId',
    ],
    [
      'negated-has-any',
      'DeviceEvents | where tolower(DeviceName) !has_any ("a", "b") and FileName == "c"',
      'DeviceEvents | where not(tolower(DeviceName) has_any ("a", "b")) and FileName == "c"',
    ],
    ['sql-not', 'DeviceEvents | where DeviceName not in ("a")', 'DeviceEvents | where DeviceName !in ("a")'],
    ['sql-not', 'DeviceEvents | where DeviceName not has "a"', 'DeviceEvents | where DeviceName !has "a"'],
    [
      'bare-not',
      'DeviceEvents | where not DeviceName has "a" and FileName == "b"',
      'DeviceEvents | where not(DeviceName has "a") and FileName == "b"',
    ],
    [
      'c-style-logic',
      'DeviceEvents | where DeviceName == "a" && FileName == "b" || FileName == "c"',
      'DeviceEvents | where DeviceName == "a"  and  FileName == "b"  or  FileName == "c"',
    ],
    [
      'any-of-list',
      'DeviceEvents | where FileName endswith_any (".a", ".b")',
      'DeviceEvents | where (FileName endswith ".a" or FileName endswith ".b")',
    ],
    ['stray-comma', 'DeviceEvents | project DeviceName, | take 1', 'DeviceEvents | project DeviceName | take 1'],
    [
      'keyword-as-name',
      'DeviceEvents | summarize queries = count() by DeviceName | where queries > 1',
      "DeviceEvents | summarize ['queries'] = count() by DeviceName | where ['queries'] > 1",
    ],
    ['function-name', 'DeviceEvents | extend x = lower(DeviceName)', 'DeviceEvents | extend x = tolower(DeviceName)'],
    ['tostring', 'DeviceInfo | where OSBuild has "16"', 'DeviceInfo | where tostring(OSBuild) has "16"'],
    [
      'duplicate-column',
      'DeviceEvents | project DeviceName, FileName, DeviceName',
      'DeviceEvents | project DeviceName, FileName',
    ],
    ['dropped-column', 'DeviceInfo | project DeviceName, Site | take 5', 'DeviceInfo | project DeviceName | take 5'],
    [
      'any-of-predicate',
      'DeviceEvents | summarize urls = make_set(RemoteUrl) by DeviceName | where any(urls has "x")',
      'DeviceEvents | summarize urls = make_set(RemoteUrl) by DeviceName | where (urls has "x")',
    ],
    [
      'jmespath-filter',
      'CloudAppEvents | extend p = tostring(RawEventData.Properties[?Name=="x"].NewValue)',
      'CloudAppEvents | extend p = tostring(RawEventData.Properties)',
    ],
    [
      'literal-type',
      'DeviceNetworkEvents | where RemotePort == "443" or RemotePort in ("80", "8080") or "1" != RemotePort',
      'DeviceNetworkEvents | where RemotePort == 443 or RemotePort in (80, 8080) or 1 != RemotePort',
    ],
    [
      'literal-type',
      'IdentityLogonEvents | where Port == 88 and DestinationPort !in (389, "636") and AccountName != "5"',
      'IdentityLogonEvents | where Port == "88" and DestinationPort !in ("389", "636") and AccountName != "5"',
    ],
    ['let-semicolon', 'let n = 5\nDeviceEvents | take n', 'let n = 5;\nDeviceEvents | take n'],
    ['hidden-characters', 'DeviceEvents // a\u202eb\n| take\u200b 1', 'DeviceEvents // ab\n| take 1'],
  ];
  it.each(CASES)('%s', (repair, from, to) => {
    expect(check(from)).toMatchObject([{ verdict: 'repaired', repairs: [repair], text: to, problems: [] }]);
  });

  it('tells of every repair what it preserves and whether it is a judgement', () => {
    for (const [repair] of CASES) {
      expect(KQL_REPAIR_CODES.codes[repair]?.means).toMatch(/keeps: \S/);
      expect(KQL_REPAIR_CODES.codes[repair]?.cause).toMatch(/\w/);
    }
    expect(KQL_REPAIR_CODES.codes['nearest-column']?.remedy).toContain('our reading');
    expect(KQL_REPAIR_CODES.codes['let-semicolon']?.remedy).toMatch(/^Nothing/);
  });

  it('leaves a clean query as it is', () => {
    const query = 'DeviceProcessEvents // "\\Users"\n| where FolderPath has "C:\\\\Windows" and FileName != @"\\x\\"\n';
    expect(check(query)).toEqual([{ text: query, verdict: 'ready', repairs: [], problems: [], lookbackSeconds: null }]);
  });
});

describe('several queries in one block', () => {
  it('come apart at a blank line', () => {
    const parts = check(
      '// both\nDeviceProcessEvents\n| take 1\n\n// files\nDeviceFileEvents\n| project AccountName\n',
    );
    expect(parts.map(({ text }) => text)).toEqual([
      '// both\nDeviceProcessEvents\n| take 1',
      '// files\nDeviceFileEvents\n| project AccountName = InitiatingProcessAccountName',
    ]);
    expect(parts.map(({ repairs }) => repairs)).toEqual([['split-statements'], ['split-statements', 'nearest-column']]);
  });

  it('come apart at a semicolon, and the last comment goes', () => {
    const parts = check('DeviceProcessEvents | take 1; // first\nDeviceFileEvents | take 2;\n// end');
    expect(parts.map(({ text }) => text)).toEqual([
      'DeviceProcessEvents | take 1; // first',
      'DeviceFileEvents | take 2;',
    ]);
  });

  it('keep the let statements that each needs, and those that these need', () => {
    const parts = check(
      'let days = 7d;\nlet since = ago(days);\nlet names = dynamic(["a.exe"]);\n\nDeviceProcessEvents\n| where Timestamp > since\n\nDeviceFileEvents\n| where FileName in (names)',
    );
    expect(parts.map(({ text, lookbackSeconds }) => [text, lookbackSeconds])).toEqual([
      ['let days = 7d;\nlet since = ago(days);\nDeviceProcessEvents\n| where TimeGenerated > since', 604800],
      ['let names = dynamic(["a.exe"]);\nDeviceFileEvents\n| where FileName in (names)', null],
    ]);
  });

  it('are one where the blank line only follows a let, or stands inside of a query', () => {
    const query =
      'let a = DeviceEvents\n\n| take 1;\n\nlet b = 5;\n\na\n\n| take b\n\n| union\n\n(DeviceFileEvents\n\n| take 2)\n\n| join kind=inner\n\nDeviceInfo on DeviceId';
    expect(check(query)).toMatchObject([{ verdict: 'ready', text: query }]);
  });

  it('are rejected one by one, with places in the whole block', () => {
    const parts = check('DeviceProcessEvents\n| take 1\n\nDeviceFileEvents\n| where Nonsense == 1');
    expect(parts.map(({ verdict }) => verdict)).toEqual(['repaired', 'rejected']);
    expect(parts[1]?.problems).toMatchObject([{ code: 'KS142', line: 5, column: 9 }]);
  });
});

describe('what cannot be repaired', () => {
  it('is rejected with the original findings, placed in the source', () => {
    const [checked] = check(
      'DeviceFileEvents\n| where Timestamp > ago(1d) and Foo == "\\Users\\" and AccountName has "x"',
    );
    expect(checked).toMatchObject({ verdict: 'rejected', repairs: [] });
    expect(checked?.text).toContain('Timestamp > ago(1d) and Foo');
    expect(checked?.problems[0]).toMatchObject({ severity: 'error', line: 2 });
    expect(checked?.problems.map(({ code }) => code)).toContain('KS142');
    expect(checked?.problems.find(({ message }) => message.includes("'Foo'"))).toMatchObject({ line: 2, column: 33 });
    expect(checked?.problems.find(({ message }) => message.includes("'TimeGenerated'"))).toBeUndefined();
  });

  it('keeps the places of CRLF text', () => {
    expect(check('DeviceEvents\r\n| where Foo == 1')[0]?.problems).toMatchObject([
      { code: 'KS142', line: 2, column: 9 },
    ]);
  });

  it('never drops the time column', () => {
    const [checked] = check('datatable(a:string)["x"] | project a, TimeGenerated');
    expect(checked?.verdict).toBe('rejected');
  });
});
