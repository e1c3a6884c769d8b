import { expect, test } from 'vitest';
import { createKqlLogs } from '../../../src/sandbox/logs/kql.ts';

const NOW = new Date('2026-05-12T09:40:00Z');
const HUNTS = {
  name: 'Hunts_CL',
  columns: [
    { name: 'TimeGenerated', type: 'datetime' },
    { name: 'HuntKey', type: 'string' },
    { name: 'Removed', type: 'boolean' },
  ],
  rows: [{ TimeGenerated: '2026-05-12T09:00:00Z', HuntKey: 'fs-01', Removed: false }],
};
const query = createKqlLogs(NOW);
const ALL = { tables: [HUNTS], isIn: () => true, now: NOW };

test('answers columns with their types, of sample events and of the tables that are given', () => {
  const text = `DeviceProcessEvents
    | where ProcessCommandLine has "shadows" and ProcessCommandLine has "delete"
    | join kind=inner Hunts_CL on $left.DeviceName == $right.HuntKey
    | summarize Events = count(), Names = make_set(FileName), First = min(TimeGenerated) by DeviceName, Removed`;
  expect(query(text, ALL)).toEqual({
    columns: [
      { name: 'DeviceName', type: 'string' },
      { name: 'Removed', type: 'bool' },
      { name: 'Events', type: 'long' },
      { name: 'Names', type: 'dynamic' },
      { name: 'First', type: 'datetime' },
    ],
    rows: [
      {
        DeviceName: 'fs-01',
        Removed: false,
        Events: 1,
        Names: ['vssadmin.exe'],
        First: '2026-05-12T06:55:00.0000000Z',
      },
    ],
  });
});

test('leaves out rows that are not in the timespan', () => {
  const isIn = (row: Readonly<Record<string, unknown>>) => String(row['TimeGenerated']) > '2026-05-12T06:54:30';
  const count = query('DeviceProcessEvents | where DeviceName == "fs-01" | count', { ...ALL, isIn });
  expect(count).toMatchObject({ rows: [{ Count: 3 }] });
});

test('gives Kusto’s own error, or says what it cannot evaluate', () => {
  expect(query('Nowhere | take 1', ALL)).toEqual({ failed: expect.stringContaining('Nowhere') });
  expect(query('DeviceProcessEvents | evaluate autocluster()', ALL)).toEqual({
    failed: expect.stringMatching(/^The stand-in cannot evaluate this query: .*autocluster/),
  });
});
