import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runOnce } from '../../src/commands/run-sync.ts';
import { exitCodeOf } from '../../src/report/result.ts';
import type { Fault, StandInRequest, StandInServer } from '../../src/sandbox/server.ts';
import { briefing } from '../support/briefing.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

/** In the profile of one article: what a platform does not take. */
const POISON = 'unpalatable words';
const TITLE = 'A story that no store takes';

let world: World;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES, records: 'hec' });
  writeFileSync(
    world.config,
    readFileSync(world.config, 'utf8').replace(
      /(records: \{ endpoint: .*)( \})$/m,
      `$1, threatIntelligence: { endpoint: "$\{SANDBOX_AZURE_URL}" }$2`,
    ),
  );
});
afterEach(() => world.close());

const run = (options: object = {}) => runOnce('sync', { config: world.config, json: true, ...options }, world.context);

function write(text = POISON): void {
  const story = briefing(TITLE, 'Odd requests', 'index=proxy url="*/odd*" | stats count by src');
  writeBriefing(world, 'story.md', story.replace('## Threat Profile\n\nText.', `## Threat Profile\n\nIt has ${text}.`));
}

function bodyOf({ body, headers }: StandInRequest): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** Refuses every request to a path that carries the words, and counts those. */
function refuse(server: StandInServer, path: RegExp, refusal: (body: string) => Fault['respond'], words = POISON) {
  const seen = { refused: 0 };
  server.disturb((request) => {
    if (request.method !== 'POST' || !path.test(request.path) || !bodyOf(request).includes(words)) return undefined;
    seen.refused += 1;
    return { respond: refusal(bodyOf(request)) };
  });
  return seen;
}

const BARE = () => ({ status: 400, headers: { 'content-type': 'application/json' }, body: '{}' });
/** HEC names the event, from 0 (https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector). */
const NAMED = (body: string) => ({
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    text: 'Invalid data format',
    code: 6,
    'invalid-event-number': body.split('\n').findIndex((event) => event.includes(POISON)),
  }),
});

describe('a record that a platform refuses by itself', () => {
  test.each<[string, 'splunk' | 'azure', RegExp, (body: string) => Fault['respond']]>([
    ['a document of the KV store', 'splunk', /huntsync_articles\/batch_save$/, BARE],
    ['an event of the collector', 'splunk', /services\/collector\/event$/, NAMED],
    ['a row of a table', 'azure', /dataCollectionRules\/.*HuntArticles/i, BARE],
  ])('%s is told once, remembered there, and sent again when it changes', async (_, server, path, refusal) => {
    write();
    const seen = refuse(world.sandbox.servers[server], path, refusal);
    const platform = server === 'splunk' ? 'splunk' : 'sentinel';
    const articlesOf = (result: Awaited<ReturnType<typeof run>>) =>
      result.records.find(({ name }) => name === platform);

    const first = articlesOf(await run());
    expect(first?.articles).toMatchObject({ failed: 1 });
    expect(first?.errors).toHaveLength(1);
    expect(seen.refused).toBeGreaterThan(0);

    seen.refused = 0;
    const again = await run();
    const second = articlesOf(again);
    expect(second?.articles).toMatchObject({ sent: 0, failed: 0, refusedEarlier: 1 });
    expect(second?.errors).toEqual([]);
    expect(second?.notes?.join()).toMatch(/articles: 1 record was refused earlier/);
    expect(exitCodeOf(again)).toBe(0);
    expect(seen.refused).toBe(0);

    write('other words');
    expect(articlesOf(await run())?.articles).toMatchObject({ sent: 1, failed: 0 });
    const last = await run();
    expect(articlesOf(last)?.articles).toMatchObject({ sent: 0, failed: 0 });
    expect(articlesOf(last)?.articles?.refusedEarlier).toBeUndefined();
  });

  test('an indicator of threat intelligence is in the table, and is not offered again', async () => {
    const upload = /threat-intelligence-stix-objects/;
    let offered = 0;
    world.sandbox.servers.azure.disturb((request) => {
      if (!upload.test(request.path)) return undefined;
      offered += 1;
      const errors = [{ recordIndex: 0, errorMessages: ['not this one'] }];
      return {
        respond: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ errors }) },
      };
    });
    const first = await run();
    expect(first.records[1]?.indicators?.failed).toBe(1);
    expect(offered).toBeGreaterThan(0);
    offered = 0;
    const again = await run();
    expect(again.records[1]?.indicators).toMatchObject({ failed: 0, refusedEarlier: 1, sent: 0 });
    expect(offered).toBe(0);
    world.sandbox.servers.azure.clearFaults();
    expect((await run({ force: true })).records[1]?.indicators).toMatchObject({ sent: 1, failed: 0 });
  });

  test('a store that takes nothing at all is at fault itself: nothing is remembered, and everything is tried again', async () => {
    refuse(world.sandbox.servers.splunk, /huntsync_articles\/batch_save$/, BARE, '');
    expect((await run()).records[0]?.articles?.sent).toBe(0);
    world.sandbox.servers.splunk.clearFaults();
    const mended = await run();
    expect(mended.records[0]?.articles).toMatchObject({ failed: 0, unchanged: 0 });
    expect(mended.records[0]?.articles?.sent).toBe(mended.records[0]?.articles?.total);
  });
});

test('the memory of a refusal ends after a week', async () => {
  write();
  const seen = refuse(world.sandbox.servers.splunk, /huntsync_articles\/batch_save$/, BARE);
  await run();
  seen.refused = 0;
  const later = { ...world.context, now: () => new Date(Date.now() + 8 * 86_400_000) };
  const result = await runOnce('sync', { config: world.config, json: true }, later);
  expect(result.records[0]?.articles).toMatchObject({ failed: 1 });
  expect(seen.refused).toBeGreaterThan(0);
});
