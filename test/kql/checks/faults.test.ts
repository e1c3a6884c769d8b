import { describe, expect, it } from 'vitest';
import { checkKql } from '../../../src/kql/check.ts';
import { FAULTS } from '../../../src/kql/checks/faults.ts';
import { defenderTables, translationRules } from '../../../src/kql/reference.ts';
import { createSchema } from '../../../src/kql/schema.ts';

const schema = createSchema();

function told(query: string): string[] {
  return checkKql(query, { schema }).flatMap(({ problems }) =>
    problems.map(({ line, column, code }) => `${line}:${column} ${code}`),
  );
}

/** A query, and what is wrong inside of its tokens, with its place. */
const BAD: readonly (readonly [query: string, expected: string])[] = [
  // https://learn.microsoft.com/en-us/kusto/query/regex
  ["DeviceEvents | where DeviceName matches regex @'(?i)a(?!b)'", '1:54 kql-regex'],
  ["DeviceEvents | where DeviceName matches regex '(a'", '1:48 kql-regex'],
  ["DeviceEvents | where DeviceName matches regex 'a\\\\\\\\(b'", '1:48 kql-regex'],
  ["DeviceEvents | where DeviceName matches regex @'C:\\Users'", '1:51 kql-regex'],
  ["DeviceEvents | extend u = extract(@'(?<=user=)\\w+', 0, DeviceName)", '1:37 kql-regex'],
  ["DeviceEvents | extend u = extract_all(@'(a)\\1', DeviceName)", '1:44 kql-regex'],
  ["DeviceEvents | extend u = replace_regex(DeviceName, @'[z-a]', '')", '1:56 kql-regex'],
  ["DeviceEvents | extend u = countof(DeviceName, '*a', 'regex')", '1:48 kql-regex'],
  ["let r = @'a(?=b)'; DeviceEvents | where DeviceName matches regex r", '1:66 kql-regex'],
  ["DeviceEvents | parse kind=regex DeviceName with 'a(?=b)' x:string", '1:49 kql-regex'],
  // https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/
  ['DeviceEvents | where TimeGenerated > datetime(2026-13-45)', '1:47 kql-literal'],
  ['DeviceEvents | where TimeGenerated > datetime(2026-02-30 10:00)', '1:47 kql-literal'],
  ['DeviceEvents | where TimeGenerated > datetime("yesterday")', '1:47 kql-literal'],
  ["DeviceEvents | where TimeGenerated > ago(time('abc'))", '1:47 kql-literal'],
  ['DeviceEvents | where TimeGenerated > ago(timespan(25:00:00))', '1:51 kql-literal'],
  ['DeviceEvents | where DeviceId == guid(zzz)', '1:39 kql-literal'],
  ['DeviceEvents | extend x = dynamic(["a" "b"])', '1:40 kql-literal'],
  ['print long(abc)', '1:12 kql-literal'],
  ['DeviceEvents | where TimeGenerated > todatetime("yesterday")', '1:49 kql-literal'],
  // Windows
  ['DeviceEvents | where TimeGenerated between (now() .. ago(1d))', '1:45 kql-empty-window'],
  ['let back = 2h; DeviceEvents | where TimeGenerated between (ago(back) .. ago(1d))', '1:60 kql-empty-window'],
  [
    'DeviceEvents | where TimeGenerated between (datetime(2026-02-01) .. datetime(2026-01-01))',
    '1:45 kql-empty-window',
  ],
  ['print bool(maybe), real(nan), long(0x1F)', '1:12 kql-literal'],
  // Arguments
  ['DeviceEvents | take -1', '1:21 kql-row-count'],
  ['DeviceEvents | top -5 by TimeGenerated', '1:20 kql-row-count'],
  ["DeviceNetworkEvents | where ipv4_is_in_range(RemoteIP, '300.1.1.0/40')", '1:56 kql-address'],
  [
    "DeviceNetworkEvents | where ipv4_is_in_any_range(RemoteIP, dynamic(['10.0.0.0/8', '10.0.0.0/33']))",
    '1:83 kql-address',
  ],
  ["DeviceNetworkEvents | where ipv4_is_private('10.0.0')", '1:45 kql-address'],
  ['DeviceEvents | where TimeGenerated >= TimeGenerated', '1:22 kql-self-comparison'],
  ['let Timestamp = ago(1d); DeviceEvents | where Timestamp > Timestamp', '1:47 kql-self-comparison'],
  // Placeholders, of every bracket
  ["DeviceEvents | where DeviceName == '<your_host>'", '1:36 kql-placeholder'],
  ["DeviceEvents | where DeviceName has '{{host}}'", '1:37 kql-placeholder'],
  ["DeviceEvents | where DeviceName in ('[REPLACE]')", '1:37 kql-placeholder'],
  ["DeviceEvents | where DeviceName has '$token$'", '1:37 kql-placeholder'],
  ["DeviceEvents | where DeviceName has '%YOUR_HOST%'", '1:37 kql-placeholder'],
];

