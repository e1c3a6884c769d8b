import { afterEach, describe, expect, it } from 'vitest';
import { type AzureOptions, customerIdOf } from '../../../src/sandbox/azure/index.ts';
import type { StandInServer } from '../../../src/sandbox/server.ts';
import { startAzure, TOKEN, WORKSPACE } from '../../support/azure-stand-in.ts';

let server: StandInServer | undefined;
afterEach(() => server?.close());

const GUID = customerIdOf(WORKSPACE);

async function start(options: AzureOptions = {}) {
  const azure = await startAzure(options);
  server = azure.server;
  const upload = (
    stixobjects: unknown,
    { source = 'tests', guid = GUID, version = '2024-02-01-preview', token = TOKEN } = {},
  ) =>
    fetch(`${azure.server.url}/workspaces/${guid}/threat-intelligence-stix-objects:upload?api-version=${version}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sourcesystem: source, stixobjects }),
    });
  return { ...azure, upload };
}

const indicator = (n: number, extra: Record<string, unknown> = {}) => ({
  type: 'indicator',
  id: `indicator--00000000-0000-5000-8000-${String(n).padStart(12, '0')}`,
  created: '2026-05-01T00:00:00.000Z',
  modified: '2026-05-01T00:00:00.000Z',
  pattern: "[ipv4-addr:value = '192.0.2.1']",
  pattern_type: 'stix',
  valid_from: '2026-05-01T00:00:00.000Z',
  ...extra,
});

describe('the threat-intelligence upload API', () => {
  it('stores objects by source system and id, the last upload winning', async () => {
    const { upload, state } = await start();
    const first = await upload([indicator(1), indicator(2)]);
    expect([first.status, await first.text()]).toEqual([200, '']);
    await upload([indicator(1, { name: 'again' })]);
    await upload([indicator(1)], { source: 'others' });
    expect(Object.values(state.intelligence ?? {}).map(({ name }) => name)).toEqual(['again', undefined, undefined]);
  });

  it('tells which objects it refused, and takes the others', async () => {
    const { upload, state } = await start();
    const odd = [
      indicator(1, { id: undefined }),
      indicator(2),
      indicator(3, { type: 'report' }),
      indicator(4, { id: 'indicator--4' }),
      indicator(5, { pattern: '' }),
      indicator(6, { valid_until: '2026-05-01T00:00:00.000Z' }),
    ];
    const answer = (await (await upload(odd)).json()) as { errors: { recordIndex: number; errorMessages: string[] }[] };
    expect(answer.errors.map(({ recordIndex }) => recordIndex)).toEqual([0, 2, 3, 4, 5]);
    expect(answer.errors[0]?.errorMessages[0]).toMatch(/Property=id: Required property is missing/);
    expect(Object.keys(state.intelligence ?? {})).toEqual([`/tests/${indicator(2).id}`]);
  });

  it.each([
    ['101 objects', Array.from({ length: 101 }, (_, i) => indicator(i)), {}, 400],
    ['no list', 'x', {}, 400],
    ["Microsoft's own source system", [], { source: 'Microsoft Sentinel' }, 400],
    ['another workspace', [], { guid: GUID.replace(/^./, 'z') }, 404],
    ['the name of a workspace', [], { guid: WORKSPACE.name }, 404],
    ['another api-version', [], { version: '2022-07-01' }, 400],
    ['a stranger', [], { token: 'x' }, 401],
  ])('refuses %s', async (_, objects, options, status) => {
    const { upload, state } = await start();
    expect((await upload(objects, options)).status).toBe(status);
    expect(state.intelligence ?? {}).toEqual({});
  });

  it('takes 100 requests a minute', async () => {
    let clock = Date.parse('2026-05-01T00:00:00Z');
    const { upload } = await start({ now: () => new Date(clock) });
    for (let i = 0; i < 100; i += 1) expect((await upload([])).status).toBe(200);
    clock += 20_000;
    const refused = await upload([]);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      statusCode: 429,
      message: 'Rate limit is exceeded. Try again in 40 seconds.',
    });
    clock += 40_001;
    expect((await upload([])).status).toBe(200);
  });
});

it.each([
  ['https://api.loganalytics.io', [200, 401, 401]],
  ['https://monitor.azure.com', [401, 204, 401]],
  ['https://management.azure.com', [401, 401, 200]],
])('a token for %s opens its own door only', async (audience, statuses) => {
  const app = { tenantId: 't', clientId: 'c', clientSecret: 's' };
  const azure = await startAzure({ apps: [app], rules: [{ id: 'dcr-1', streams: ['Custom-Hunts_CL'] }] });
  server = azure.server;
  const form = { grant_type: 'client_credentials', client_id: 'c', client_secret: 's', scope: `${audience}/.default` };
  const granted = await fetch(`${azure.server.url}/t/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  const post = (path: string, body: unknown) =>
    fetch(azure.server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { subscriptionId, resourceGroup, name } = WORKSPACE;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${name}`;
  const answers = [
    await post(`/v1${id}/query`, { query: 'Hunts' }),
    await post('/dataCollectionRules/dcr-1/streams/Custom-Hunts_CL?api-version=2023-01-01', []),
    await post(`/workspaces/${GUID}/threat-intelligence-stix-objects:upload?api-version=2024-02-01-preview`, {
      sourcesystem: 'tests',
      stixobjects: [],
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});
