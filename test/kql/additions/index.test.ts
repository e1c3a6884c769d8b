import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../src/knowledge/catalogue.ts';
import { loadSamples } from '../../../src/knowledge/catalogue-samples.ts';
import { checkKql } from '../../../src/kql/check.ts';
import { createKqlProving } from '../../../src/kql/prove/index.ts';
import { createKqlEvaluator } from '../../../src/kql/run/evaluator.ts';
import { createSchema, EMPTY_ENVIRONMENT } from '../../../src/kql/schema.ts';
import { SAMPLE_HOUR } from '../../../src/prove/clock.ts';
import type { Row } from '../../../src/prove/language.ts';
import { rowsOf } from '../../../src/prove/rows.ts';
import type { CheckedQuery, NativePolicy } from '../../../src/sync/query.ts';
import { faults } from '../independent.ts';

const schema = createSchema();
const COLUMNS: NativePolicy = { entities: 'columns', timeRange: 'query' };
const NONE: NativePolicy = { entities: 'none', timeRange: 'query' };
const BLADE: NativePolicy = { entities: 'columns', timeRange: 'blade' };

function checked(query: string, native: NativePolicy = COLUMNS): CheckedQuery {
  const [first, ...more] = checkKql(query, { schema, native });
  expect(more).toEqual([]);
  return first as CheckedQuery;
}

/** What was added below a query, line by line. */
function added(query: string): string[] {
  const { text, verdict } = checked(query);
  expect(verdict).not.toBe('rejected');
  expect(text.startsWith(query.trimEnd())).toBe(true);
  return text.slice(query.trimEnd().length).split('\n').slice(1);
}

const TIME = 'DeviceProcessEvents | where TimeGenerated > ago(1d) ';