/** What may well stand in a query. */
const GOOD: readonly string[] = [
  "DeviceEvents | where DeviceName matches regex @'(?i)^(?:a|b)[^\\\\]+\\.exe$' and DeviceName matches regex 'a{2,5}\\\\d'",
  "DeviceEvents | where DeviceName matches regex strcat('a', DeviceName)",
  "DeviceEvents | extend a = extract_all(@'(?P<x>\\w+)=(\\d+)', DeviceName), b = trim(@'[^\\w]+', DeviceName)",
  "DeviceEvents | parse kind=regex DeviceName with 'a(' x:string ')b' | parse DeviceName with * '(?=' y",
  'DeviceEvents | where TimeGenerated between (datetime(2026-02-28 10:00:00.123Z) .. datetime(2026-03-01T10:00+02:00))',
  'DeviceEvents | where TimeGenerated > datetime(null) and TimeGenerated > datetime("Sat, 8 Nov 2014 15:05:02 GMT")',
  'DeviceEvents | where TimeGenerated > ago(1.5h) and TimeGenerated > ago(timespan(1.12:30:00)) and TimeGenerated > now(-time("30m"))',
  'DeviceEvents | where DeviceId == guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
  `DeviceEvents | extend x = dynamic({"a": [1, -2.5e-3, 'b', true, null], "c": {"d": datetime(2026-01-01)}}), y = dynamic([])`,
  'DeviceEvents | take 10 | top 5 by TimeGenerated',
  "let own = dynamic(['198.51.100.0/24']); DeviceNetworkEvents | where ipv4_is_in_any_range(RemoteIP, own) or ipv6_is_in_range(RemoteIP, 'fe80::/10')",
  'DeviceEvents | join kind=inner (DeviceFileEvents) on $left.DeviceId == $right.DeviceId | where DeviceName == DeviceName1',
  "DeviceProcessEvents | where ProcessCommandLine has_any ('%APPDATA%', '[System.Convert]', '<script>', '{{7*7}}', '$' )",
  'DeviceEvents | where TimeGenerated > todatetime("{{StartTimeISO}}") and TimeGenerated > todatetime("2026-01-02T03:04:05Z")',
  'DeviceEvents | where TimeGenerated between (ago(7d) .. ago(1d)) or TimeGenerated between (datetime(2026-01-01) .. now())',
  'let from = ago(30d); DeviceEvents | where TimeGenerated between (from .. now())',
];

describe('inside the tokens', () => {
  it.each(BAD)('%s', (query, expected) => {
    expect(told(query)).toEqual([expected]);
  });

  it.each(GOOD)('nothing to say: %s', (query) => {
    expect(told(query)).toEqual([]);
  });

  it('has a query for every code', () => {
    const reached = new Set(BAD.map(([, expected]) => expected.split(' ')[1]));
    expect(Object.keys(FAULTS).filter((code) => !reached.has(code))).toEqual([]);
  });

  it('tells what a table is called now, or reads it under that name', () => {
    const { retiredTables } = translationRules();
    expect(Object.keys(retiredTables).length).toBeGreaterThan(10);
    for (const [name, { replacedBy }] of Object.entries(retiredTables)) {
      expect(defenderTables(), name).toHaveProperty(replacedBy);
      const [query] = checkKql(`${name} | where NoSuch == 1`, { schema });
      const told = query?.problems.find(({ code }) => code === 'kql-renamed-table');
      expect(told?.message, name).toContain(`the table is called ${replacedBy} now`);
    }
    expect(checkKql('AADSpnSignInEventsBeta | take 1', { schema })[0]).toMatchObject({
      verdict: 'repaired',
      repairs: ['defender-only-table'],
    });
  });

  it('warns of a query that is longer than the portal is sure to save', () => {
    const long = (count: number) =>
      `DeviceProcessEvents | where SHA256 in (${Array.from({ length: count }, (_, n) => `"${String(n).padStart(64, 'a')}"`).join(', ')})`;
    const codes = (count: number) => checkKql(long(count), { schema })[0]?.problems.map(({ code }) => code);
    expect(codes(100)).not.toContain('kql-long-query');
    expect(codes(200)).toContain('kql-long-query');
    expect(checkKql(long(230), { schema })[0]).toMatchObject({ verdict: 'ready' });
  });
});
