import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect } from '../../src/commands/collect.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import type { RunResult } from '../../src/report/result.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

interface Told {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly day?: string;
  /** An address that is the item's id all over the world. */
  readonly guid?: string;
}

const BODY = `Attackers used the loader MOSSLATCH against ports. The loader MOSSLATCH was dropped as C:\\ProgramData\\Moss\\mosssvc.exe.
It calls moss-cdn-status[.]top and latch-api-status[.]top, and 45.155.204[.]17, for its commands.`;

const STORY: Told = { id: 'post-1', title: 'MOSSLATCH loader hits ports', text: BODY };

/** What each of the feeds has now, by its name. */
let feeds: Record<string, readonly Told[]>;
let server: StandInServer;
let world: World;
let config: string;

beforeEach(async () => {
  feeds = { lab: [STORY] };
  server = await serve(({ path }) => {
    const name = /^\/(\w+)\.xml/.exec(path)?.[1] ?? '';
    return { status: 200, headers: { 'content-type': 'application/rss+xml' }, body: rss(name, feeds[name] ?? []) };
  });
  world = await createWorld({ briefings: SAMPLES, records: true });
  rmSync(join(world.folder, 'briefings'), { recursive: true });
  config = readFileSync(world.config, 'utf8');
  useFeeds('lab');
});
afterEach(async () => {
  await world.close();
  await server.close();
});

function rss(feed: string, items: readonly Told[]): string {
  const texts = items.map(
    ({
      id,
      title,
      text,
      day = 'Sun, 01 Nov 2026',
      guid,
    }) => `<item><title>${title}</title><link>https://${feed}.example/${id}</link>
${guid ? `<guid>${guid}</guid>` : `<guid isPermaLink="false">${id}</guid>`}<pubDate>${day} 10:00:00 GMT</pubDate><description>${text}</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${feed}</title>${texts.join('')}</channel></rss>`;
}

function useSources(...sources: readonly string[]): void {
  writeFileSync(
    world.config,
    config.replace(/- \{ kind: briefings[^}]*\}/, sources.map((one) => `- ${one}`).join('\n  ')),
  );
}

function useFeeds(...names: readonly string[]): void {
  const source = (name: string) =>
    `{ kind: rss, name: ${name}, url: "${server.url}/${name}.xml", allowPrivateAddresses: true }`;
  useSources(...names.map(source));
}

const sync = (now?: Date) =>
  runOnce('sync', { config: world.config }, { ...world.context, ...(now ? { now: () => now } : {}) });
const ops = ({ platforms }: RunResult) => platforms.map(({ plan }) => plan?.changes.map(({ op }) => op));
const NOTHING = [[], []];

/** What an earlier version wrote: without the item's id, and what belongs to it. */
function asFormerly(text: string): string {
  return text.replace(/^\*\*(?:Item|Names):\*\* .*\n/gm, '').replace(/^<!-- huntsync-search .*\n\n/gm, '');
}

