import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { plan } from '../../src/commands/plan.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { EXIT } from '../../src/core/errors.ts';
import { exitCodeOf, type RunResult } from '../../src/report/result.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

let world: World | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const NEW_BRIEFING = `# [HIGH] A tool that nobody has seen

**Source:** Made up
**Published:** 2026-05-20
**Article:** https://intel.example/tool

## Threat Profile

A tool turns up on servers.

## Recommended hunts

### The tool is started

\`UC_1_0\` · phase: **actions** · confidence: **High**

**Defender KQL:**
\`\`\`kql
DeviceProcessEvents
| where FileName =~ "unseentool.exe"
\`\`\`

### The tool is written

\`UC_1_1\` · phase: **install** · confidence: **High**

**Defender KQL:**
\`\`\`kql
DeviceFileEvents
| where FileName =~ "unseentool.exe"
\`\`\`
`;

/** The sandbox's three platforms. */
async function start(): Promise<World> {
  const made = await createWorld({ briefings: SAMPLES, defender: true, policy: '{ prefer: both }' });
  world = made;
  return made;
}

function prefer(made: World, name: string): void {
  writeFileSync(made.config, readFileSync(made.config, 'utf8').replace(/prefer: \w+/, `prefer: ${name}`));
}

const sync = (made: World, options: object = {}): Promise<RunResult> =>
  runOnce('sync', { config: made.config, force: true, ...options }, made.context);

/** How many changes of each kind were done on a platform. */
function doneOn(result: RunResult, name: string): Record<string, number> {
  const applied = result.platforms.find((one) => one.name === name)?.applied ?? [];
  const ops = applied.filter(({ outcome }) => outcome === 'done').map(({ change }) => change.op);
  return Object.fromEntries([...new Set(ops)].map((op) => [op, ops.filter((other) => other === op).length]));
}

const changesOf = (result: RunResult) => result.platforms.flatMap(({ plan }) => plan?.changes ?? []);

