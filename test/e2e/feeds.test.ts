import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../../src/commands/collect.ts';
import { feeds } from '../../src/commands/feeds.ts';
import { hunts } from '../../src/commands/hunts.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { exitCodeOf, failuresOf } from '../../src/report/result.ts';
import { type Handler, type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

const STORY = `Attackers trojanized an installer in a software supply chain attack. The package update ran
postinstall-fetch.sh, which downloaded a second stage from hxxps://cdn.badpkg-mirror[.]com/stage2 and wrote
/tmp/.npm-cache/loader.bin. Indicators of compromise: badpkg-mirror[.]com`;

function rss(items: string): string {
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title>${items}</channel></rss>`;
}

const ITEM = `<item><title>Trojanized installer in a supply chain attack</title><link>https://blog.example/one</link>
<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><description>${STORY}</description></item>`;

let world: World;
let feed: StandInServer;
let answer: Handler;

beforeEach(async () => {
  answer = () => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: rss(ITEM) });
  feed = await serve((request) => answer(request));
  world = await createWorld({ briefings: SAMPLES });
  rmSync(join(world.folder, 'briefings'), { recursive: true });
  const source = `{ kind: rss, name: Made up, url: "${feed.url}/feed.xml", allowPrivateAddresses: true }`;
  const text = readFileSync(world.config, 'utf8').replace(/\{ kind: briefings[^}]*\}/, source);
  writeFileSync(world.config, text);
});
afterEach(async () => {
  await world.close();
  await feed.close();
});

const sync = () => runOnce('sync', { config: world.config }, world.context);

describe('a feed from which no item comes is told, and the run is incomplete', () => {
  test.each<[string, () => ReturnType<Handler>, string]>([
    ['one that ends without an item', () => rssAnswer(rss('')), 'no-items'],
    [
      'one that ends in its head',
      () => rssAnswer('<?xml version="1.0"?><rss version="2.0"><channel><title>Ma'),
      'malformed-feed',
    ],
    ['one that is nothing but white space', () => rssAnswer(' '.repeat(100_000)), 'empty-feed'],
    ['one of JSON', () => rssAnswer('{"version":"https://jsonfeed.org/version/1.1","items":[]}'), 'no-items'],
    ['one that never ends', () => rssAnswer(rss('').replace('</channel>', ' '.repeat(17_000_000))), 'feed-cut'],
  ])('%s', async (_, answered, code) => {
    answer = answered;
    const result = await sync();
    expect(result.complete).toBe(false);
    expect(exitCodeOf(result)).toBe(1);
    expect(result.problems.map((problem) => problem.code)).toContain(code);
  });
});

function rssAnswer(body: string) {
  return { status: 200, headers: { 'content-type': 'application/rss+xml' }, body };
}

describe('collect', () => {
  test('writes a briefing an article, which reads back as the same hunts, and nothing the second time', async () => {
    const out = join(world.folder, 'out');
    // No platform is asked, so none of their secrets is needed.
    const context = { ...world.context, env: {} };
    expect(await collect({ config: world.config, out, json: true }, context)).toBe(0);
    const { feeds, written, problems } = JSON.parse(world.printed.at(-1) ?? '');
    expect(feeds).toEqual([
      { name: 'Made up', url: `${feed.url}/feed.xml`, status: 'ok', articles: 1, written: 1, unchanged: 0 },
    ]);
    expect(written).toEqual([expect.stringMatching(/2026-05-01.trojanized-installer-in-a-supply-chain-attack\.md$/)]);
    expect(problems).toEqual([]);

    const direct = await sync();
    await hunts({ paths: [out], jsonl: true }, world.context);
    const keys = world.printed.filter((line) => line.startsWith('{"key"')).map((line) => JSON.parse(line).key);
    const planned = direct.platforms.flatMap(({ plan }) => plan?.changes.map(({ key }) => key) ?? []);
    expect(new Set(planned.map((key) => key.replace(/#\d+$/, '')))).toEqual(new Set(keys));

    expect(await collect({ config: world.config, out }, world.context)).toBe(0);
    expect(world.printed.at(-1)).toMatch(/1 articles +0 written +1 unchanged/);
  });

  test('a feed that fails is named, and is exit 1', async () => {
    answer = () => ({ status: 404, body: 'gone' });
    expect(await collect({ config: world.config, out: world.folder, json: true }, world.context)).toBe(1);
    const { feeds, problems } = JSON.parse(world.printed.at(-1) ?? '');
    expect(feeds[0]).toMatchObject({ status: 'failed', articles: 0 });
    expect(problems[0]).toMatchObject({ source: 'Made up', message: expect.any(String) });
  });
});

test('a feed reader’s OPML becomes the list that a source of kind feeds reads', async () => {
  const opml = join(world.folder, 'reader.opml');
  writeFileSync(
    opml,
    `<opml version="2.0"><body><outline text="Security"><outline text="Made up: one" xmlUrl="${feed.url}/feed.xml"/>
    <outline text="bad" xmlUrl="javascript:alert(1)"/></outline></body></opml>`,
  );
  expect(await feeds({ file: opml }, world.context)).toBe(0);
  writeFileSync(join(world.folder, 'feeds.yaml'), world.printed.at(-1) ?? '');
  const text = readFileSync(world.config, 'utf8');
  const source = '{ kind: feeds, path: ./feeds.yaml, allowPrivateAddresses: true }';
  writeFileSync(world.config, text.replace(/\{ kind: rss.*\}/, source));
  expect((await sync()).articles).toBe(1);
  await expect(feeds({ file: join(world.folder, 'none.opml') }, world.context)).rejects.toThrow('cannot be read');
});

describe('a sync from a feed', () => {
  test('classifies its articles in memory, writes their hunts, and has nothing to do the next time', async () => {
    const first = await sync();
    expect(first.problems).toEqual([]);
    expect(first.articles).toBe(1);
    expect(first.platforms.map(failuresOf)).toEqual([0, 0]);
    const keys = first.platforms[0]?.plan?.changes.map(({ key }) => key) ?? [];
    expect(keys).toContain('uc:UC_SUPPLY_CHAIN');
    expect(keys.some((key) => !key.startsWith('uc:'))).toBe(true);
    for (const { plan } of first.platforms) expect(plan?.rejects).toEqual([]);
    const second = await sync();
    expect(second.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);
  });

  test('an article that leaves the feed keeps its hunts; a feed that is down retires nothing and is told', async () => {
    await sync();
    const before = world.contents();
    answer = () => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: rss('') });
    const rolled = await sync();
    expect(rolled.platforms.map(({ plan }) => plan?.changes)).toEqual([[], []]);
    answer = () => ({ status: 500, body: 'down' });
    const down = await sync();
    expect(down.complete).toBe(false);
    expect(down.problems.length).toBeGreaterThan(0);
    expect(world.contents()).toEqual(before);
  });

  test('without leave, no address inside the own network is asked', async () => {
    writeFileSync(world.config, readFileSync(world.config, 'utf8').replace(', allowPrivateAddresses: true', ''));
    const result = await sync();
    expect(result.complete).toBe(false);
    expect(feed.log).toEqual([]);
  });
});
