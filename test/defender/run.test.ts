import { afterEach, expect, test } from 'vitest';
import { createPace } from '../../src/defender/pace.ts';
import { startDefender } from './fixtures.ts';

const LIMITS = { seconds: 30, rows: 10 };
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

async function start(...options: Parameters<typeof startDefender>) {
  const found = await startDefender(...options);
  close = () => found.server.close();
  return found;
}

test('a query is run over the timespan that was asked for, with one row more than is wanted', async () => {
  const asked: unknown[] = [];
  const graph = await start({}, { onExchange: ({ body }) => asked.push(JSON.parse(body.toString())) });
  const platform = graph.connect({}, { now: () => new Date('2026-06-30T00:00:00Z') });
  await platform.run?.('DeviceEvents // all;', { earliest: '2026-06-01T00:00:00Z' }, LIMITS);
  await platform.run?.('DeviceEvents', {}, LIMITS);
  expect(asked).toEqual([
    { Query: 'DeviceEvents // all;\n| take 11', Timespan: '2026-06-01T00:00:00.000Z/2026-06-30T00:00:00.000Z' },
    { Query: 'DeviceEvents\n| take 11', Timespan: '2026-05-31T00:00:00.000Z/2026-06-30T00:00:00.000Z' },
  ]);
});

test('a quota that is used up is told in Defender’s words', async () => {
  const graph = await start();
  const body = JSON.stringify({ error: { code: 'TooManyRequests', message: 'CPU quota exceeded' } });
  graph.server.fault({
    path: /runHuntingQuery$/,
    times: 9,
    respond: { status: 429, headers: { 'retry-after': '900' }, body },
  });
  await expect(graph.connect().run?.('DeviceEvents', {}, LIMITS)).rejects.toMatchObject({
    status: 429,
    message: expect.stringContaining('CPU quota exceeded'),
    remedy: expect.stringContaining('15 minutes'),
  });
});

test('so many calls go at once, and later ones wait for the oldest to be over', async () => {
  const waits: number[] = [];
  let at = 0;
  const pace = createPace(2, 1000, {
    now: () => new Date(at),
    sleep: async (ms) => {
      waits.push(ms);
    },
  });
  await pace();
  await pace();
  await pace();
  at = 1500;
  await pace();
  await pace();
  expect(waits).toEqual([1000, 500]);
});
