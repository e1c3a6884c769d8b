import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { asimFunction, readSignature } from '../../src/kql/functions.ts';
import { asimParsers, workspaceTables } from '../../src/kql/reference.ts';
import { createSchema } from '../../src/kql/schema.ts';

const schema = createSchema({
  tables: {},
  functions: [
    'GetHosts',
    'GetLogons(user:string, days:int=7, list:dynamic=dynamic([1, 2])):(Account:string, Count:long)',
    'Score(text:string):real',
    'Enrich(T:(*)):(*)',
  ],
});

function told(query: string): string[] {
  return checkKql(query, { schema }).flatMap(({ problems }) => problems.map(({ code, column }) => `${column} ${code}`));
}

describe('parsers of ASIM', () => {
  it.each([
    "_Im_Dns(starttime=ago(1d)) | where DnsQuery has 'x' | project TimeGenerated, SrcIpAddr, DnsResponseCodeName",
    "_Im_WebSession(starttime=ago(1d), url_has_any=dynamic(['x'])) | where HttpUserAgent has 'y' and HttpStatusCode == '200'",
    "_Im_NetworkSession | where TimeGenerated > ago(1d) | where DstIpAddr == '192.0.2.4' and DstPortNumber == 443",
    "_ASim_Authentication | where TargetUsername has 'admin' and EventResult == 'Failure' and LogonTarget has 'x'",
    "imProcessCreate | where CommandLine has 'x' and ActingProcessName endswith 'y.exe'",
    "_Im_ProcessEvent(commandline_has_any=dynamic(['x'])) | where Process has 'y'",
    "vimDnsInfobloxNIOS(ago(1d), now()) | where Domain has 'x'",
    '_Im_Dns_AzureFirewallV02 | take 5',
    "imFileEvent | where TargetFilePath has 'x' | summarize count() by Hash",
    "_Im_RegistryEvent | where RegistryKey has 'x'",
    'union _Im_Dns, ASimDnsActivityLogs | summarize count() by SrcIpAddr',
    '_Im_AuditEvent(starttime=ago(1d), endtime=now()) | join kind=inner (_Im_UserManagement) on ActorUsername',
    '_Im_Dns | extend name = _ASIM_LookupDnsQueryType(DnsQueryType)',
  ])('%s', (query) => {
    expect(told(query)).toEqual([]);
  });

  it.each([
    ['_Im_Nothing | take 1', '1 KS204'],
    ['_Im_Dns | where NoSuch == 1', '17 KS142'],
    ['_Im_Dns(nosuch=1)', '9 KS196'],
    ['_Im_DnsCisco | take 1', '1 KS204'],
    ['imaginary | take 1', '1 KS204'],
  ])('not: %s', (query, expected) => {
    expect(told(query)).toEqual([expected]);
  });

  it('have the columns of tables that the reference knows', () => {
    for (const [name, { table, parameters }] of Object.entries(asimParsers().schemas)) {
      if (table !== undefined) expect(workspaceTables(), name).toHaveProperty([table]);
      expect(parameters, name).toMatch(/^starttime:datetime,endtime:datetime,/);
    }
    expect(asimFunction('ASimDnsActivityLogs')).toBeNull();
  });
});

describe('functions of the user', () => {
  it.each([
    "GetHosts(1, 'x') | where Anything == 1",
    'GetHosts(days=3, all=true) | take 1',
    'GetHosts | take 1',
    "GetLogons('a') | where Account == 'x' and Count > 1",
    "GetLogons(user='a', days=3) | take 1",
    "print Score('a') * 2.0",
    'SigninLogs | invoke Enrich() | where Anything == 1',
  ])('%s', (query) => {
    expect(told(query)).toEqual([]);
  });

  it.each([
    ['GetLogons()', '1 KS119'],
    ["GetLogons('a', hours=3)", '16 KS196'],
    ["GetLogons('a') | where Anything == 1", '24 KS142'],
  ])('not: %s', (query, expected) => {
    expect(told(query)).toEqual([expected]);
  });

  it.each([
    ['Get Hosts', 'this is no function'],
    ['Get(a)', 'a is no parameter with a type'],
    ['Get(a:text)', '"text" is not a Kusto type'],
    ['Get():varchar', '"varchar" is not a Kusto type'],
    ['Get():(A)', 'A is no column with a Kusto type'],
  ])('refuses %s', (text, reason) => {
    expect(() => readSignature(text)).toThrow(reason);
  });

  it('reads names, parameters with defaults, and results', () => {
    expect(readSignature('Parse_It(2)')).toEqual({ name: 'Parse_It', parameters: null, returns: { columns: null } });
    expect(readSignature("F(a:string, b:dynamic=dynamic([1,2]), T:(*)) : (X:long, ['odd name']:string)")).toEqual({
      name: 'F',
      parameters: [
        { name: 'a', type: 'string', optional: false },
        { name: 'b', type: 'dynamic', optional: true },
        { name: 'T', type: 'table', optional: false },
      ],
      returns: { columns: "X:long,['odd name']:string" },
    });
  });
});
