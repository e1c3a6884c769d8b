import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ConfigError, EXIT, UsageError } from '../../src/core/errors.ts';
import { createExportWorld, type ExportWorld, UNREACHABLE } from '../support/exports.ts';
import { ROOT, SAMPLES } from '../support/world.ts';

let world: ExportWorld;
afterEach(() => world.close());

const KINDS = ['splunk', 'sentinel', 'navigator', 'stix'];
const report = () => JSON.parse(world.printed.at(-1) ?? '');

describe('an export', () => {
  test.each(KINDS)('%s: needs no address, no secret and no platform', async (kind) => {
    world = createExportWorld(SAMPLES);
    expect(await world.run(kind)).toBe(EXIT.ok);
    expect(report()).toMatchObject({ complete: true, export: kind, folder: join(world.folder, 'out'), stale: [] });
    expect(
      report()
        .files.map(({ path }: { path: string }) => path)
        .sort(),
    ).toEqual([...world.files().keys()].sort());
    const { hunts, without, leftOut } = report();
    expect(hunts).toBeGreaterThan(10);
    expect(without).toBeGreaterThanOrEqual(0);
    expect(leftOut.every(({ problems }: { problems: unknown[] }) => problems.length > 0)).toBe(true);
  });

  test('tells people what was written, how many hunts, and what was left out and why', async () => {
    world = createExportWorld('./briefings');
    const sample = '2026-05-11/help-desk-call-ends-in-encryption-before-sunrise.md';
    const text = readFileSync(join(SAMPLES, sample), 'utf8');
    const fence = text.indexOf('```spl\n') + '```spl\n'.length;
    expect(fence).toBeGreaterThan(100);
    mkdirSync(join(world.folder, 'briefings'));
    writeFileSync(
      join(world.folder, 'briefings/a.md'),
      `${text.slice(0, fence)}| nosuchcommand x ${text.slice(fence)}`,
    );
    expect(await world.run('splunk', { json: false })).toBe(EXIT.ok);
    const printed = world.printed.at(-1) ?? '';
    expect(printed).toMatch(/^written {3}huntsync-\d+\.\d+\.\d+\.spl$/m);
    expect(printed).toMatch(/^\d+ of \d+ hunts in .*: saved searches \d+\.$/m);
    expect(printed).toContain('1 left out, because a query may not be pushed:\n  ');
    expect(printed).toContain('spl-unknown-command');
    await world.run('splunk', { json: false });
    expect(world.printed.at(-1)).toMatch(/^unchanged huntsync-/m);
    expect(world.printed.at(-1)).toContain('Files: 0 written, 1 unchanged.');
  });

  test('lists the indicators that it does not publish', async () => {
    world = createExportWorld('./briefings');
    const sample = '2026-05-11/help-desk-call-ends-in-encryption-before-sunrise.md';
    const text = readFileSync(join(SAMPLES, sample), 'utf8');
    const listed = text.replace(
      /^## Indicators of Compromise.*$/m,
      '$&\n\n- **Domain (defanged):** `pastebin[.]com`\n',
    );
    expect(listed).not.toBe(text);
    mkdirSync(join(world.folder, 'briefings'));
    writeFileSync(join(world.folder, 'briefings/a.md'), listed);
    expect(await world.run('stix')).toBe(EXIT.ok);
    expect(report().unpublished).toContainEqual({ type: 'domain', value: 'pastebin.com' });
    await world.run('stix', { json: false });
    expect(world.printed.at(-1)).toMatch(/^\d+ indicators? left out \(.*\):\n(?: {2}.*\n)* {2}domain pastebin\.com$/m);
    await world.run('splunk');
    expect(report()).not.toHaveProperty('unpublished');
  });

  test('that cannot be written claims nothing, and ends at once', async () => {
    world = createExportWorld(SAMPLES);
    // Nobody may make a folder there, not even root.
    const folder = '/proc/nope/deep';
    expect(await world.run('stix', { folder, json: false })).toBe(EXIT.failed);
    const printed = world.printed.at(-1) ?? '';
    expect(printed).toContain(`Nothing could be written to ${folder}.`);
    expect(printed).toContain('Files: 0 written, 0 unchanged');
    expect(printed).not.toMatch(/hunts in /);
    expect(await world.run('splunk', { folder, json: false })).toBe(EXIT.failed);
    expect(world.printed.at(-1)).not.toContain('Install it');
  });

  test('of half the sources is written, and says so', async () => {
    world = createExportWorld(SAMPLES);
    const text = readFileSync(world.config, 'utf8');
    writeFileSync(
      world.config,
      text.replace('sources:\n', 'sources:\n  - { kind: briefings, name: gone, path: ./gone }\n'),
    );
    expect(await world.run('stix')).toBe(EXIT.failed);
    expect(report().complete).toBe(false);
    expect(world.files().has('stix-bundle.json')).toBe(true);
    expect(await world.run('stix', { json: false })).toBe(EXIT.failed);
    expect(world.printed.at(-1)).toContain('The export is incomplete');
  });

  test('tells of the files of an earlier one', async () => {
    world = createExportWorld(SAMPLES);
    await world.run('sentinel');
    const all = report().files.length;
    const folder = join(SAMPLES, '2026-05-11');
    writeFileSync(
      world.config,
      readFileSync(world.config, 'utf8').replace(JSON.stringify(SAMPLES), JSON.stringify(folder)),
    );
    await world.run('sentinel');
    const { files, stale } = report();
    expect(files.length).toBeLessThan(all);
    expect(stale.length).toBe(world.files().size - files.length);
    expect(stale.every((path: string) => path.startsWith('Hunting Queries/'))).toBe(true);
    await world.run('sentinel', { json: false });
    expect(world.printed.at(-1)).toContain(`Left by an earlier export, and not touched: ${stale.length}\n`);
  });
});

