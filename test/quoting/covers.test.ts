import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackTechnique } from '../../src/knowledge/attack.ts';
import { kqlCode, splCode, withoutDenied } from '../../src/quoting/code.ts';
import { coveredBy, RULES } from '../../src/quoting/covers.ts';
import { kindsRead } from '../../src/quoting/events/read.ts';

describe('what a query looks for', () => {
  it.each([
    ['a scheduled task', { kql: 'DeviceProcessEvents | where FileName =~ "schtasks.exe"' }, ['T1053.005']],
    [
      'a run key',
      { kql: 'DeviceRegistryEvents | where RegistryKey has @"\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"' },
      ['T1547.001'],
    ],
    [
      'a service key',
      { spl: '| tstats count from datamodel=Endpoint.Registry where Registry.registry_path="*\\\\Services\\\\Oakd*"' },
      ['T1543.003'],
    ],
    ['a C2 host', { kql: 'DeviceNetworkEvents | where RemoteUrl has "oak.example.net"' }, ['T1071']],
    [
      'an address',
      { spl: '| tstats count from datamodel=Network_Traffic.All_Traffic where All_Traffic.dest_ip="198.51.100.7"' },
      ['T1071'],
    ],
    ['a page of a server', { spl: '| tstats count from datamodel=Web.Web where Web.url="*/api/xmlrpc*"' }, ['T1190']],
    ['a web shell', { kql: 'DeviceFileEvents | where FileName endswith ".aspx"' }, ['T1505.003']],
    [
      'mail by its sender',
      { spl: '| tstats count from datamodel=Email.All_Email where All_Email.src_user="a@oak.example"' },
      ['T1566'],
    ],
    ['service tickets', { kql: 'SecurityEvent | where EventID == 4769' }, ['T1558.003']],
    ['a program of the article', { kql: 'DeviceProcessEvents | where FileName =~ "oakd32.exe"' }, ['T1204.002']],
  ])('%s', (_what, queries, expected) => {
    expect(coveredBy(queries)).toEqual(expected);
  });

  it('counts what either language looks for, once', () => {
    const queries = {
      spl: '| tstats count from datamodel=Endpoint.Processes where Processes.process="*vssadmin delete*"',
      kql: 'DeviceProcessEvents | where ProcessCommandLine has "vssadmin" and FileName =~ "cmd.exe"',
    };
    expect(coveredBy(queries)).toEqual(['T1059.003', 'T1490']);
  });

  const hash = 'a'.repeat(64);
  it.each([
    ['hashes where programs run', { kql: `DeviceProcessEvents | where SHA256 in ("${hash}")` }, ['T1204.002']],
    ['hashes of files alone', { kql: `DeviceFileEvents | where SHA256 in ("${hash}")` }, []],
    ['findings of scanners', { kql: 'DeviceTvmSoftwareVulnerabilities | where CveId == "CVE-2030-1"' }, []],
    ['nothing that can be told', { kql: 'DeviceLogonEvents | summarize count() by AccountName' }, null],
    ['no query', {}, null],
  ])('%s', (_what, queries, expected) => {
    expect(coveredBy(queries)).toEqual(expected);
  });

  it.each([
    '// unlike schtasks\nDeviceProcessEvents | take 1',
    'DeviceProcessEvents | where FileName != "schtasks.exe"',
    'DeviceProcessEvents | where FileName !in~ ("schtasks.exe", "powershell.exe")',
    'DeviceProcessEvents | where not(ProcessCommandLine has "schtasks" or FileName in ("mshta.exe"))',
  ])('not what it excludes or only says: %s', (kql) => {
    expect(coveredBy({ kql })).toBeNull();
  });

  it('not what an exclusion of a search names', () => {
    const base = '| tstats count from datamodel=Endpoint.Processes where Processes.user="x"';
    expect(coveredBy({ spl: `${base} NOT Processes.process_name IN ("schtasks.exe","mshta.exe")` })).toBeNull();
    expect(coveredBy({ spl: `${base} NOT (Processes.process_name="schtasks.exe")` })).toBeNull();
    expect(coveredBy({ spl: `\`\`\` schtasks \`\`\` ${base}` })).toBeNull();
  });

  it('names techniques that ATT&CK has now', () => {
    const stale = RULES.flatMap(({ techniques }) => techniques).filter(
      (id) => attackTechnique(id)?.status !== 'current',
    );
    expect(stale).toEqual([]);
  });

  it('reads any text, in time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        expect(() => coveredBy({ spl: text, kql: text })).not.toThrow();
      }),
    );
    for (const part of ['not (', '"', '(', '!="', '```', 'not a="']) {
      expect(coveredBy({ kql: part.repeat(20_000), spl: part.repeat(20_000) })).toBeNull();
    }
  });
});

describe('the code of a query', () => {
  it('keeps what looks like a comment in a string', () => {
    expect(kqlCode('T | where a == "http://x" // why')).toBe('T | where a == "http://x"  ');
    expect(splCode('a=1 ```b=2``` `comment("c=3")` d=4')).toBe('a=1     d=4');
  });

  it('is what is looked for', () => {
    expect(withoutDenied('a == "x" and b != "y"').trim()).toBe('a == "x" and b');
  });
});

describe('the events that a query reads', () => {
  it('are told by tables, data sets and the prefix of their fields', () => {
    expect(kindsRead('DeviceProcessEvents | take 1')).toEqual(['process']);
    expect(kindsRead('from datamodel=Endpoint where nodename=Processes')).toEqual(['process']);
    expect(kindsRead('by Registry.dest')).toEqual(['registry']);
    expect(kindsRead('DeviceEvents | where ActionType == "ServiceInstalled"')).toEqual(['serviceInstall']);
    expect(kindsRead('MyDeviceProcessEvents')).toEqual([]);
  });
});

it.each(['.a', '"aaaa.', 'url', 'net user ', '\\"', '"', "path='('", '!= "a\\"'])(
  'a query of %j over and over holds up nobody',
  (part) => {
    const text = part.repeat(65_000 / part.length);
    for (const start of ['DeviceProcessEvents | where ', '| datamodel Web Web.url ']) {
      expect(coveredBy({ spl: start + text, kql: start + text })).not.toEqual(['none']);
    }
  },
);

it('a query that no check lets through covers nothing', () => {
  const query = 'DeviceProcessEvents | where FileName == "mimikatz.exe"';
  expect(coveredBy({ kql: query })).not.toBeNull();
  expect(coveredBy({ kql: `${query} ${' '.repeat(70_000)}` })).toBeNull();
});