describe('entity columns', () => {
  it.each<[what: string, query: string, lines: string[]]>([
    [
      'of columns that are as the table names them',
      'DeviceNetworkEvents | project TimeGenerated, DeviceName, RemoteIP, RemoteUrl',
      [
        '| extend Host_0_HostName = tostring(split(DeviceName, ".")[0]), Host_0_DnsDomain = extract(@"^[^.]+\\.(.+)$", 1, DeviceName)',
        '| extend IP_0_Address = RemoteIP',
        '| extend URL_0_Url = RemoteUrl',
      ],
    ],
    [
      'of renamed columns, by what they are bound to',
      'DeviceProcessEvents | summarize Last = max(TimeGenerated) by Who = tolower(AccountName), Realm = AccountDomain',
      ['| extend TimeGenerated = Last', '| extend Account_0_Name = Who, Account_0_NTDomain = Realm'],
    ],
    [
      'through a join, where two columns have one name',
      `DeviceProcessEvents | project DeviceId, Machine = DeviceName, TimeGenerated
| join kind=inner (DeviceNetworkEvents | project DeviceId, Address = RemoteIP) on DeviceId
| project TimeGenerated, Machine, Address`,
      [
        '| extend Host_0_HostName = tostring(split(Machine, ".")[0]), Host_0_DnsDomain = extract(@"^[^.]+\\.(.+)$", 1, Machine)',
        '| extend IP_0_Address = Address',
      ],
    ],
    [
      'of one column that a union makes of two',
      `union (DeviceProcessEvents | project TimeGenerated, Account = AccountName),
  (DeviceFileEvents | project TimeGenerated, Account = InitiatingProcessAccountName)`,
      ['| extend Account_0_Name = Account'],
    ],
    [
      'of a user principal name, in two parts',
      'SigninLogs | project TimeGenerated, UserPrincipalName, IPAddress',
      [
        '| extend Account_0_Name = tostring(split(UserPrincipalName, "@")[0]), Account_0_UPNSuffix = tostring(split(UserPrincipalName, "@")[1])',
        '| extend IP_0_Address = IPAddress',
      ],
    ],
    [
      'of a member of a dynamic column',
      'AuditLogs | project TimeGenerated, Actor = tostring(InitiatedBy.user.userPrincipalName)',
      [
        '| extend Account_0_Name = tostring(split(Actor, "@")[0]), Account_0_UPNSuffix = tostring(split(Actor, "@")[1])',
      ],
    ],
    [
      'of a domain and a user in one column',
      'SecurityEvent | project TimeGenerated, Account',
      [
        '| extend Account_0_Name = extract(@"([^\\\\]*)$", 1, Account), Account_0_NTDomain = extract(@"^([^\\\\]+)\\\\", 1, Account)',
      ],
    ],
    [
      'of the strongest hash, with its algorithm; the acting process comes second',
      'DeviceFileEvents | project TimeGenerated, SHA1, SHA256, InitiatingProcessSHA1',
      [
        '| extend FileHash_0_Algorithm = "SHA256", FileHash_0_Value = SHA256',
        '| extend FileHash_1_Algorithm = "SHA1", FileHash_1_Value = InitiatingProcessSHA1',
      ],
    ],
    [
      'of an item of a list, but not of the list',
      'DeviceProcessEvents | summarize Last = max(TimeGenerated), Hosts = make_set(DeviceName) by SHA1 | extend Host = tostring(Hosts[0])',
      [
        '| extend TimeGenerated = Last',
        '| extend Host_0_HostName = tostring(split(Host, ".")[0]), Host_0_DnsDomain = extract(@"^[^.]+\\.(.+)$", 1, Host)',
        '| extend FileHash_0_Algorithm = "SHA1", FileHash_0_Value = SHA1',
      ],
    ],
    ['of nothing that is computed', `${TIME}| project TimeGenerated, DeviceName = strcat("a", DeviceName)`, []],
    [
      'of no list',
      `${TIME}| summarize Last = max(TimeGenerated), DeviceName = make_set(DeviceName)`,
      ['| extend TimeGenerated = Last'],
    ],
    [
      'not of the text of a list',
      `${TIME}| summarize Last = max(TimeGenerated), H = tostring(make_set(DeviceName))`,
      ['| extend TimeGenerated = Last'],
    ],
    ['of a type that is there already', `${TIME}| project TimeGenerated, Host_0_HostName = DeviceName, DeviceName`, []],
    ['behind a chart', `${TIME}| summarize count() by bin(TimeGenerated, 1h), DeviceName | render timechart`, []],
  ])('%s', (_, query, lines) => {
    expect(added(query)).toEqual(lines);
  });

  it('stand behind a comment that ends the text, and before a semicolon', () => {
    expect(added('AzureActivity | project TimeGenerated, CallerIpAddress // why')).toEqual([
      '| extend IP_0_Address = CallerIpAddress',
    ]);
    expect(checked('AzureActivity | project TimeGenerated, CallerIpAddress ; // why').text).toBe(
      'AzureActivity | project TimeGenerated, CallerIpAddress\n| extend IP_0_Address = CallerIpAddress ; // why',
    );
  });

  it('are named beside the repairs, and left out by policy', () => {
    const query = 'DeviceProcessEvents | where Timestamp > ago(1d) | summarize Last = max(Timestamp) by DeviceName';
    const mended =
      'DeviceProcessEvents | where TimeGenerated > ago(1d) | summarize Last = max(TimeGenerated) by DeviceName';
    const { text, verdict, repairs, additions, problems } = checked(query);
    expect({ verdict, repairs, additions, problems }).toEqual({
      verdict: 'repaired',
      repairs: ['timestamp-to-timegenerated'],
      additions: ['time-generated', 'entity-columns'],
      problems: [],
    });
    expect(text.startsWith(`${mended}\n| extend TimeGenerated = Last\n`)).toBe(true);
    const bare = checked(query, NONE);
    expect(bare.text).toBe(mended);
    expect(bare.additions).toBeUndefined();
    expect(checkKql(query, { schema })[0]?.text).toBe(mended);
  });

  it('are not added to what is rejected', () => {
    expect(checked('NoSuchTable | project DeviceName').additions).toBeUndefined();
  });
});

describe('TimeGenerated', () => {
  const by = 'by DeviceId';
  it.each<[query: string, lines: string[]]>([
    [`${TIME}| project DeviceId, TimeGenerated`, []],
    [`${TIME}| project DeviceId, When = TimeGenerated`, ['| extend TimeGenerated = When']],
    [
      `${TIME}| summarize First = min(TimeGenerated), Last = max(TimeGenerated) ${by}`,
      ['| extend TimeGenerated = Last'],
    ],
    [`${TIME}| summarize max(TimeGenerated) ${by}`, ['| extend TimeGenerated = max_TimeGenerated']],
    [`${TIME}| summarize count() ${by}, Hour = bin(TimeGenerated, 1h)`, ['| extend TimeGenerated = Hour']],
    [`${TIME}| summarize arg_max(TimeGenerated, ActionType) ${by}`, []],
  ])('%s', (query, lines) => {
    expect(added(query)).toEqual(lines);
  });

  it.each([
    ['a count', `${TIME}| count`],
    ['a time that is no event’s', `${TIME}| summarize count() ${by} | extend Now = now()`],
    ['a name that something else has', `${TIME}| summarize TimeGenerated = make_list(TimeGenerated) ${by}`],
    ['a result without known columns', 'AuditLogs | project b = pack_all() | evaluate bag_unpack(b)'],
  ])('is told to be missing: %s', (_, query) => {
    const { problems, verdict, additions } = checked(query);
    expect(verdict).not.toBe('rejected');
    expect(additions ?? []).not.toContain('time-generated');
    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([['kql-no-time-column', 'warning']]);
  });
});

