import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plan } from '../../src/commands/plan.ts';
import { report } from '../../src/commands/report.ts';
import { run } from '../../src/commands/run.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

let world: World;
const HOSTILE = '<script>alert(1)</script> ![x](https://evil.example/x.png) @all';

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
  writeBriefing(
    world,
    'hostile.md',
    `# [HIGH] ${HOSTILE}\n\n**Source:** Lab\n**Published:** 2026-05-14\n**Article:** https://lab.example/x\n\n## MITRE ATT&CK Techniques\n\n- **T1041** — Exfiltration Over C2 Channel\n`,
  );
  await runOnce('sync', { config: world.config }, world.context);
}, 60_000);
afterAll(() => world.close());

test('one page with everything in it, without a script or an address to load from', async () => {
  const file = join(world.folder, 'out/hunts.html');
  const markdown = join(world.folder, 'out/hunts.md');
  expect(await report({ config: world.config, file, markdown, since: '900w' }, world.context)).toBe(0);
  const page = readFileSync(file, 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain('default-src &#39;none&#39;; style-src &#39;sha256-');
  expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|\sstyle=|@import|url\(/i);
  for (const part of ['What changed', 'queue', 'Coverage', 'Rejected', 'Noisy', 'About to age', 'Edited', '<svg']) {
    expect(page).toContain(part);
  }
  expect(page).toContain('&lt;script&gt;alert(1)');
  expect(page).toContain('T1041');
  const text = readFileSync(markdown, 'utf8');
  expect(text).toContain('## Coverage by article');
  const matrix = text.slice(text.indexOf('## Coverage by article'));
  // An article without hunts tells of it, and no hunt of another looks for it.
  expect(matrix).toMatch(/Gap of the month: \*\*T1041 /);
  expect(matrix).toMatch(/\| HIGH [^|]*alert[^|]* \|[^|]*\|[^|]*\|[^|]*\| T1041 \|/);
  expect(text).toMatch(/^- CRIT 2026-05-11 Help-desk call ends in encryption before sunrise: 5 hunts$/m);
  expect(text).not.toMatch(/<script|!\[x\]|@all|https:\/\/evil/);
}, 60_000);

test('a run of a hunt that no article calls for any more is told by its title, not its key', async () => {
  const options = { platform: ['splunk'] };
  expect(await run({ keys: [], config: world.config, ...options }, world.context)).toBe(0);
  const config = join(world.folder, 'others.yaml');
  writeFileSync(config, readFileSync(world.config, 'utf8').replace('./briefings', './briefings/hostile.md'));
  const markdown = join(world.folder, 'others.md');
  expect(await report({ config, markdown, since: '7d', ...options }, world.context)).toBe(0);
  const text = readFileSync(markdown, 'utf8');
  expect(text).toMatch(/^\d+ runs, one for each hunt and platform: \d+ hit/m);
  const hits = [...text.matchAll(/^\| (?:\*\*new\*\* )?(.+?) \| splunk \| hit \|/gm)].map(([, name]) => name);
  expect(hits.length).toBeGreaterThan(3);
  expect(hits.filter((name) => /^[\w-]+:\S/.test(name ?? ''))).toEqual([]);
}, 60_000);

test('a file that cannot be written is an error that names it', async () => {
  const file = join(world.config, 'under-a-file.html');
  await expect(report({ config: world.config, file, since: '7d' }, world.context)).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining(`${file} cannot be written`),
  });
  await expect(report({ config: world.config, since: '7d' }, world.context)).rejects.toMatchObject({ exitCode: 4 });
}, 60_000);

test('plan as Markdown takes the place of the text on stdout', async () => {
  world.printed.length = 0;
  expect(await plan({ config: world.config, markdown: true }, world.context)).toBe(0);
  expect(world.printed).toHaveLength(1);
  expect(world.printed[0]).toMatch(/^<!-- huntsync plan -->\n\n## huntsync plan\n\nNothing to do\./);
}, 60_000);