describe('one of two platforms of a language keeps a hunt alone', () => {
  test('the other one lets go of what the preferred one has, and takes it back when the preference changes', async () => {
    const made = await start();
    const { create: onBoth = 0 } = doneOn(await sync(made), 'sentinel');

    prefer(made, 'defender');
    const left = await sync(made);
    const { retire = 0 } = doneOn(left, 'sentinel');
    expect(retire).toBeGreaterThan(10);
    expect(retire).toBeLessThan(onBoth);
    expect(doneOn(left, 'splunk')).toEqual({});
    expect(changesOf(await sync(made))).toEqual([]);

    prefer(made, 'sentinel');
    const back = await sync(made);
    expect(doneOn(back, 'sentinel')).toEqual({ update: retire });
    expect(doneOn(back, 'defender')['retire']).toBeGreaterThan(10);
    expect(changesOf(await sync(made))).toEqual([]);
  });

  test('what is new goes to the preferred one only', async () => {
    const made = await start();
    prefer(made, 'defender');
    const first = await sync(made);
    const created = changesOf(first).filter(({ op }) => op === 'create');
    const on = (name: string) => doneOn(first, name)['create'] ?? 0;
    expect(created).toHaveLength(on('splunk') + on('sentinel') + on('defender'));
    expect(on('defender')).toBeGreaterThan(on('sentinel'));
  });

  test('while the preferred one cannot be read, or is not part of the run, the other lets go of nothing', async () => {
    const made = await start();
    await sync(made);
    prefer(made, 'defender');

    const alone = await sync(made, { platform: ['sentinel'] });
    expect(changesOf(alone)).toEqual([]);

    const refused = { status: 403, body: JSON.stringify({ error: { code: 'Forbidden', message: 'Not today.' } }) };
    made.sandbox.servers.graph.fault({ path: /detectionRules/, times: 50, respond: refused });
    const unread = await sync(made);
    expect(exitCodeOf(unread)).toBe(EXIT.failed);
    expect(changesOf(unread)).toEqual([]);

    made.sandbox.servers.graph.clearFaults();
    expect(doneOn(await sync(made), 'sentinel')['retire']).toBeGreaterThan(10);
  });

  test('a workspace of another tenant keeps its hunts, and one of which that is not known too, which the plan tells', async () => {
    const made = await start();
    prefer(made, 'defender');
    const own = readFileSync(made.config, 'utf8');
    const named = (sentinel: string, defender: string) =>
      writeFileSync(
        made.config,
        own
          .replace(/^ {4}kind: sentinel$/m, `$&\n    ${sentinel}`)
          .replace(/^ {4}kind: defender$/m, `$&\n    ${defender}`),
      );
    const planned = async () => {
      made.printed.length = 0;
      await plan({ config: made.config, json: true }, made.context);
      const { platforms } = JSON.parse(made.printed.join('\n'));
      return Object.fromEntries(platforms.map((one: { name: string }) => [one.name, one]));
    };
    named('tenantId: a.example', 'tenantId: b.example');
    const apart = await planned();
    expect(apart['sentinel'].leftTo).toBeUndefined();
    expect(apart['sentinel'].create).toBeGreaterThan(20);

    named('tenantId: a.example', 'tenantId: A.example');
    const { leftTo, create } = (await planned())['sentinel'];
    expect(leftTo).toMatchObject({ preferred: 'defender', keepers: ['defender'] });
    expect(create).toBeLessThan(5);

    // An id and a domain: the same tenant, or not.
    const id = '11111111-1111-4111-8111-111111111111';
    named('tenantId: a.example', `tenantId: ${id}`);
    expect((await planned())['sentinel'].leftTo.keepers).toEqual(['defender']);
    const third = own.match(/ {2}- name: sentinel\n(?: {4}.*\n)+/)?.[0].replace('name: sentinel', 'name: other') ?? '';
    writeFileSync(made.config, readFileSync(made.config, 'utf8').replace(/ {2}- name: defender/, `${third}$&`));
    const doubted = await planned();
    expect(doubted['sentinel']).toMatchObject({ tenantUntold: ['defender'] });
    expect(doubted['other']).toMatchObject({ tenantUntold: ['defender'] });
    expect(doubted['sentinel'].create).toBe(apart['sentinel'].create);
    made.printed.length = 0;
    await plan({ config: made.config }, made.context);
    expect(made.printed.join('\n')).toContain('! nothing left to defender  whether it is of the same tenant');
    await doctor({ config: made.config }, made.context);
    expect(made.printed.join('\n')).toMatch(/policy\.prefer: nothing is left to defender: whether/);
  });

  test('what the preferred one refuses three times is kept by the other until it takes it', async () => {
    const made = await start();
    prefer(made, 'defender');
    const { graph } = made.sandbox.servers;
    const refused = { status: 400, body: JSON.stringify({ error: { code: 'BadRequest', message: 'Not this one.' } }) };
    graph.fault({ method: 'POST', path: /detectionRules$/, times: 10_000, respond: refused });
    const inUse = (name: string, result: RunResult) => result.platforms.find((one) => one.name === name);

    const first = await sync(made, { force: false });
    expect(exitCodeOf(first)).toBe(EXIT.failed);
    const standby = inUse('sentinel', first)?.plan?.standby ?? [];
    expect(standby.length).toBeGreaterThan(20);
    expect(doneOn(first, 'defender')).toEqual({});
    const onSentinel = doneOn(first, 'sentinel')['create'] ?? 0;
    expect(onSentinel).toBeGreaterThanOrEqual(standby.length);
    for (const _ of [2, 3]) {
      const again = await sync(made, { force: false });
      expect([doneOn(again, 'sentinel'), doneOn(again, 'defender')]).toEqual([{}, {}]);
    }
    graph.clearFaults();
    const taken = await sync(made, { force: false });
    expect(taken.refusals).toEqual([]);
    // No more than the change limit allows goes out of use in one run; both have the rest until then.
    const letGo = [doneOn(taken, 'sentinel')['retire'] ?? 0];
    expect(letGo[0]).toBeGreaterThan(0);
    expect(letGo[0]).toBeLessThan(standby.length);
    expect(doneOn(taken, 'defender')['create']).toBe(standby.length);
    for (let round = 0; round < 3; round += 1) {
      const next = await sync(made, { force: false });
      expect(next.refusals).toEqual([]);
      letGo.push(doneOn(next, 'sentinel')['retire'] ?? 0);
    }
    expect(letGo.reduce((sum, one) => sum + one)).toBe(standby.length);
    expect(changesOf(await sync(made, { force: false }))).toEqual([]);

    // Out of reach: what is new is kept beside it, what was let go of is not brought back.
    writeBriefing(made, 'new.md', NEW_BRIEFING);
    graph.fault({ method: 'GET', path: /detectionRules/, times: 10_000, respond: { status: 403, body: refused.body } });
    const unread = await sync(made, { force: false });
    const ops = doneOn(unread, 'sentinel');
    expect(ops).toEqual({ create: 2 });
    expect(unread.platforms.find(({ name }) => name === 'sentinel')?.plan?.leftTo?.takenCount).toBeGreaterThan(0);
    graph.clearFaults();
    expect(doneOn(await sync(made, { force: false }), 'sentinel')).toEqual({ retire: 2 });
    expect(changesOf(await sync(made, { force: false }))).toEqual([]);
  });

  test('what the preferred one refuses to store stays in use on the other', async () => {
    const made = await start();
    await sync(made, { platform: ['sentinel'] });
    prefer(made, 'defender');
    const refused = { status: 400, body: JSON.stringify({ error: { code: 'BadRequest', message: 'Not this one.' } }) };
    made.sandbox.servers.graph.fault({ method: 'POST', path: /detectionRules$/, respond: refused });

    const first = await sync(made);
    const skipped = first.platforms.flatMap(({ applied = [] }) =>
      applied.filter(({ outcome }) => outcome === 'skipped'),
    );
    const failed = first.platforms.flatMap(({ applied = [] }) => applied.filter(({ outcome }) => outcome === 'failed'));
    expect(failed).toHaveLength(1);
    // A hunt of two statements stays whole.
    const huntsOf = (all: typeof failed) => new Set(all.map(({ change: { key } }) => key.replace(/#\d+$/, '')));
    expect(huntsOf(skipped)).toEqual(huntsOf(failed));
    expect(skipped[0]?.error).toMatch(/stays in use/);

    const second = await sync(made);
    expect(doneOn(second, 'sentinel')).toEqual({ retire: skipped.length });
    expect(changesOf(await sync(made))).toEqual([]);
  });
});
