import { afterEach, expect, test } from 'vitest';
import { type SentinelUnderTest, startSentinel } from './fixtures.ts';

let azure: SentinelUnderTest;
afterEach(() => azure?.server.close());

test('others are the analytics rules that are in use and name techniques', async () => {
  azure = await startSentinel({
    alertRules: [
      { name: 'Spray', enabled: true, techniques: ['T1110'] },
      { name: 'Off', enabled: false, techniques: ['T1110'] },
      { name: 'Unmapped', enabled: true, techniques: [] },
    ],
  });
  expect(await azure.connect().detections?.()).toEqual([{ name: 'Spray', techniques: ['T1110'] }]);
});

test('every page is read, and none of another host', async () => {
  azure = await startSentinel();
  const rule = (name: string) => ({ properties: { displayName: name, enabled: true, techniques: ['T1'] } });
  const reply = (value: unknown[], nextLink?: string) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value, ...(nextLink ? { nextLink } : {}) }),
  });
  azure.server.fault({
    path: /alertRules/,
    respond: reply([rule('One')], `${azure.server.url}/subscriptions/x/alertRules?page=2`),
  });
  azure.server.fault({ path: /alertRules/, respond: reply([rule('Two')], 'https://elsewhere.example/alertRules') });
  expect((await azure.connect().detections?.())?.map(({ name }) => name)).toEqual(['One', 'Two']);
});

test('a missing permission says what to give', async () => {
  azure = await startSentinel();
  azure.server.fault({ path: /alertRules/, respond: { status: 403, body: '{}' } });
  await expect(azure.connect().detections?.()).rejects.toMatchObject({
    remedy: expect.stringContaining('alertRules/read'),
  });
});
