import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';

const schema = createSchema({
  tables: {
    MyApp_CL: { TimeGenerated: 'datetime', Host: 'string' },
    Clock_CL: { Timestamp: 'datetime', Host: 'string' },
  },
  functions: [],
});

function translate(query: string): string {
  const checked = checkKql(query, { schema });
  expect(checked.flatMap(({ problems }) => problems.filter(({ severity }) => severity === 'error'))).toEqual([]);
  expect(checked).toHaveLength(1);
  return checked[0]?.text ?? '';
}

describe('Timestamp', () => {
  const RENAMED: readonly (readonly [name: string, from: string, to: string])[] = [
    ['a column of a table', 'DeviceEvents | where Timestamp > ago(7d)', 'DeviceEvents | where TimeGenerated > ago(7d)'],
    [
      'not a string or a comment',
      'DeviceEvents // by Timestamp\n| where Timestamp > ago(7d) and AdditionalFields has "Timestamp"',
      'DeviceEvents // by Timestamp\n| where TimeGenerated > ago(7d) and AdditionalFields has "Timestamp"',
    ],
    [
      'not a property of a dynamic value',
      'DeviceEvents | extend d = parse_json(AdditionalFields) | where d.Timestamp == "x" and d["Timestamp"] == "y"',
      'DeviceEvents | extend d = parse_json(AdditionalFields) | where d.Timestamp == "x" and d["Timestamp"] == "y"',
    ],
    [
      'not what summarize makes',
      'DeviceEvents | summarize Timestamp = max(Timestamp) by DeviceName | where Timestamp > ago(1d)',
      'DeviceEvents | summarize Timestamp = max(TimeGenerated) by DeviceName | where Timestamp > ago(1d)',
    ],
    [
      'not what extend makes',
      'DeviceEvents | extend Timestamp = bin(Timestamp, 1h) | summarize count() by Timestamp | order by Timestamp',
      'DeviceEvents | extend Timestamp = bin(TimeGenerated, 1h) | summarize count() by Timestamp | order by Timestamp',
    ],
    [
      'what project takes, not what it makes',
      'DeviceEvents | project Time = Timestamp, DeviceName | where Time > ago(1h)',
      'DeviceEvents | project Time = TimeGenerated, DeviceName | where Time > ago(1h)',
    ],
    [
      'names that Kusto derives',
      'DeviceEvents | summarize max(Timestamp) by DeviceName | where max_Timestamp > ago(1d)',
      'DeviceEvents | summarize max(TimeGenerated) by DeviceName | where max_TimeGenerated > ago(1d)',
    ],
    [
      'the second of a join',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on DeviceId | where Timestamp1 > Timestamp',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on DeviceId | where TimeGenerated1 > TimeGenerated',
    ],
    [
      'a table that has none in Defender, on the left of a join',
      'DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceEvents | where Timestamp > ago(1d)) on DeviceId | where Timestamp > ago(1h)',
      'DeviceTvmSoftwareVulnerabilities | join kind=inner (DeviceEvents\n| extend Timestamp = TimeGenerated | where Timestamp > ago(1d)) on DeviceId | where Timestamp > ago(1h)',
    ],
    [
      'a table that has none in Defender, on the right of a join',
      'DeviceEvents | join kind=inner (DeviceTvmSoftwareVulnerabilities) on DeviceId | where Timestamp > ago(1h)',
      'DeviceEvents | join kind=inner (DeviceTvmSoftwareVulnerabilities) on DeviceId | where TimeGenerated > ago(1h)',
    ],
    [
      'a table that has none in Defender, in a union',
      'union DeviceTvmSoftwareInventory, DeviceEvents | where Timestamp > ago(1h)',
      'union DeviceTvmSoftwareInventory, (DeviceEvents | extend Timestamp = TimeGenerated) | where Timestamp > ago(1h)',
    ],
    [
      'a table that has none in Defender, beside the pipeline',
      'let v = DeviceTvmSoftwareInventory | distinct DeviceId; DeviceEvents | where Timestamp > ago(1h) and DeviceId in (v)',
      'let v = DeviceTvmSoftwareInventory | distinct DeviceId; DeviceEvents | where TimeGenerated > ago(1h) and DeviceId in (v)',
    ],
    [
      'a table of the workspace with a time of its own',
      'SigninLogs | join kind=inner (DeviceEvents | project Timestamp, AccountName) on $left.UserPrincipalName == $right.AccountName | extend gap = Timestamp - TimeGenerated',
      'SigninLogs | join kind=inner (DeviceEvents\n| extend Timestamp = TimeGenerated | project Timestamp, AccountName) on $left.UserPrincipalName == $right.AccountName | extend gap = Timestamp - TimeGenerated',
    ],
    [
      'what is asked of a table that has none is its TimeGenerated',
      'DeviceTvmSoftwareInventory | where Timestamp > ago(1h)',
      'DeviceTvmSoftwareInventory | where TimeGenerated > ago(1h)',
    ],
    [
      'not a let statement of that name beside TimeGenerated',
      'let Timestamp = ago(7d); DeviceEvents | where TimeGenerated > Timestamp',
      'let Timestamp = ago(7d); DeviceEvents | where TimeGenerated > Timestamp',
    ],
    [
      'a column goes before a let statement of its name',
      'let Timestamp = ago(7d); DeviceEvents | where Timestamp > ago(1d)',
      'let Timestamp = ago(7d); DeviceEvents | where TimeGenerated > ago(1d)',
    ],
    [
      'both sides of a join',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on $left.Timestamp == $right.Timestamp',
      'DeviceEvents | join kind=inner (DeviceFileEvents) on $left.TimeGenerated == $right.TimeGenerated',
    ],
    [
      'the body of a tabular let',
      'let recent = DeviceEvents | where Timestamp > ago(1d);\nrecent | summarize arg_max(Timestamp, *) by DeviceId',
      'let recent = DeviceEvents | where TimeGenerated > ago(1d);\nrecent | summarize arg_max(TimeGenerated, *) by DeviceId',
    ],
    [
      'a union of tables',
      'union DeviceEvents, DeviceFileEvents | where Timestamp > ago(1d)',
      'union DeviceEvents, DeviceFileEvents | where TimeGenerated > ago(1d)',
    ],
    [
      'not the parameter of a function',
      'let f = (t:(Timestamp:datetime)) { t | where Timestamp > ago(1d) };\nlet own = DeviceEvents | project Timestamp = now();\nf(own)',
      'let f = (t:(Timestamp:datetime)) { t | where Timestamp > ago(1d) };\nlet own = DeviceEvents | project Timestamp = now();\nf(own)',
    ],
    [
      'a bracketed name',
      "DeviceEvents | where ['Timestamp'] > ago(1d)",
      "DeviceEvents | where ['TimeGenerated'] > ago(1d)",
    ],
    [
      'the name that column_ifexists takes as text',
      'DeviceEvents | where column_ifexists("Timestamp", now()) > ago(1d)',
      'DeviceEvents | where column_ifexists("TimeGenerated", now()) > ago(1d)',
    ],
    [
      'tables that have no time in Defender',
      'DeviceTvmSoftwareVulnerabilities | where Timestamp > ago(1d)',
      'DeviceTvmSoftwareVulnerabilities | where TimeGenerated > ago(1d)',
    ],
    ['tables of the user', 'MyApp_CL | where Timestamp > ago(1d)', 'MyApp_CL | where TimeGenerated > ago(1d)'],
    [
      'after mv-apply and make-series',
      'DeviceEvents | mv-apply x = split(DeviceName, ".") on (where Timestamp > ago(1d)) | make-series count() on Timestamp step 1d',
      'DeviceEvents | mv-apply x = split(DeviceName, ".") on (where TimeGenerated > ago(1d)) | make-series count() on TimeGenerated step 1d',
    ],
  ];
  it.each(RENAMED)('%s', (_name, from, to) => {
    expect(translate(from)).toBe(to);
  });

  it('stays where a table has one of its own', () => {
    expect(checkKql('Clock_CL | where Timestamp > ago(1d)', { schema })).toMatchObject([{ verdict: 'ready' }]);
    expect(
      translate(
        'Clock_CL | where Timestamp > ago(1d) | join (DeviceEvents | where Timestamp > ago(1d)) on $left.Host == $right.DeviceName',
      ),
    ).toBe(
      'Clock_CL | where Timestamp > ago(1d) | join (DeviceEvents | where TimeGenerated > ago(1d)) on $left.Host == $right.DeviceName',
    );
  });

  it('becomes a second name where one name stands for a table’s and an own column at once', () => {
    const query = 'union DeviceEvents, (DeviceFileEvents | extend Timestamp = now()) | where Timestamp > ago(1d)';
    const [checked] = checkKql(query, { schema });
    expect(checked).toMatchObject({ verdict: 'repaired', repairs: ['timestamp-alias'] });
    expect(checked?.text).toContain('(DeviceEvents | extend Timestamp = TimeGenerated)');
  });

  it('becomes a second name where the query makes a TimeGenerated itself', () => {
    const [checked] = checkKql('DeviceEvents | extend TimeGenerated = now() | where Timestamp > ago(1d)', { schema });
    expect(checked?.text).toBe(
      'DeviceEvents\n| extend Timestamp = TimeGenerated | extend TimeGenerated = now() | where Timestamp > ago(1d)',
    );
  });

  it('is told by name in what was done', () => {
    expect(checkKql('DeviceEvents | where Timestamp > ago(1d)', { schema })[0]?.repairs).toEqual([
      'timestamp-to-timegenerated',
    ]);
    expect(checkKql('DeviceEvents | where TimeGenerated > ago(1d)', { schema })[0]).toMatchObject({
      verdict: 'ready',
      repairs: [],
    });
  });
});

