import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../../src/commands/collect.ts';
import { queue } from '../../src/commands/queue.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { queueJson } from '../../src/report/schemas/queue.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

const ITEM = `<item><title>CVE-2026-4100 in the Oak Gate appliance</title><link>https://blog.example/one</link>
<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><description>A flaw, CVE-2026-4100, lets a remote attacker read files of the Oak Gate
appliance. The attackers dumped the memory of LSASS. They used badpkg-mirror[.]com as their server.</description></item>`;
const SCORES =
  '#model_version:v2025.03.14,score_date:2026-05-02T12:00:00Z\ncve,epss,percentile\nCVE-2026-4100,0.94358,0.99957\n';
const REASON = 'EPSS 0.94 (percentile 99.9) on 2026-05-02';

let world: World;
let feed: StandInServer;

beforeEach(async () => {
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title>${ITEM}</channel></rss>`;
  feed = await serve(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body }));
  world = await createWorld({ briefings: SAMPLES, records: true });
  rmSync(join(world.folder, 'briefings'), { recursive: true });
  const sources = [
    `{ kind: rss, name: Made up, url: "${feed.url}/feed.xml", allowPrivateAddresses: true }`,
    '{ kind: epss, path: ./epss.csv }',
  ].join('\n  - ');
  const text = readFileSync(world.config, 'utf8').replace(/\{ kind: briefings[^}]*\}/, sources);
  writeFileSync(world.config, text);
}, 60_000);
afterEach(async () => {
  await world.close();
  await feed.close();
});

const sync = () => runOnce('sync', { config: world.config }, world.context);

describe('exploit scores', { timeout: 120_000 }, () => {
  test('are a reason of the severity, in the briefing and in the queue, and a second sync has nothing to do', async () => {
    writeFileSync(join(world.folder, 'epss.csv'), SCORES);
    const out = join(world.folder, 'out');
    expect(await collect({ config: world.config, out, json: true }, world.context)).toBe(0);
    const [path = ''] = (readdirSync(out, { recursive: true }) as string[]).filter((name) => name.endsWith('.md'));
    expect(readFileSync(join(out, path), 'utf8')).toContain(`${REASON} (+2)`);

    const first = await sync();
    expect(first.problems.filter(({ code }) => /scores/.test(code))).toEqual([]);
    const second = await sync();
    expect(second.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);

    world.printed.length = 0;
    await queue({ config: world.config, json: true }, world.context);
    const { platforms } = queueJson.parse(JSON.parse(world.printed.join('\n')));
    for (const { queue: entries } of platforms) {
      expect(entries.some(({ reasons }) => reasons.includes(REASON))).toBe(true);
    }
  });

  test('that are missing or broken are told, and change nothing else', async () => {
    const missing = await sync();
    expect(missing.complete).toBe(true);
    expect(missing.articles).toBe(1);
    expect(missing.problems.map(({ code }) => code)).toContain('scores-unread');
    writeFileSync(join(world.folder, 'epss.csv'), '<html></html>');
    const broken = await sync();
    expect([broken.complete, broken.articles]).toEqual([true, 1]);
    expect(broken.problems.map(({ code }) => code)).toContain('not-scores');
    expect(broken.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);
    const out = join(world.folder, 'out');
    expect(await collect({ config: world.config, out, json: true }, world.context)).toBe(0);
    const { problems } = JSON.parse(world.printed.at(-1) ?? '');
    expect(problems).toContainEqual(expect.objectContaining({ source: 'EPSS', code: 'not-scores' }));
  });
});
