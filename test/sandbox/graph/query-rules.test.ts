import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDefenderLogs } from '../../../src/sandbox/logs/defender.ts';
import { type GraphUnderTest, RULES, startGraph, withQuery } from '../../support/graph-stand-in.ts';

const NOW = new Date('2026-05-12T09:40:00Z');
let graph: GraphUnderTest;
let apart: GraphUnderTest;
beforeAll(async () => {
  graph = await startGraph({ logs: createDefenderLogs(NOW) });
  apart = await startGraph({ logs: createDefenderLogs(NOW, false) });
});
afterEach(() => {
  for (const id of Object.keys(graph.state.rules)) delete graph.state.rules[id];
});
afterAll(async () => {
  await graph.server.close();
  await apart.server.close();
});

async function post(query: string, extra = {}, alert = {}, on = graph): Promise<string> {
  const { status, body } = await on.call('POST', RULES, withQuery(query, extra, alert));
  return status === 201 ? 'taken' : body.error.message;
}

const continuous = { schedule: { frequency: 'PT0S' } };
const custom = { schedule: { frequency: 'PT10M' } };

describe('the query of a rule', () => {
  it.each([
    'DeviceProcessEvents',
    'DeviceProcessEvents | project Timestamp, DeviceId, ReportId, FileName',
    'DeviceEvents | summarize (Timestamp, ReportId)=arg_max(Timestamp, ReportId), count() by DeviceId',
    'EmailEvents | project Timestamp, ReportId, RecipientEmailAddress',
    'AlertEvidence | project Timestamp, DeviceName',
    'let names = dynamic(["a.exe"]); DeviceProcessEvents | where FileName in~ (names) // why',
    'SigninLogs | project TimeGenerated, AccountUpn = UserPrincipalName',
  ])('is taken: %s', async (query) => {
    expect(await post(query)).toBe('taken');
  });

  it.each([
    ['a table that there is not', 'Nowhere', /Nowhere/],
    ['a syntax error', 'DeviceProcessEvents | where', /queryText: /],
    ['a control command', '.show tables', /queryText: /],
    ['no time', 'DeviceProcessEvents | project DeviceId, ReportId', /'Timestamp' or 'TimeGenerated'/],
    ['a time that is none', 'DeviceInfo | project Timestamp = "x", DeviceId, ReportId', /'Timestamp' or/],
    [
      'no report id',
      'DeviceProcessEvents | project Timestamp, DeviceId',
      /'ReportId' \(events of DeviceProcessEvents\)/,
    ],
    ['no device id', 'DeviceProcessEvents | project Timestamp, ReportId, DeviceName', /'DeviceId'/],
    ['no asset', 'EmailEvents | project Timestamp, ReportId, Subject', /identifies a device, a user or a mailbox/],
    ['counts alone', 'DeviceProcessEvents | summarize count() by DeviceName', /'Timestamp' or/],
  ])('is refused for %s', async (_, query, message) => {
    expect(await post(query)).toMatch(message);
  });

  it('may name its asset by a mapping', async () => {
    const query = 'EmailEvents | project Timestamp, ReportId, Who = RecipientEmailAddress';
    const of = (kind: string, entity: object) => ({ entityMappings: { [kind]: [entity] } });
    expect(await post(query, {}, of('urls', { addressColumn: 'Who' }))).toMatch(/identifies a device/);
    expect(await post(query, {}, of('mailboxes', { primaryAddressColumn: 'Whom' }))).toMatch(/'Whom' \(entityMappings/);
    expect(await post(query, {}, of('mailboxes', { primaryAddressColumn: 'Who' }))).toBe('taken');
  });

  it('returns the columns that its alert names', async () => {
    expect(await post('DeviceInfo', {}, { customDetails: { key: 'Key' } })).toMatch(/'Key' \(customDetails\.key\)/);
    expect(await post('DeviceInfo', {}, { title: '{{Who}} did it' })).toMatch(/'Who' \(alert title/);
    const title = '{{DeviceName}} {{DeviceId}} {{OSPlatform}}';
    expect(await post('DeviceInfo', {}, { title, description: '{{ReportId}}' })).toMatch(/not exceed 3 fields/);
    expect(await post('DeviceInfo', {}, { title, customDetails: { key: 'DeviceName' } })).toBe('taken');
  });

  it('is checked at a change, too', async () => {
    await post('DeviceInfo');
    const change = (body: object) => graph.call('PATCH', `${RULES}/shadow-copies`, body);
    expect((await change({ queryCondition: { queryText: 'DeviceInfo | count' } })).status).toBe(400);
    expect((await change({ queryCondition: { queryText: 'DeviceNetworkInfo' } })).status).toBe(200);
  });
});

describe('the frequency of a rule', () => {
  it.each([
    ['DeviceProcessEvents | where FileName == "a.exe"', /^taken$/],
    ['DeviceProcessEvents // why', /comments/],
    ['DeviceProcessEvents | join kind=inner DeviceInfo on DeviceId', /'join' is not supported/],
    ['union DeviceProcessEvents, DeviceFileEvents', /'union' is not supported/],
    [
      'DeviceTvmSoftwareInventory | extend Timestamp = now(), ReportId = 1',
      /DeviceTvmSoftwareInventory' is not supported/,
    ],
    ['DeviceProcessEvents | where DeviceId in ((DeviceInfo | project DeviceId))', /one table only/],
  ])('is continuous for some queries: %s', async (query, message) => {
    expect(await post(query, continuous)).toMatch(message);
  });

  it('is of choice for a connected workspace’s tables alone', async () => {
    expect(await post('SigninLogs | extend AccountUpn = UserPrincipalName', custom)).toBe('taken');
    for (const id of Object.keys(graph.state.rules)) delete graph.state.rules[id];
    expect(await post('DeviceInfo', custom)).toMatch(/Microsoft Sentinel data only/);
  });
});

it('knows no workspace’s tables where none is connected', async () => {
  expect(await post('SigninLogs', {}, {}, apart)).toMatch(/SigninLogs/);
  expect(await post('DeviceInfo', {}, {}, apart)).toBe('taken');
});
