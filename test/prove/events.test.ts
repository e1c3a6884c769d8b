import { describe, expect, it } from 'vitest';
import type { SampleEvent, SampleFields } from '../../src/knowledge/samples.ts';
import { nativeEvent } from '../../src/prove/events.ts';
import type { EventKind, EventSchema } from '../../src/quoting/events/index.ts';

function event(kind: EventKind, fields: SampleFields): SampleEvent {
  return { kind, fields, native: {}, minutesAgo: 60 };
}

type Case = readonly [
  what: string,
  kind: EventKind,
  fields: SampleFields,
  schema: EventSchema,
  source: string,
  row: SampleFields,
];

const CASES: readonly Case[] = [
  [
    'a process, with what its name tells',
    'process',
    { device: 'ws1', user: 'bob', name: 'calc.exe', parentName: 'cmd.exe' },
    'tables',
    'DeviceProcessEvents',
    {
      DeviceName: 'ws1',
      AccountName: 'bob',
      ActionType: 'ProcessCreated',
      FileName: 'calc.exe',
      ProcessCommandLine: 'calc.exe',
      InitiatingProcessAccountName: 'bob',
      InitiatingProcessFileName: 'cmd.exe',
      InitiatingProcessCommandLine: 'cmd.exe',
    },
  ],
  [
    'hashes that share a field',
    'process',
    { name: 'a', sha256: 'aa', md5: 'bb' },
    'cim',
    'Endpoint.Processes',
    { process_name: 'a', process: 'a', process_hash: 'SHA256=aa,MD5=bb' },
  ],
  [
    'a word of a vocabulary, and the name at the end of a path',
    'file',
    { activity: 'renamed', path: 'C:\\a\\b.txt' },
    'tables',
    'DeviceFileEvents',
    { ActionType: 'FileRenamed', FileName: 'b.txt', FolderPath: 'C:\\a\\b.txt' },
  ],
  [
    "a path that ends in its value's name, parted in tables",
    'registry',
    { path: 'HKLM\\Run', valueName: 'x', valueData: 'y' },
    'tables',
    'DeviceRegistryEvents',
    { ActionType: 'RegistryValueSet', RegistryKey: 'HKLM\\Run', RegistryValueName: 'x', RegistryValueData: 'y' },
  ],
  [
    'the same, whole in CIM',
    'registry',
    { path: 'HKLM\\Run', valueName: 'x', valueData: 'y' },
    'cim',
    'Endpoint.Registry',
    { action: 'modified', registry_path: 'HKLM\\Run\\x', registry_value_name: 'x', registry_value_data: 'y' },
  ],
  [
    'an address beside a name, each in a field of its own',
    'connection',
    { source: 'ws1', destination: 'c2.example', peerAddress: '203.0.113.9', port: 443 },
    'cim',
    'Network_Traffic.All_Traffic',
    { action: 'allowed', src: 'ws1', dest: 'c2.example', dest_ip: '203.0.113.9', dest_port: 443 },
  ],
  [
    'properties of a dynamic column, and what tells the kind',
    'dns',
    { source: 'ws1', query: 'c2.example', recordType: 'TXT' },
    'tables',
    'DeviceNetworkEvents',
    {
      ActionType: 'DnsConnectionInspected',
      DeviceName: 'ws1',
      AdditionalFields: { query: 'c2.example', qtype_name: 'TXT' },
    },
  ],
  [
    'nested properties',
    'directoryChange',
    { operation: 'Add member to role', user: 'eve@contoso.com', address: '203.0.113.9' },
    'tables',
    'AuditLogs',
    {
      OperationName: 'Add member to role',
      InitiatedBy: { user: { userPrincipalName: 'eve@contoso.com', ipAddress: '203.0.113.9' } },
    },
  ],
  [
    'a code that tells the result',
    'signIn',
    { user: 'bob@contoso.com', result: 'failure' },
    'tables',
    'SigninLogs',
    { UserPrincipalName: 'bob@contoso.com', ResultType: '50126' },
  ],
  [
    'a result that the code tells',
    'signIn',
    { user: 'bob@contoso.com', resultCode: '500121' },
    'cim',
    'Authentication.Authentication',
    { user: 'bob@contoso.com', action: 'failure' },
  ],
];

describe('an event in a schema', () => {
  it.each(CASES)('%s', (_, kind, fields, schema, source, row) => {
    expect(nativeEvent(event(kind, fields), schema)).toEqual({ source, fields: row });
  });

  it('leaves fields out that only later versions have', () => {
    const file = event('file', { device: 'ws1', path: '/etc/passwd', program: 'vi' });
    expect(nativeEvent(file, 'cim')).toMatchObject({ fields: { process_name: 'vi' } });
    expect(nativeEvent(file, 'cim', { newer: false })).not.toMatchObject({ fields: { process_name: 'vi' } });
  });

  it('has no row where the schema tells nothing of it', () => {
    expect(nativeEvent(event('imageLoad', { name: 'a.dll' }), 'cim')).toEqual({
      reason: 'no place for the event imageLoad',
    });
    expect(nativeEvent(event('file', { activity: 'read', name: 'a' }), 'tables')).toEqual({
      reason: 'no word for the activity read of the event file',
    });
  });
});
