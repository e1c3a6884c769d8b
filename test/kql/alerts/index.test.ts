import { describe, expect, test } from 'vitest';
import { checkKql } from '../../../src/kql/check.ts';
import { createSchema } from '../../../src/kql/schema.ts';
import type { CheckedQuery } from '../../../src/sync/query.ts';

const schema = createSchema({ tables: {}, functions: [], product: 'defender' });
const unified = createSchema({ tables: {}, functions: [], product: 'defender', unified: true });

function check(query: string, entities: 'columns' | 'none' = 'columns', own = schema): CheckedQuery {
  const [found] = checkKql(query, { schema: own, native: { entities, timeRange: 'query' } });
  if (!found) throw new Error('nothing was checked');
  return found;
}

describe('a query keeps what a rule must return', () => {
  test.each([
    [
      'project',
      'DeviceProcessEvents | where FileName == "a.exe" | project Timestamp, DeviceName',
      'DeviceProcessEvents | where FileName == "a.exe" | project Timestamp, DeviceName, ReportId, DeviceId',
    ],
    [
      'summarize',
      'DeviceProcessEvents | summarize count() by DeviceId',
      'DeviceProcessEvents | summarize count(), (Timestamp, ReportId) = arg_max(Timestamp, ReportId) by DeviceId',
    ],
    [
      'summarize without an aggregate',
      'DeviceProcessEvents | summarize by DeviceId',
      'DeviceProcessEvents | summarize (Timestamp, ReportId) = arg_max(Timestamp, ReportId) by DeviceId',
    ],
    [
      'distinct',
      'DeviceNetworkEvents | distinct DeviceName, RemoteIP',
      'DeviceNetworkEvents | summarize (Timestamp, ReportId, DeviceId) = arg_max(Timestamp, ReportId, DeviceId) by DeviceName, RemoteIP',
    ],
    [
      'a let and a join',
      'let a = DeviceEvents | project DeviceId;\na | join kind=inner (DeviceInfo | project DeviceId, OSPlatform) on DeviceId',
      'let a = DeviceEvents | project DeviceId, Timestamp, ReportId;\na | join kind=inner (DeviceInfo | project DeviceId, OSPlatform) on DeviceId',
    ],
    [
      'a union',
      'union (DeviceEvents | project DeviceName), (DeviceFileEvents | project DeviceName)',
      'union (DeviceEvents | project DeviceName, Timestamp, ReportId, DeviceId), (DeviceFileEvents | project DeviceName, Timestamp, ReportId, DeviceId)',
    ],
  ])('%s', (_, query, expected) => {
    const found = check(query);
    expect(found.text).toBe(expected);
    expect(found.additions).toEqual(['event-columns']);
    expect(found.alert?.lacks).toBeUndefined();
    expect(checkKql(found.text, { schema })[0]?.verdict).toBe('ready');
  });

  test('a result that names no asset gets one', () => {
    const { text, additions, alert } = check('EmailEvents | project Timestamp, ReportId, Subject');
    expect(text).toBe('EmailEvents | project Timestamp, ReportId, Subject, RecipientEmailAddress');
    expect(additions).toEqual(['asset-column']);
    expect(alert?.entities).toEqual([{ kind: 'mailbox', columns: { address: 'RecipientEmailAddress' } }]);
  });

  test('one that has all of it stays as it is', () => {
    const query = 'DeviceProcessEvents // why\n| where FileName == "a.exe"';
    const { text, additions, alert } = check(query);
    expect([text, additions]).toEqual([query, undefined]);
    expect(alert?.entities.map(({ kind }) => kind)).toContain('host');
  });
});

describe('a query that can only be run says why', () => {
  test.each([
    ['DeviceTvmSoftwareVulnerabilities | project DeviceName', 'no time of an event'],
    ['DeviceProcessEvents | count', '"count" takes away'],
    ['DeviceProcessEvents | summarize count() by bin(Timestamp, 1h), DeviceName', 'cut into buckets'],
    ['datatable(a:string)["x"]', 'begins with no table'],
    ['BehaviorInfo | where ActionType == "x"', 'BehaviorInfo has no ReportId'],
    ['EmailUrlInfo | project Timestamp, ReportId, Url', 'names a device'],
  ])('%s', (query, reason) => {
    const { text, verdict, alert, problems } = check(query);
    expect([text, verdict]).toEqual([query, 'ready']);
    expect(alert?.lacks).toContain(reason);
    expect(problems.map(({ code }) => code)).toContain('kql-run-only');
  });

  test('where nothing may be added, that too', () => {
    const query = 'DeviceProcessEvents | project Timestamp, DeviceName';
    expect(check(query, 'none')).toMatchObject({
      text: query,
      alert: { lacks: 'its result has no ReportId and DeviceId' },
    });
  });
});

describe('tables and time of Defender', () => {
  test('TimeGenerated is read as Timestamp, and nothing else changes', () => {
    const { text, repairs } = check(
      'DeviceEvents | where TimeGenerated > ago(1d) | summarize max(TimeGenerated) by DeviceId',
      'none',
    );
    expect(text).toBe('DeviceEvents | where Timestamp > ago(1d) | summarize max(Timestamp) by DeviceId');
    expect(repairs).toEqual(['timegenerated-to-timestamp']);
  });

  test('a name of the query’s own keeps its own', () => {
    const query = 'DeviceEvents | extend TimeGenerated = Timestamp | where TimeGenerated > ago(1d)';
    expect(check(query)).toMatchObject({ text: query, repairs: [] });
  });

  test('a table of a workspace is one only where a workspace is connected', () => {
    const query = 'SigninLogs | where TimeGenerated > ago(1d)';
    expect(check(query).problems.map(({ code }) => code)).toContain('kql-workspace-only-table');
    expect(check(query, 'columns', unified)).toMatchObject({ verdict: 'ready', text: query });
  });

  test('a table is known under the name that it has now', () => {
    expect(check('AADSignInEventsBeta | where AccountUpn == "a"')).toMatchObject({
      text: 'EntraIdSignInEvents | where AccountUpn == "a"',
      repairs: ['renamed-table'],
    });
  });
});
