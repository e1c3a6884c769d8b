import { describe, expect, it } from 'vitest';
import { checkKql } from '../../src/kql/check.ts';
import { createSchema } from '../../src/kql/schema.ts';
import { timespan } from '../../src/kql/time.ts';

const schema = createSchema();
const DAY = 86_400;

describe('lookback', () => {
  const CASES: readonly (readonly [query: string, seconds: number | null])[] = [
    ['DeviceEvents | where TimeGenerated > ago(7d)', 7 * DAY],
    ['DeviceEvents | where TimeGenerated between (ago(14d) .. now())', 14 * DAY],
    [
      'DeviceEvents | where TimeGenerated > ago(1h) | join (DeviceFileEvents | where TimeGenerated > ago(30d)) on DeviceId',
      30 * DAY,
    ],
    ['let Lookback = 7d; DeviceEvents | where TimeGenerated > ago(Lookback)', 7 * DAY],
    ['let d = 3; let Lookback = d * 1d + 12h; DeviceEvents | where TimeGenerated > ago(Lookback)', 3.5 * DAY],
    ['let start = ago(2d); DeviceEvents | where TimeGenerated > start', 2 * DAY],
    ['DeviceEvents | where TimeGenerated > now() - 36h', 1.5 * DAY],
    ['DeviceEvents | where TimeGenerated > now(-2d)', 2 * DAY],
    ["DeviceEvents | where TimeGenerated > datetime_add('day', -5, now())", 5 * DAY],
    ['DeviceEvents | where TimeGenerated > startofday(ago(1d))', DAY],
    ['DeviceEvents | where TimeGenerated > ago(timespan(1.12:00:00))', 1.5 * DAY],
    ['DeviceEvents | where TimeGenerated > ago(100ms)', 1],
    ['DeviceEvents | where TimeGenerated > datetime(2026-01-01)', null],
    ['DeviceEvents | where ActionType == "ago(7d)" // ago(9d)', null],
    ['let a = b; let b = a; DeviceEvents | where TimeGenerated > ago(a)', null],
  ];
  it.each(CASES)('%s', (query, seconds) => {
    expect(checkKql(query, { schema })[0]?.lookbackSeconds).toBe(seconds);
  });

  it('warns beyond 30 days, at the place', () => {
    const [checked] = checkKql('DeviceEvents\n| where TimeGenerated > ago(60d)', { schema });
    expect(checked).toMatchObject({
      verdict: 'ready',
      problems: [{ code: 'kql-long-lookback', severity: 'warning', line: 2, column: 25 }],
    });
    expect(checkKql('DeviceEvents | where TimeGenerated > ago(30d)', { schema })[0]?.problems).toEqual([]);
  });

  it('reads timespans in every spelling', () => {
    expect(['1d', '2 hours', '1.5h', 'time(30m)', '00:01:00', '-1d', '3', '1 fortnight'].map(timespan)).toEqual([
      DAY,
      7200,
      5400,
      1800,
      60,
      -DAY,
      3 * DAY,
      null,
    ]);
  });
});
