import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantine } from '../../src/commands/quarantine.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { undo } from '../../src/commands/undo.ts';
import { quarantineJson } from '../../src/report/schemas/quarantine.ts';
import { syncJson } from '../../src/report/schemas/run.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

const ITEMS = 60;
const TITLES = ['bank', 'clinic', 'port', 'school', 'mine', 'airline'];

/** A feed that somebody has taken over: each item brings hunts of its own. */
function hijacked(): string {
  const items = Array.from({ length: ITEMS }, (_, n) => {
    const day = new Date(Date.now() - (n % 20) * 86_400_000).toUTCString();
    const text = `Attackers broke into the ${TITLES[n % TITLES.length]} and ran malware that connected to the command and control server at hxxp://cdn${n}.updatemirror${n}[.]com/load.bin.`;
    return `<item><guid>g${n}</guid><title>Intrusion number ${n} against a ${TITLES[n % TITLES.length]}</title><link>https://blog.example/${n}</link><pubDate>${day}</pubDate><description>${text}</description></item>`;
  });
  return `<rss version="2.0"><channel><title>Taken over</title>${items.join('')}</channel></rss>`;
}

let world: World;
let feed: StandInServer;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES, policy: '{ maxCreatePerFeed: 5 }' });
  feed = await serve(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: hijacked() }));
});
afterEach(async () => {
  await world.close();
  await feed.close();
});

test('a feed that is taken over creates no more than its budget, is told, and is undone by one command', async () => {
  const run = (options = {}) => runOnce('sync', { config: world.config, json: true, ...options }, world.context);
  await run();
  const before = world.contents();
  const source = `{ kind: rss, name: Made up, url: "${feed.url}/feed.xml", allowPrivateAddresses: true }`;
  const text = readFileSync(world.config, 'utf8').replace(/(\{ kind: briefings[^}]*\})/, `$1\n  - ${source}`);
  writeFileSync(world.config, text);

  world.printed.length = 0;
  const flooded = await run();
  const report = syncJson.parse(JSON.parse(world.printed.join('\n')));
  expect(report.platforms.map(({ create }) => create)).toEqual([5, 5]);
  expect(flooded.platforms.every(({ held }) => held.length >= ITEMS - 5)).toBe(true);
  expect(world.contents().splunk.size - before.splunk.size).toBe(5);

  // The day's budget is used up: the next run of the day creates nothing.
  world.printed.length = 0;
  await run();
  expect(syncJson.parse(JSON.parse(world.printed.join('\n'))).platforms.map(({ create }) => create)).toEqual([0, 0]);

  world.printed.length = 0;
  expect(await quarantine({ config: world.config, json: true }, world.context)).toBe(0);
  const [first] = quarantineJson.parse(JSON.parse(world.printed.join('\n'))).platforms;
  expect(first?.holds[0]).toMatchObject({ sources: ['Made up'], limit: 'maxCreatePerFeed' });

  const file = join(world.folder, 'run.json');
  writeFileSync(file, JSON.stringify(report));
  world.printed.length = 0;
  expect(await undo({ run: file, config: world.config, json: true }, world.context)).toBe(0);
  const disabled = [...world.contents().splunk.values()].filter(
    (settings) => (settings as Record<string, string>)['disabled'] === '1',
  );
  expect(disabled).toHaveLength(5);

  const [held] = first?.holds ?? [];
  world.printed.length = 0;
  const key = held?.key ?? '';
  const standing = world.contents().splunk.size;
  await expect(quarantine({ config: world.config, approve: [key, `${key}x`] }, world.context)).rejects.toThrow(
    `No new hunt ${key}x waits (did you mean "`,
  );
  expect([world.printed, world.contents().splunk.size]).toEqual([[], standing]);
  await quarantine({ config: world.config, approve: [key], json: true }, world.context);
  expect(syncJson.parse(JSON.parse(world.printed.join('\n'))).platforms[0]?.create).toBe(1);
});
