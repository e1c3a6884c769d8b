import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queue } from '../../src/commands/queue.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { queueJson } from '../../src/report/schemas/queue.ts';
import { syncJson } from '../../src/report/schemas/run.ts';
import { briefing } from '../support/briefing.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld({ briefings: SAMPLES, records: true });
});
afterAll(() => world.close());

async function queued() {
  world.printed.length = 0;
  expect(await queue({ config: world.config, json: true }, world.context)).toBe(0);
  return queueJson.parse(JSON.parse(world.printed.join('\n'))).platforms;
}

describe('huntsync queue', () => {
  test('has hunts with new hits first once sync --run has run them, and old hits behind new severity later', async () => {
    world.printed.length = 0;
    const result = await runOnce('sync', { config: world.config, json: true, run: 'new' }, world.context);
    expect(result.runs?.map(({ recorded }) => recorded > 0)).toEqual([true, true]);
    const { runs } = syncJson.parse(JSON.parse(world.printed.join('\n')));
    expect(runs?.every(({ hit }) => hit > 5)).toBe(true);

    for (const { queue: entries } of await queued()) {
      const fresh = entries.filter(({ newHits }) => newHits);
      expect(fresh.length).toBeGreaterThan(5);
      expect(entries.slice(0, fresh.length)).toEqual(fresh);
      expect(fresh[0]?.reasons[0]).toMatch(/new hits?$/);
    }
    await runOnce('sync', { config: world.config, json: true, run: 'all' }, world.context);
    for (const { queue: entries } of await queued()) expect(entries.filter(({ newHits }) => newHits)).toEqual([]);
  });

  test('shows people as many as they ask for', async () => {
    world.printed.length = 0;
    await queue({ config: world.config, limit: '2' }, world.context);
    expect(world.printed.join('\n')).toMatch(/\d+ more; --limit shows them/);
  });

  test('knows the outcomes of a platform without records from the records that they are kept in', async () => {
    const config = world.config.replace('.yaml', '-shared.yaml');
    writeFileSync(config, readFileSync(world.config, 'utf8').replace(/^.*kvStore.*$/m, ''));
    await runOnce('sync', { config, json: true, run: 'all' }, world.context);
    world.printed.length = 0;
    expect(await queue({ config, platform: ['splunk'], json: true }, world.context)).toBe(0);
    const [splunk] = queueJson.parse(JSON.parse(world.printed.join('\n'))).platforms;
    const reasons = splunk?.queue.flatMap((entry) => entry.reasons) ?? [];
    expect(reasons.filter((reason) => /^\d+ hits? on /.test(reason)).length).toBeGreaterThan(5);
    expect(reasons).not.toContain('never run');
  });

  test('knows of exploitation from what the severity of any of its articles rests on', async () => {
    const told = (title: string, hunt: string, reason: string) =>
      briefing(title, hunt, `index=proxy url="*/${hunt.replace(/\W+/g, '')}*" | stats count by src`).replace(
        '## Why this matters\n\n',
        `## Why this matters\n\nWhat the severity rests on:\n\n- ${reason}\n\n`,
      );
    writeBriefing(world, 'wild.md', told('A flaw in a gateway', 'Gateway requests', 'exploited in the wild (+4)'));
    writeBriefing(world, 'tame.md', told('A flaw in a printer', 'Printer requests', 'not exploited so far (+0)'));
    await runOnce('sync', { config: world.config, json: true }, world.context);
    const [splunk] = await queued();
    const reasonsOf = (title: string) => splunk?.queue.find((entry) => entry.title === title)?.reasons;
    expect(reasonsOf('Gateway requests')).toContain('exploited in the wild');
    expect(reasonsOf('Printer requests')?.join()).toMatch(/never run/);
    expect(reasonsOf('Printer requests')).not.toContain('exploited in the wild');
  });
});