describe('what differs between Defender and the workspace', () => {
  it('renames columns', () => {
    expect(translate('CloudAppEvents | where Isp == "x" | project Isp, ActionType')).toBe(
      'CloudAppEvents | where ISP == "x" | project Isp = ISP, ActionType',
    );
  });

  it('takes the text of columns that are dynamic in the workspace', () => {
    expect(translate('DeviceEvents | extend what = coalesce(FileName, AdditionalFields)')).toBe(
      'DeviceEvents | extend what = coalesce(FileName, tostring(AdditionalFields))',
    );
    expect(translate('DeviceEvents | summarize count() by AdditionalFields')).toBe(
      'DeviceEvents | summarize count() by AdditionalFields = tostring(AdditionalFields)',
    );
    expect(translate('DeviceEvents | distinct DeviceName, AdditionalFields')).toBe(
      'DeviceEvents | extend AdditionalFields = tostring(AdditionalFields) | distinct DeviceName, AdditionalFields',
    );
  });

  it('reads retired sign-in tables from the workspace’s', () => {
    const query =
      'AADSignInEventsBeta | where Timestamp > ago(1d) and ErrorCode == 50126 | summarize count() by AccountUpn, Country';
    const [checked] = checkKql(query, { schema });
    expect(checked?.repairs).toEqual(['timestamp-to-timegenerated', 'defender-only-table']);
    expect(checked?.text).toBe(
      'union isfuzzy=true (SigninLogs | extend AccountUpn = UserPrincipalName, ErrorCode = toint(ResultType), Country = Location), ' +
        '(AADNonInteractiveUserSignInLogs | extend AccountUpn = UserPrincipalName, ErrorCode = toint(ResultType), Country = Location) ' +
        '| where TimeGenerated > ago(1d) and ErrorCode == 50126 | summarize count() by AccountUpn, Country',
    );
  });

  it('puts a mapped table in brackets where it does not start a pipeline', () => {
    const query =
      'DeviceEvents | join kind=inner (GraphAPIAuditEvents | where RequestMethod == "POST") on $left.DeviceId == $right.IpAddress';
    expect(translate(query)).toContain('(MicrosoftGraphActivityLogs\n| extend IpAddress = IPAddress | where');
  });

  it('says which tables and functions only Defender has', () => {
    const [table] = checkKql('ExposureGraphNodes | take 1', { schema });
    expect(table?.problems.map(({ code }) => code)).toEqual(['KS204', 'kql-defender-only-table']);
    const [call] = checkKql('DeviceFileEvents | invoke FileProfile("SHA1", 1)', { schema });
    expect(call?.problems.map(({ code }) => code)).toContain('kql-defender-only-function');
  });
});
