import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDefenderLogs } from '../../../src/sandbox/logs/defender.ts';
import { type GraphUnderTest, startGraph } from '../../support/graph-stand-in.ts';

const NOW = new Date('2026-05-12T09:40:00Z');
const RUN = '/v1.0/security/runHuntingQuery';
let graph: GraphUnderTest;
beforeAll(async () => {
  graph = await startGraph({
    logs: createDefenderLogs(NOW),
    huntingLimit: { calls: 1000, seconds: 60 },
    now: () => NOW,
  });
});
afterAll(() => graph.server.close());

const run = (Query: unknown, Timespan?: unknown) => graph.call('POST', RUN, { Query, Timespan });

describe('an advanced hunting query', () => {
  it('answers rows of the sample events as Defender holds them, with a schema', async () => {
    const query = `DeviceProcessEvents
      | where ProcessCommandLine has "shadows" and ProcessCommandLine has "delete"
      | project Timestamp, DeviceName, FileName, ProcessId, Parts = dynamic(["a", 1]), IsOld = Timestamp < ago(1h)`;
    const { status, body } = await run(query);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      schema: [
        { name: 'Timestamp', type: 'DateTime' },
        { name: 'DeviceName', type: 'String' },
        { name: 'FileName', type: 'String' },
        { name: 'ProcessId', type: 'Int64' },
        { name: 'Parts', type: 'Object' },
        { name: 'IsOld', type: 'SByte' },
      ],
      results: [
        {
          Timestamp: '2026-05-12T06:55:00.0000000Z',
          DeviceName: 'fs-01',
          FileName: 'vssadmin.exe',
          ProcessId: expect.any(Number),
          Parts: ['a', 1],
          IsOld: true,
        },
      ],
    });
  });

  it('knows Timestamp on Defender’s tables, and TimeGenerated on those of the workspace', async () => {
    expect(
      (await run('DeviceProcessEvents | where Timestamp > ago(1d) | count')).body.results[0].Count,
    ).toBeGreaterThan(0);
    expect((await run('DeviceProcessEvents | where TimeGenerated > ago(1d)')).status).toBe(400);
    expect((await run('W3CIISLog | where TimeGenerated > ago(2d) | count')).body.results[0].Count).toBeGreaterThan(0);
  });

  it('looks at the timespan, and at 30 days at most', async () => {
    const count = async (timespan?: unknown) => {
      const query = 'DeviceProcessEvents | where DeviceName == "fs-01" | count';
      return (await run(query, timespan)).body.results[0].Count;
    };
    const all = await count();
    expect(await count(null)).toBe(all);
    expect(await count('P30D')).toBe(all);
    expect(await count('P180D')).toBe(all);
    expect(await count('PT1S')).toBe(0);
    expect(await count('2026-05-12T06:54:30Z/2026-05-12T06:55:30Z')).toBeGreaterThan(0);
    expect(await count('2026-05-12T06:54:30Z/PT1M')).toBe(await count('2026-05-12T06:54:30Z/2026-05-12T06:55:30Z'));
    const later = await startGraph({
      logs: createDefenderLogs(NOW),
      now: () => new Date(NOW.getTime() + 40 * 86_400_000),
    });
    const { body } = await later.call('POST', RUN, { Query: 'DeviceProcessEvents | count', Timespan: 'P90D' });
    await later.server.close();
    expect(body.results).toEqual([{ Count: 0 }]);
  });

  it('takes its parameters in any case, as clients made from the metadata send them', async () => {
    const { body } = await graph.call('POST', '/v1.0/security/microsoft.graph.security.runHuntingQuery', {
      query: 'print A = 1',
      timespan: 'P1D',
    });
    expect(body.results).toEqual([{ A: 1 }]);
  });

  it.each([
    ['a table that there is not', 'Nowhere', undefined, /Nowhere/],
    [
      'what cannot be evaluated here',
      'DeviceInfo | evaluate autocluster()',
      undefined,
      /^The stand-in cannot evaluate/,
    ],
    ['no query', undefined, undefined, /Query is required/],
    ['an empty query', ' ', undefined, /Query is required/],
    ['a timespan that is none', 'print 1', 'yesterday', /Invalid Timespan 'yesterday'/],
  ])('is refused for %s', async (_, query, timespan, message) => {
    const { status, body } = await run(query, timespan);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BadRequest', message: expect.stringMatching(message) });
  });
});

it('takes 45 calls a minute, and then says when to come back', async () => {
  let clock = NOW.getTime();
  const limited = await startGraph({ now: () => new Date(clock) });
  const ask = () => limited.call('POST', RUN, { Query: 'print 1' });
  for (let i = 0; i < 45; i += 1) {
    expect((await ask()).status).toBe(200);
    clock += 100;
  }
  const refused = await ask();
  expect(refused).toMatchObject({
    status: 429,
    body: { error: { code: 'TooManyRequests', message: expect.stringMatching(/45 calls/) } },
  });
  expect(refused.headers.get('retry-after')).toBe('56');
  expect((await limited.call('GET', '/v1.0/security/rules/detectionRules')).status).toBe(200);
  clock += 56_000;
  expect((await ask()).status).toBe(200);
  await limited.server.close();
});

it('gives the schema of the tenant: tables with columns, and functions', async () => {
  const path = '/beta/security/getHuntingSchema';
  const { status, body } = await graph.call('GET', path);
  expect(status).toBe(200);
  interface Table {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly dataType: string }[];
  }
  const table = (name: string) => body.tables.find((one: Table) => one.name === name) as Table | undefined;
  const types = Object.fromEntries((table('DeviceProcessEvents')?.columns ?? []).map((c) => [c.name, c.dataType]));
  expect(types).toMatchObject({ Timestamp: 'DateTime', DeviceId: 'String', ReportId: 'Int64', ProcessId: 'Int64' });
  expect(types).not.toHaveProperty('TimeGenerated');
  expect(table('SigninLogs')).toBeDefined();
  expect(body.functions.builtInFunctions.map(({ name }: Table) => name)).toContain('FileProfile');
  expect((await graph.call('GET', '/beta/security/microsoft.graph.security.getHuntingSchema()')).body).toEqual(body);
  const apart = await startGraph({ logs: createDefenderLogs(NOW, false) });
  const { tables } = (await apart.call('GET', path)).body;
  await apart.server.close();
  expect(tables.map(({ name }: Table) => name)).not.toContain('SigninLogs');
});
