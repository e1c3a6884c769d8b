import { describe, expect, it } from 'vitest';
import { createKqlProving } from '../../../src/kql/prove/index.ts';
import { EMPTY_ENVIRONMENT } from '../../../src/kql/schema.ts';

const proving = createKqlProving(EMPTY_ENVIRONMENT);
const AT = new Date('2027-03-10T10:00:00Z');

describe('rows of a workspace', () => {
  it('have what every row of the table has', () => {
    const row = proving.complete(
      'DeviceProcessEvents',
      { DeviceName: 'WS1', AccountName: 'bob' },
      { at: AT, number: 3 },
    );
    expect(row).toMatchObject({
      TimeGenerated: '2027-03-10T10:00:00.000Z',
      Type: 'DeviceProcessEvents',
      DeviceId: 'id-ws1',
      ReportId: 5003,
      ProcessId: 20_003,
      InitiatingProcessAccountName: 'bob',
      AccountUpn: 'bob@contoso.com',
    });
    expect(row).not.toHaveProperty('Timestamp');
  });

  it('keep what is given', () => {
    const given = { TimeGenerated: '2020-01-01T00:00:00Z', DeviceId: 'x', Type: 'y' };
    expect(proving.complete('DeviceProcessEvents', given, { at: AT, number: 1 })).toMatchObject(given);
  });
});

describe('what a query forgives', () => {
  it.each<[string, string[]]>([
    ['DeviceProcessEvents | where FileName !in~ ("a.exe", "b.exe") and AccountName == "c"', ['a.exe', 'b.exe']],
    ['let L = dynamic(["x.example"]); DeviceNetworkEvents | where not(RemoteUrl has_any (L))', ['x.example']],
    ['let A = "x.example"; let L = pack_array(A); T | where not(R endswith A)', ['x.example']],
    ['T | where R !endswith ".example" | where S !contains "q"', ['.example', 'q']],
    ['T | where A == "a"', []],
  ])('%s', (text, expected) => {
    expect(proving.allowed({ text })).toEqual(expected);
  });
});