describe('the rows that are found', () => {
  const evaluate = createKqlEvaluator(schema);

  it('are the same with and without what is added: every use case on its samples, in both time ranges', () => {
    const useCases = loadCatalogue();
    const samples = loadSamples(new Set(useCases.map(({ id }) => id)));
    const proving = createKqlProving(EMPTY_ENVIRONMENT);
    const now = new Date(SAMPLE_HOUR.getTime() + 23 * 60_000);
    let compared = 0;
    for (const { id, queries } of useCases) {
      const [bare, whole, blade] = [NONE, COLUMNS, BLADE].map((native) => checked(queries['kql'] ?? '', native));
      for (const one of [whole, blade]) expect([id, faults(one?.text ?? '')]).toEqual([id, []]);
      for (const sample of [...(samples.get(id)?.fires ?? []), ...(samples.get(id)?.quiet ?? [])]) {
        const { data, count } = rowsOf(sample, 'kql', proving, { now });
        if (count === 0) continue;
        const runs = [bare, whole, blade].map((query) => proving.run(query as CheckedQuery, data, now));
        const [own, ...others] = runs.map((run) => (run.status === 'evaluated' ? run.rows : []));
        for (const run of runs) expect(run.status, id).toBe('evaluated');
        const names = Object.keys(own?.[0] ?? {});
        const shown = (row: Row) => names.map((name) => row[name]);
        for (const rows of others) expect(rows.map(shown), `${id}: ${sample.name}`).toEqual(own?.map(shown));
        compared += own?.length ?? 0;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('are the same whatever the query does with its columns', () => {
    const stage = fc.constantFrom(
      'where FileName has "a"',
      'extend Host = tolower(DeviceName)',
      'project TimeGenerated, DeviceName, AccountName, FileName',
      'project When = TimeGenerated, DeviceName, FileName',
      'summarize n = count(), Last = max(TimeGenerated) by DeviceName, FileName',
      'summarize Hosts = make_set(DeviceName), TimeGenerated = min(TimeGenerated) by FileName',
      'mv-expand Host = Hosts to typeof(string)',
      'project-rename Machine = DeviceName',
      'top 2 by FileName asc',
      'distinct DeviceName',
      'extend IP_0_Address = DeviceName',
      'extend TimeGenerated = "text"',
      'sort by FileName desc',
      'take 3',
    );
    const row = fc.record({
      DeviceName: fc.constantFrom('a.example.org', 'b', 'c.example.org', ''),
      AccountName: fc.constantFrom('u', 'v@example.org', ''),
      FileName: fc.constantFrom('a.exe', 'b.exe', 'A'),
      TimeGenerated: fc.constantFrom('2027-03-10T09:00:00Z', '2027-03-10T08:00:00Z'),
    });
    let ran = 0;
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 4 }), fc.array(row, { maxLength: 5 }), (stages, rows) => {
        const query = ['DeviceProcessEvents', ...stages].join('\n| ');
        const [bare] = checkKql(query, { schema, native: NONE });
        const [whole] = checkKql(query, { schema, native: COLUMNS });
        if (!bare || bare.verdict === 'rejected') return;
        expect(faults(whole?.text ?? '')).toEqual([]);
        const [own, other] = [bare, whole].map((one) =>
          evaluate(one?.text ?? '', { tables: { DeviceProcessEvents: rows } }, { now: SAMPLE_HOUR }),
        );
        if (own?.status !== 'evaluated' || other?.status !== 'evaluated') throw new Error(`not evaluated: ${query}`);
        ran += own.rows.length;
        const shown = (each: Row) => own.columns.map((name) => each[name]);
        expect(other.rows.map(shown)).toEqual(own.rows.map(shown));
        expect(other.columns.slice(0, own.columns.length)).toEqual(own.columns);
      }),
      { numRuns: 150 },
    );
    expect(ran).toBeGreaterThan(50);
  });
});
