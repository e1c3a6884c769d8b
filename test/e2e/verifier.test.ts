import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect } from '../../src/commands/collect.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type StandInServer, serve } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';

const ITEM = `<item><title>A week in a network</title><link>https://blog.example/one</link>
<pubDate>Fri, 01 May 2026 10:00:00 GMT</pubDate><description>The attackers dumped the memory of LSASS. The malware created a scheduled task.</description></item>`;

let world: World;
let feed: StandInServer;

beforeEach(async () => {
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>Made up</title>${ITEM}</channel></rss>`;
  feed = await serve(() => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body }));
  world = await createWorld({ briefings: SAMPLES });
  rmSync(join(world.folder, 'briefings'), { recursive: true });
}, 60_000);
afterEach(async () => {
  await world.close();
  await feed.close();
});

/** With a verifier that is a program of this text. */
function configure(program: string): void {
  const file = join(world.folder, 'verify.mjs');
  writeFileSync(file, program);
  const source = `{ kind: rss, name: Made up, url: "${feed.url}/feed.xml", allowPrivateAddresses: true }`;
  const verifier = `classify: { verifier: { command: ${JSON.stringify([process.execPath, file])} } }`;
  const text = readFileSync(world.config, 'utf8').replace(/\{ kind: (?:briefings|rss)[^}]*\}/, source);
  writeFileSync(world.config, `${text.replace(/\nclassify:.*\n/, '\n')}\n${verifier}\n`);
}

test('what a verifier vetoes makes no hunt and is told; one that fails changes nothing', {
  timeout: 120_000,
}, async () => {
  configure(`let text = '';
for await (const chunk of process.stdin) text += chunk;
const { useCase, text: { sentence } } = JSON.parse(text);
process.stdout.write(JSON.stringify({ veto: useCase.id === 'UC_SCHEDULED_TASK', quote: sentence, reason: 'A drill.' }));`);
  const vetoed = await runOnce('plan', { config: world.config }, world.context);
  const keysOf = ({ platforms }: typeof vetoed) =>
    platforms.flatMap(({ plan }) => plan?.changes.map(({ key }) => key) ?? []);
  expect(keysOf(vetoed).filter((key) => key.startsWith('uc:UC_LSASS'))).toHaveLength(2);
  expect(keysOf(vetoed).filter((key) => key.startsWith('uc:UC_SCHEDULED_TASK'))).toEqual([]);
  const told = vetoed.problems.filter(({ code }) => code === 'use-case-vetoed');
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^The verifier vetoed UC_SCHEDULED_TASK on “.*scheduled task\.”: A drill\.$/),
  ]);
  const out = join(world.folder, 'out');
  expect(await collect({ config: world.config, out, json: true }, world.context)).toBe(0);
  const { problems } = JSON.parse(world.printed.at(-1) ?? '');
  expect(problems).toContainEqual(expect.objectContaining({ source: 'Made up', code: 'use-case-vetoed' }));

  configure('process.exit(1);');
  const failed = await runOnce('plan', { config: world.config }, { ...world.context, cacheDir: undefined });
  expect(failed.complete).toBe(true);
  expect(keysOf(failed).filter((key) => key.startsWith('uc:UC_SCHEDULED_TASK'))).toHaveLength(2);
  expect(failed.problems.map(({ code }) => code)).toContain('verifier-failed');
  expect(failed.problems.filter(({ code }) => code === 'verifier-failed')).toHaveLength(1);
});
