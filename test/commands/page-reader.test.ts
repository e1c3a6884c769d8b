import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/commands/config.ts';
import { createPageReader } from '../../src/commands/page-reader.ts';
import { queue } from '../../src/commands/queue.ts';
import { report } from '../../src/commands/report.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { runOnPlatforms } from '../../src/commands/runs.ts';
import { status } from '../../src/commands/status.ts';
import type { PageModel } from '../../src/page/model.ts';
import { queueJson } from '../../src/report/schemas/queue.ts';
import { statusJson } from '../../src/report/schemas/run.ts';
import { serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World, type WorldOptions } from '../support/world.ts';

let world: World;
const ended: (() => Promise<void>)[] = [];

async function start(options: Partial<WorldOptions> = {}): Promise<void> {
  world = await createWorld({ briefings: SAMPLES, records: true, ...options });
  ended.push(() => world.close());
}

afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

/** What the page shows once the articles are read. */
async function pageNow(): Promise<PageModel> {
  const config = await readConfig(world.config, world.context);
  const reader = await createPageReader(config, { place: 'test', platformMs: 0, articleMs: 3_600_000 }, world.context);
  await reader.model();
  await reader.settled();
  return reader.model();
}

async function jsonOf(work: () => Promise<unknown>): Promise<unknown> {
  world.printed.length = 0;
  await work();
  return JSON.parse(world.printed.join('\n'));
}

describe('the page, the commands and the report', { timeout: 240_000 }, () => {
  test('tell the same of what is in use, of the queue, and of runs that platforms share', async () => {
    await start({ defender: true });
    await runOnce('sync', { config: world.config, json: true }, world.context);
    await runOnPlatforms(await readConfig(world.config, world.context), {}, world.context);
    const page = await pageNow();

    const { platforms } = statusJson.parse(
      await jsonOf(() => status({ config: world.config, json: true }, world.context)),
    );
    const counts = platforms.map(({ name, huntsInUse, huntsRetired }) => [name, huntsInUse, huntsRetired]);
    expect(page.platforms.map(({ name, inUse, retired }) => [name, inUse, retired])).toEqual(counts);
    expect(counts.every(([, inUse]) => Number(inUse) > 5)).toBe(true);
    const file = join(world.folder, 'report.md');
    await report({ config: world.config, markdown: file, since: '7d' }, world.context);
    const told = readFileSync(file, 'utf8');
    for (const [name, inUse, retired] of counts) expect(told).toContain(`| ${name} | ${inUse} | ${retired} |`);

    const queues = queueJson.parse(
      await jsonOf(() => queue({ config: world.config, json: true, limit: '1000' }, world.context)),
    );
    const scores = new Map<string, number>();
    for (const { key, score } of queues.platforms.flatMap((one) => one.queue)) {
      scores.set(key, Math.max(score, scores.get(key) ?? 0));
    }
    expect(new Map(page.queue.map(({ key, score }) => [key, score]))).toEqual(scores);

    const places = page.hunts.flatMap((hunt) => hunt.places.map((place) => ({ place })));
    const onDefender = places.filter(({ place }) => place.platform === 'defender' && place.state === 'in use');
    expect(onDefender.length).toBeGreaterThan(5);
    for (const { place } of onDefender) expect(place.run).not.toBeNull();
    const elsewhere = places.filter(({ place }) => place.platform === 'defender' && place.state === 'no query');
    expect(elsewhere.flatMap(({ place }) => place.run ?? [])).toEqual([]);
  });

  test('read feeds with the same scores and the same verifier as a sync', async () => {
    await start();
    const item = `<item><title>CVE-2026-4100 in the Oak Gate appliance</title><link>https://blog.example/one</link>
<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><description>A flaw, CVE-2026-4100, lets a remote attacker read files of the Oak Gate
appliance. The attackers dumped the memory of LSASS. The malware created a scheduled task.</description></item>`;
    const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title>${item}</channel></rss>`;
    const feed = await serve(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body }));
    ended.push(() => feed.close());
    rmSync(join(world.folder, 'briefings'), { recursive: true });
    const verifier = join(world.folder, 'verify.mjs');
    writeFileSync(
      verifier,
      `let text = '';
for await (const chunk of process.stdin) text += chunk;
const { useCase, text: { sentence } } = JSON.parse(text);
process.stdout.write(JSON.stringify({ veto: useCase.id === 'UC_SCHEDULED_TASK', quote: sentence, reason: 'A drill.' }));`,
    );
    writeFileSync(
      join(world.folder, 'epss.csv'),
      '#model_version:v2025.03.14,score_date:2026-05-02T12:00:00Z\ncve,epss,percentile\nCVE-2026-4100,0.94358,0.99957\n',
    );
    const sources = [
      `{ kind: rss, name: Made up, url: "${feed.url}/feed.xml", allowPrivateAddresses: true }`,
      '{ kind: epss, path: ./epss.csv }',
    ].join('\n  - ');
    const text = readFileSync(world.config, 'utf8').replace(/\{ kind: briefings[^}]*\}/, sources);
    const command = JSON.stringify([process.execPath, verifier]);
    writeFileSync(world.config, `${text}\nclassify: { verifier: { command: ${command} } }\n`);

    const before = await pageNow();
    const keys = before.hunts.map(({ key }) => key);
    expect(keys).toContain('uc:UC_LSASS');
    expect(keys).not.toContain('uc:UC_SCHEDULED_TASK');
    expect(before.articles[0]?.reasons.join('\n')).toContain('EPSS 0.94 (percentile 99.9) on 2026-05-02');

    await runOnce('sync', { config: world.config, json: true }, world.context);
    const after = await pageNow();
    expect(after.platforms.map(({ pending }) => Object.values(pending ?? { none: 1 }))).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect(after.queue.some(({ reasons }) => reasons.some((reason) => reason.startsWith('EPSS 0.94')))).toBe(true);
  });
});