describe('bad usage', () => {
  const usage = expect.objectContaining({ exitCode: EXIT.usage });

  test('is told, and nothing is written', async () => {
    world = createExportWorld(SAMPLES);
    await expect(world.run('elastic')).rejects.toEqual(usage);
    await expect(world.run('constructor')).rejects.toThrow(UsageError);
    await expect(world.run('splunk', { live: true })).rejects.toEqual(usage);
    await expect(world.run('splunk', { folder: world.config })).rejects.toEqual(usage);
    for (const below of ['x', 'x/y']) {
      await expect(world.run('stix', { folder: join(world.config, below) })).rejects.toEqual(
        expect.objectContaining({ message: `${world.config} is a file.`, exitCode: EXIT.usage }),
      );
    }
    await expect(world.run('stix', { platform: ['nobody'] })).rejects.toEqual(usage);
    await expect(world.run('splunk', { config: join(world.folder, 'none.yaml') })).rejects.toThrow(ConfigError);
    // Asking needs addresses and secrets.
    await expect(world.run('navigator', { live: true })).rejects.toThrow(ConfigError);
    expect(world.files().size).toBe(0);
  });

  test('a configuration without a platform of the kind', async () => {
    const [splunk] = UNREACHABLE.split('\n  - name: soc-sentinel');
    world = createExportWorld(SAMPLES, { platforms: splunk });
    await expect(world.run('sentinel', { platform: ['soc-splunk'] })).rejects.toThrow(
      'This export is for a sentinel platform, and soc-splunk is none',
    );
    expect(await world.run('stix')).toBe(EXIT.ok);
    expect(report().counts.queries).toBeGreaterThan(0);
  });
});

describe('what an export does not need', () => {
  test.each(KINDS)('%s: a platform of its kind, or any', async (kind) => {
    world = createExportWorld(SAMPLES);
    await world.run(kind);
    const files = world.files();
    writeFileSync(world.config, readFileSync(world.config, 'utf8').replace(/^platforms:[\s\S]*?(?=^policy:)/m, ''));
    expect(await world.run(kind)).toBe(EXIT.ok);
    // The neutral ones are then for every kind of SIEM that there is.
    if (kind === 'splunk' || kind === 'sentinel') expect(world.files()).toEqual(files);
    expect(report().hunts).toBeGreaterThan(10);
  });

  test.each(KINDS)('%s: a configuration, where briefings are named', async (kind) => {
    world = createExportWorld(SAMPLES);
    rmSync(world.config);
    expect(await world.run(kind, { paths: [SAMPLES], bare: true })).toBe(EXIT.ok);
    expect(report().hunts).toBeGreaterThan(10);
    const named = report().hunts;
    expect(await world.run(kind, { paths: [join(SAMPLES, '2026-05-11')], bare: true })).toBe(EXIT.ok);
    expect(report().hunts).toBeLessThan(named);
  });

  test('but it needs one of the two', async () => {
    world = createExportWorld(SAMPLES);
    await expect(world.run('splunk', { config: join(world.folder, 'none.yaml') })).rejects.toThrow(ConfigError);
  });
});

test('the example of a configuration can be exported from as it stands', async () => {
  world = createExportWorld(SAMPLES);
  const text = readFileSync(join(ROOT, 'config/huntsync.example.yaml'), 'utf8');
  writeFileSync(
    world.config,
    text.replace(
      /^sources:\n[\s\S]*?(?=^platforms:)/m,
      `sources:\n  - { kind: briefings, path: ${JSON.stringify(SAMPLES)} }\n`,
    ),
  );
  for (const kind of KINDS) expect(await world.run(kind)).toBe(EXIT.ok);
});