function briefings(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

describe('an item of a feed', () => {
  test('is the same article under another title: its objects and records stay, and say the new one', async () => {
    await sync();
    const before = world.contents();
    feeds = { lab: [{ ...STORY, title: 'Correction of the headline: MOSSLATCH' }] };
    const retitled = await sync();
    expect(ops(retitled).flat()).not.toContain('create');
    expect(ops(retitled).flat()).not.toContain('retire');
    expect([...world.contents().sentinel.keys()]).toEqual([...before.sentinel.keys()]);
    expect([...world.contents().splunk.keys()]).toEqual([...before.splunk.keys()]);
    expect(retitled.records.map(({ articles }) => [articles?.total, articles?.kept])).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect(ops(await sync())).toEqual(NOTHING);
  });

  test.each([
    ['collected again into the same folder', () => undefined],
    ['read from the feed itself', () => useFeeds('lab')],
  ])('that an earlier version knew by url and title is found when it is %s', async (_, change) => {
    const folder = join(world.folder, 'briefings');
    mkdirSync(folder);
    await collect({ config: world.config, out: folder }, world.context);
    for (const path of briefings(folder)) writeFileSync(path, asFormerly(readFileSync(path, 'utf8')));
    useSources('{ kind: briefings, path: ./briefings }');
    const old = await sync();
    expect(ops(old)[0]?.length).toBeGreaterThan(1);
    const objects = [...world.contents().sentinel.keys()];

    useFeeds('lab');
    await collect({ config: world.config, out: folder }, world.context);
    expect(briefings(folder)).toHaveLength(1);
    useSources('{ kind: briefings, path: ./briefings }');
    change();
    const upgraded = await sync();
    expect(new Set(ops(upgraded).flat())).toEqual(new Set(['update']));
    expect([...world.contents().sentinel.keys()]).toEqual(objects);
    for (const { articles, hunts, errors } of upgraded.records) {
      expect(errors).toEqual([]);
      expect([articles?.total, articles?.kept, articles?.removed]).toEqual([1, 0, 1]);
      expect(hunts?.kept).toBe(0);
    }
    const again = await sync();
    expect(ops(again)).toEqual(NOTHING);
    for (const { articles, hunts, indicators } of again.records) {
      for (const counts of [articles, hunts, indicators]) expect([counts?.sent, counts?.removed]).toEqual([0, 0]);
    }
  });
});

describe('several publishers', () => {
  const told = (n: number): Told => ({
    ...STORY,
    id: `n-${n}`,
    title: `Publisher ${n}: MOSSLATCH loader`,
    day: `Mon, 0${n + 1} Nov 2026`,
  });

  test('have the objects of one, those that an earlier run wrote among them, and all articles on each', async () => {
    await sync();
    const one = world.contents().sentinel.size;
    feeds = { lab: [STORY], news: [told(1)], wire: [told(2)] };
    useFeeds('lab', 'news', 'wire');
    const joined = await sync();
    expect(ops(joined).flat()).not.toContain('create');
    expect(world.contents().sentinel.size).toBe(one);
    expect(joined.campaigns).toMatchObject([
      { name: 'MOSSLATCH', articleCount: 3, firstSeen: '2026-11-01', lastSeen: '2026-11-03' },
    ]);
    for (const change of joined.platforms.flatMap(({ plan }) => plan?.changes ?? [])) {
      expect(change.after?.marker.evidence.articles).toHaveLength(3);
    }
    expect(ops(await sync())).toEqual(NOTHING);
    // The feed that told of it first rolls on.
    feeds = { ...feeds, lab: [] };
    expect(ops(await sync())).toEqual(NOTHING);
  });

  test('a correction retires what it takes back, as superseded, and is told', async () => {
    await sync();
    const text = `We retract our earlier report. The domains moss-cdn-status[.]top and latch-api-status[.]top and the address 45.155.204[.]17
were wrongly listed as indicators: they are not malicious.`;
    feeds = { lab: [STORY, { id: 'post-2', title: 'Correction: MOSSLATCH', text, day: 'Mon, 02 Nov 2026' }] };
    const corrected = await sync();
    const retired = corrected.platforms.flatMap(({ plan }) => plan?.changes.filter(({ op }) => op === 'retire') ?? []);
    expect(retired.length).toBeGreaterThan(0);
    expect(new Set(retired.map(({ reason }) => reason))).toEqual(new Set(['superseded']));
    for (const { key } of retired) expect(key).toMatch(/network-indicators/);
    expect(corrected.problems.map(({ code }) => code)).toContain('retracted');
    for (const { indicators } of corrected.records) expect(indicators?.removed).toBe(3);
    expect(ops(await sync())).toEqual(NOTHING);
  });
});

test('a feed’s hunts age by default, told with the reason; its wishes choose what is read', async () => {
  await sync(new Date('2026-11-02T00:00:00Z'));
  const aged = await sync(new Date('2027-06-01T00:00:00Z'));
  expect(new Set(ops(aged).flat())).toEqual(new Set(['retire']));
  expect(aged.platforms[0]?.plan?.changes[0]).toMatchObject({ reason: 'aged' });
  expect(ops(await sync(new Date('2027-06-02T00:00:00Z')))).toEqual(NOTHING);

  const source = `kind: rss, name: lab, url: "${server.url}/lab.xml", allowPrivateAddresses: true`;
  for (const [wish, articles] of [
    ['include: [mosslatch]', 1],
    ['exclude: [ports]', 0],
    ['minSeverity: CRIT', 0],
  ] as const) {
    useSources(`{ ${source}, ${wish} }`);
    expect((await sync()).articles).toBe(articles);
  }
});

describe("a feed that calls its item by the address of another publisher's article", () => {
  const guid = 'https://lab.example/post-1';
  const OTHER =
    'Attackers used the loader FERNTRAP. It calls fern-cdn-status[.]top and fern-api-status[.]top for its commands.';
  const story = (n: number) =>
    `<p>Loader number ${n} of the week hits ports</p><p>Attackers used the loader FERNTRAP${n}. It calls fern${n}-cdn-status[.]top and fern${n}-api-status[.]top, and sends what it finds there.</p>`;
  const ROUND_UP = `<![CDATA[<h2>One</h2>${[1, 2, 3].map((n) => story(n).replace('<p>', '<h2>').replace('</p>', '</h2>')).join('')}]]>`;

  test.each([
    ['in its place', { id: 'x', title: 'FERNTRAP loader', text: OTHER, guid }],
    ['as the whole of a round-up', { id: 'x', title: 'Weekly recap of threats', text: ROUND_UP, guid }],
  ])('%s: retires nothing that it has not called for', async (_, theirs) => {
    feeds = { lab: [{ ...STORY, guid }], rogue: [] };
    useFeeds('lab', 'rogue');
    await sync();
    // The feed has moved on; the other one has not.
    feeds = { lab: [], rogue: [theirs] };
    const later = await sync();
    expect(ops(later).flat()).not.toEqual([]);
    expect(ops(later).flat()).not.toContain('retire');
  });

  test('does not take the place of what is read beside it', async () => {
    feeds = { lab: [{ ...STORY, guid }], rogue: [] };
    useFeeds('lab', 'rogue');
    await sync();
    feeds = { lab: [{ ...STORY, guid }], rogue: [{ id: 'x', title: 'Weekly recap of threats', text: ROUND_UP, guid }] };
    expect(ops(await sync()).flat()).not.toContain('retire');
  });
});
