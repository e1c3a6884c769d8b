import { describe, expect, it } from 'vitest';
import { createDefenderProving } from '../../../src/kql/prove/defender.ts';

const unified = createDefenderProving(true);
const alone = createDefenderProving(false);

describe('binding a query of advanced hunting', () => {
  it('tells the columns of its result, the tables that it names, and what it uses', () => {
    const query = `let bad = dynamic(["a.exe"]); // named twice
      DeviceProcessEvents
      | where FileName in~ (bad)
      | join kind=inner (DeviceProcessEvents | union DeviceFileEvents | project DeviceId, Other = ActionType) on DeviceId
      | summarize Last = max(Timestamp), Names = make_set(FileName) by DeviceId`;
    expect(unified.bind(query)).toEqual({
      columns: [
        { name: 'DeviceId', type: 'string' },
        { name: 'Last', type: 'datetime' },
        { name: 'Names', type: 'dynamic' },
      ],
      tables: ['DeviceProcessEvents', 'DeviceFileEvents'],
      operators: ['join', 'union'],
      hasComments: true,
    });
    const data = 'externaldata (A:string) ["https://example.com/a"] | lookup DeviceInfo on $left.A == $right.DeviceId';
    expect(unified.bind(data)).toMatchObject({ operators: ['lookup', 'externaldata'], hasComments: false });
  });

  it('takes an address in a string for no comment', () => {
    expect(unified.bind('DeviceInfo | where OSPlatform == "https://x"')).toMatchObject({ hasComments: false });
  });

  it.each(['Nowhere', 'DeviceInfo | where', '.show tables', 'DeviceInfo | project TimeGenerated'])(
    'fails: %s',
    (query) => {
      expect(unified.bind(query)).toEqual({ failed: expect.stringMatching(/./) });
    },
  );

  it('knows a workspace’s tables where one is connected', () => {
    expect(unified.bind('SigninLogs')).toMatchObject({ tables: ['SigninLogs'] });
    expect(alone.bind('SigninLogs')).toHaveProperty('failed');
    expect([unified.isConnected('SigninLogs'), unified.isConnected('DeviceInfo')]).toEqual([true, false]);
    expect(Object.keys(alone.tables)).not.toContain('SigninLogs');
    expect(unified.tables['DeviceInfo']).toMatch(/(^|,)Timestamp:datetime/);
  });
});

it('runs queries on rows of Defender’s tables', () => {
  const row = alone.complete('DeviceInfo', { DeviceName: 'ws-1' }, { at: new Date('2026-05-12T09:00:00Z'), number: 1 });
  const query = { text: 'DeviceInfo | where Timestamp > ago(1h) | project Timestamp, DeviceName, DeviceId' };
  expect(alone.run(query, { tables: { DeviceInfo: [row] } }, new Date('2026-05-12T09:30:00Z'))).toMatchObject({
    status: 'evaluated',
    rows: [{ Timestamp: '2026-05-12T09:00:00.0000000Z', DeviceName: 'ws-1', DeviceId: 'id-ws-1' }],
  });
});
