import { describe, expect, it } from 'vitest';
import { fillBladeRange } from '../../../src/kql/additions/range.ts';
import { checkKql } from '../../../src/kql/check.ts';
import { createKqlEvaluator } from '../../../src/kql/run/evaluator.ts';
import { createSchema } from '../../../src/kql/schema.ts';
import type { CheckedQuery } from '../../../src/sync/query.ts';

const schema = createSchema();
const LETS = "let starttime = todatetime('{{StartTimeISO}}');\nlet endtime = todatetime('{{EndTimeISO}}');\n";

function checked(query: string): CheckedQuery {
  return checkKql(query, { schema, native: { entities: 'none', timeRange: 'blade' } })[0] as CheckedQuery;
}

describe('the time range of the hunting page', () => {
  it.each<[what: string, before: string, after: string]>([
    [
      'takes the place of the query’s own',
      'where TimeGenerated > ago(7d)',
      'where TimeGenerated between (starttime .. endtime)',
    ],
    [
      'whatever side it stands on',
      'where ago(7d) <= TimeGenerated',
      'where TimeGenerated between (starttime .. endtime)',
    ],
    [
      'with both ends',
      'where TimeGenerated between (ago(7d) .. now())',
      'where TimeGenerated between (starttime .. endtime)',
    ],
    [
      'by subtraction too',
      'where TimeGenerated >= now() - 7d and FileName == "a"',
      'where TimeGenerated between (starttime .. endtime) and FileName == "a"',
    ],
    [
      'and a baseline keeps its distance',
      'where TimeGenerated > ago(30d) | summarize First = min(TimeGenerated) by FileName | where First > ago(12h)',
      'where TimeGenerated between ((starttime - 708h) .. endtime) | summarize First = min(TimeGenerated) by FileName | where First > starttime',
    ],
    [
      'also where the baseline is all that is not the hunt',
      'where not(TimeGenerated > ago(1d)) and (TimeGenerated > ago(14d))',
      'where not(TimeGenerated > starttime) and (TimeGenerated between ((starttime - 13d) .. endtime))',
    ],
    [
      'and ends where the hunt begins',
      'where TimeGenerated between (ago(14d) .. ago(1d)) or TimeGenerated > ago(1d)',
      'where TimeGenerated between ((starttime - 13d) .. starttime) or TimeGenerated between (starttime .. endtime)',
    ],
  ])('%s', (_, before, after) => {
    const { text, additions, problems } = checked(`DeviceFileEvents | ${before}`);
    expect(text).toBe(`${LETS}DeviceFileEvents | ${after}`);
    expect(additions).toEqual(['blade-time-range']);
    expect(problems).toEqual([]);
  });

  it('is followed through let statements, and by every part of a union', () => {
    const { text, rangeSeconds } = checked(`let window = 3d;
let start = ago(window);
union (DeviceFileEvents | where TimeGenerated > start), (DeviceEvents | where TimeGenerated > ago(window))`);
    expect(text).toBe(`${LETS}let window = 3d;
let start = starttime;
union (DeviceFileEvents | where TimeGenerated between (start .. endtime)), (DeviceEvents | where TimeGenerated between (starttime .. endtime))`);
    expect(rangeSeconds).toBe(3 * 86_400);
  });

  it('has names of its own where the query uses these', () => {
    expect(checked('DeviceFileEvents | where TimeGenerated > ago(1d) | extend endtime = now()').text).toContain(
      'between (bladeStart .. bladeEnd) | extend endtime = bladeEnd',
    );
  });

  it.each([
    ['it names no time', 'DeviceFileEvents | where FileName == "a"', []],
    [
      'it reads the page’s range already',
      "DeviceFileEvents | where TimeGenerated > todatetime('{{StartTimeISO}}') and TimeGenerated > ago(30d)",
      [],
    ],
    [
      'it ends before now',
      'DeviceFileEvents | where TimeGenerated between (ago(7d) .. ago(5m))',
      ['kql-own-time-range'],
    ],
    [
      'how far it looks back is computed',
      'DeviceFileEvents | extend n = 3d * FileSize | where TimeGenerated > ago(n)',
      ['kql-own-time-range'],
    ],
    [
      'its time is a date',
      'DeviceFileEvents | where TimeGenerated > datetime(2026-01-01) and now() > TimeGenerated',
      ['kql-own-time-range'],
    ],
  ])('leaves a query as it is where %s', (_, query, codes) => {
    const { text, additions, problems, rangeSeconds } = checked(query);
    expect(text).toBe(query);
    expect([additions, rangeSeconds]).toEqual([undefined, undefined]);
    expect(problems.map(({ code }) => code).filter((code) => code.startsWith('kql-own'))).toEqual(codes);
  });

  it('looks back as far as the author wrote, for whoever keeps the window elsewhere', () => {
    expect(checked('DeviceFileEvents | where TimeGenerated > ago(7d)').lookbackSeconds).toBe(7 * 86_400);
  });

  it('finds what lies in it, and compares with what lies as far before it as the author’s baseline did', () => {
    const query = `DeviceFileEvents
| where TimeGenerated > ago(10d)
| summarize First = min(TimeGenerated) by FileName
| where First > ago(1d)`;
    const evaluate = createKqlEvaluator(schema);
    const at = (FileName: string, TimeGenerated: string) => ({ FileName, TimeGenerated });
    const rows = [
      at('new', '2027-03-05T12:00:00Z'),
      at('old', '2027-03-05T12:00:00Z'),
      at('old', '2027-02-26T12:00:00Z'),
      at('older than the baseline', '2027-03-05T12:00:00Z'),
      at('older than the baseline', '2027-02-20T12:00:00Z'),
      at('later', '2027-03-08T12:00:00Z'),
    ];
    const range = { start: new Date('2027-03-04T00:00:00Z'), end: new Date('2027-03-06T00:00:00Z') };
    const found = evaluate(
      fillBladeRange(checked(query).text, range),
      { tables: { DeviceFileEvents: rows } },
      { now: new Date('2027-04-01T00:00:00Z') },
    );
    expect(found.status === 'evaluated' && found.rows.map((row) => row['FileName'])).toEqual([
      'new',
      'older than the baseline',
    ]);
  });
});
