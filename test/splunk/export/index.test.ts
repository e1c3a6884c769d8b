import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { afterEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../../src/core/errors.ts';
import { tarGz } from '../../../src/splunk/export/archive.ts';
import { savedSearchesConf } from '../../../src/splunk/export/conf.ts';
import { FIELD_NAMES, toNative } from '../../../src/splunk/native.ts';
import { type ConfStanza, parseConf } from '../../support/conf.ts';
import { createExportWorld, type ExportWorld, readTarGz, UNREACHABLE, unpack } from '../../support/exports.ts';
import { CORPUS, hasCorpus, ROOT, SAMPLES } from '../../support/world.ts';

/** Hunts for what destructive commands leave behind. */
const DESTRUCTIVE = join(ROOT, 'test/judges/briefings');

let world: ExportWorld | undefined;
let folders: string[] = [];
afterEach(() => {
  world?.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-spl-'));
  folders.push(folder);
  return folder;
}

async function exportApp(briefings: string, options: Parameters<typeof createExportWorld>[1] = {}) {
  world = createExportWorld(briefings, options);
  const exit = await world.run('splunk');
  const [[name, archive] = ['', Buffer.alloc(0)]] = [...world.files()];
  return { exit, name, archive, report: JSON.parse(world.printed.at(-1) ?? '') };
}

/** The saved searches of an unpacked app, and what a strict reader has against any of its conf files. */
function searchesOf(folder: string): { stanzas: readonly ConfStanza[]; errors: readonly unknown[] } {
  const errors = globSync('{default/*.conf,metadata/*.meta}', { cwd: folder, absolute: true }).flatMap((path) =>
    parseConf(readFileSync(path, 'utf8')).errors.map((error) => ({ path, ...error })),
  );
  const { stanzas } = parseConf(readFileSync(join(folder, 'default/savedsearches.conf'), 'utf8'));
  return { stanzas, errors };
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe('the exported app', () => {
  const inputs: [string, string, boolean][] = [
    ['the sample briefings', SAMPLES, true],
    ['the real corpus (skipped where ../shared is absent)', CORPUS, hasCorpus],
  ];
  for (const [title, briefings, present] of inputs) {
    test.skipIf(!present)(`${title}: reads back`, async () => {
      const { exit, name, archive, report } = await exportApp(briefings);
      expect(exit).toBe(EXIT.ok);
      expect(name).toMatch(/^huntsync-\d+\.\d+\.\d+\.spl$/);
      const { stanzas, errors } = searchesOf(unpack(archive, temporary()));
      expect(errors).toEqual([]);
      expect(stanzas.length).toBe(report.counts['saved searches']);
      expect(stanzas.length).toBeGreaterThan(10);
      expect(report.hunts).toBeGreaterThan(10);
      expect(stanzas.map(({ name: stanza }) => stanza)).not.toContain('default');
    });
  }

  test('is the same to the byte each time, with one top folder, no owner and no executable', async () => {
    const first = await exportApp(SAMPLES);
    const second = await exportApp(SAMPLES);
    expect(sha256(first.archive)).toBe(sha256(second.archive));
    // gzip's header: no time, no name, the strongest compression, on Unix (https://www.rfc-editor.org/rfc/rfc1952#section-2.3).
    expect([...first.archive.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3]);
    expect(first.archive.length).toBeLessThan(gunzipSync(first.archive).length / 4);
    const entries = readTarGz(first.archive);
    for (const { name, type, mode, uid, gid, mtime } of entries) {
      expect(name.startsWith('huntsync/')).toBe(true);
      expect({ uid, gid, mtime, mode }).toEqual({
        uid: 0,
        gid: 0,
        mtime: Date.parse('2000-01-01T00:00:00Z') / 1000,
        mode: type === 'folder' ? 0o755 : 0o644,
      });
    }
    const names = entries.filter(({ type }) => type === 'file').map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toContain('huntsync/default/savedsearches.conf');
    expect(names).toContain('huntsync/app.manifest');
  });

  test('bears the id of the configured app, and its schedule', async () => {
    const platforms = `
  - name: soc
    kind: splunk
    url: "\${SPLUNK_URL}"
    app: soc_hunts
    username: "\${USER_NAME}"
    password: "\${PASSWORD}"
    schedule: { enabled: true, severities: [CRIT, HIGH], cap: 3 }`;
    const { name, archive, report } = await exportApp(SAMPLES, { platforms });
    expect(name).toMatch(/^soc_hunts-/);
    expect(report.counts.scheduled).toBe(3);
    const folder = unpack(archive, temporary());
    expect(folder.endsWith('/soc_hunts')).toBe(true);
    const { stanzas, errors } = searchesOf(folder);
    expect(errors).toEqual([]);
    const text = readTarGz(archive).map(({ content }) => content.toString());
    expect(text.filter((one) => /\/app\/huntsync\/|"app": "huntsync"|^(id|name) = huntsync$/m.test(one))).toEqual([]);
    const scheduled = stanzas.filter(({ settings }) =>
      settings.some((setting) => setting.name === 'enableSched' && setting.value === '1'),
    );
    expect(scheduled.length).toBe(3);
  });

  test('carries the annotations of Enterprise Security where they are asked for', async () => {
    const platforms = '\n  - { name: soc, kind: splunk, enterpriseSecurity: true }';
    const { archive } = await exportApp(SAMPLES, { platforms });
    const folder = unpack(archive, temporary());
    const { stanzas, errors } = searchesOf(folder);
    expect(errors).toEqual([]);
    const annotations = stanzas.flatMap(({ settings }) =>
      settings.filter(({ name }) => name === 'action.correlationsearch.annotations'),
    );
    expect(annotations.length).toBeGreaterThan(10);
    for (const { value } of annotations) expect(JSON.parse(value)).toHaveProperty('mitre_attack');

    const stories = parseConf(readFileSync(join(folder, 'default/analyticstories.conf'), 'utf8'));
    expect(stories.errors).toEqual([]);
    const told = new Set(stories.stanzas.map(({ name }) => name));
    const named = annotations.flatMap(({ value }): string[] => JSON.parse(value).analytic_story);
    expect(named.filter((name) => !told.has(`analytic_story://${name}`))).toEqual([]);
    expect(stanzas.map(({ name }) => `savedsearch://${name}`).filter((name) => !told.has(name))).toEqual([]);
    for (const { name } of stanzas) expect(name.length).toBeLessThanOrEqual(81);
  });

  test('carries the filter macro that each search of our own use cases ends with, where they are asked for', async () => {
    const { archive } = await exportApp(SAMPLES, { environment: '{ splunk: { filterMacros: true } }' });
    const folder = unpack(archive, temporary());
    const { stanzas } = searchesOf(folder);
    const macros = parseConf(readFileSync(join(folder, 'default/macros.conf'), 'utf8'));
    expect(macros.errors).toEqual([]);
    const ends = stanzas.flatMap(({ settings }) => {
      const search = settings.find(({ name }) => name === 'search')?.value ?? '';
      return /\| `(huntsync_\w+_filter)`$/.exec(search)?.[1] ?? [];
    });
    expect(ends.length).toBeGreaterThan(10);
    expect(ends.filter((name) => !macros.stanzas.some((macro) => macro.name === name))).toEqual([]);
  });

  test.each([
    ['shares its searches with Enterprise Security, which lists only those that it sees', true, 'system'],
    ['keeps its searches to itself otherwise', false, 'none'],
  ])('%s', async (_, enterpriseSecurity, scope) => {
    const platforms = `\n  - { name: soc, kind: splunk, enterpriseSecurity: ${enterpriseSecurity} }`;
    const { archive } = await exportApp(SAMPLES, { platforms });
    const meta = parseConf(readFileSync(join(unpack(archive, temporary()), 'metadata/default.meta'), 'utf8'));
    const scopes = meta.stanzas.map(({ name, settings }) => [
      name,
      settings.find((one) => one.name === 'export')?.value,
    ]);
    const shared = scopes.filter(([, value]) => value === 'system').map(([name]) => name);
    expect(shared).toEqual(scope === 'system' ? ['savedsearches', 'props', 'analyticstories'] : ['props']);
  });

  test('names no destructive command, which Splunk Cloud refuses, and says which hunt it leaves to a sync for that', async () => {
    const { exit, archive, report } = await exportApp(DESTRUCTIVE);
    expect(exit).toBe(EXIT.ok);
    const { stanzas, errors } = searchesOf(unpack(archive, temporary()));
    expect(errors).toEqual([]);
    expect(stanzas.map(({ name }) => name.replace(/ \(.*/, ''))).toEqual([
      'Backup job that runs rm-rf on what it was to save',
      'Deletion in the log of a Linux host',
      'Scheduler that passes rm and its switches one by one',
    ]);
    const files = readTarGz(archive).map(({ content }) => content.toString());
    expect(files.filter((text) => /rm -rf|["']rm["']\s*,\s*["']-[rf]{2}["']/.test(text))).toEqual([]);
    expect(report.leftOut).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/^Exact case only/),
        reason: 'package',
        problems: [expect.objectContaining({ code: 'splunk-destructive-text' })],
      }),
    ]);
    expect(report.hunts).toBe(3);
  });

  test('leaves out what the policy takes out of use, and says so', async () => {
    const all = await exportApp(SAMPLES);
    const key = 'uc:UC_LSASS';
    const { report } = await exportApp(SAMPLES, { policy: `{ retire: ["${key}"] }` });
    expect(report.leftOut.filter(({ reason }: { reason: string }) => reason === 'policy')).toEqual([
      expect.objectContaining({ key }),
    ]);
    expect(report.hunts).toBe(all.report.hunts - 1);
  });

  test('is for one platform', async () => {
    const two = `${UNREACHABLE}\n  - { name: other, kind: splunk, app: other }`;
    world = createExportWorld(SAMPLES, { platforms: two });
    await expect(world.run('splunk')).rejects.toThrow('there are several: soc-splunk, other');
    expect(await world.run('splunk', { platform: ['other'] })).toBe(EXIT.ok);
    expect([...world.files().keys()]).toEqual([expect.stringMatching(/^other-.*\.spl$/)]);
    await expect(world.run('splunk', { platform: ['soc-sentinel'] })).rejects.toThrow('soc-sentinel is none');
    await expect(world.run('splunk', { platform: ['nobody'] })).rejects.toThrow('There is no platform nobody');
    await expect(world.run('splunk', { platform: ['soc-splnk'] })).rejects.toThrow('did you mean "soc-splunk"?');
    await expect(world.run('splnk')).rejects.toThrow('There is no export splnk (did you mean "splunk"?).');
  });
});

describe('savedsearches.conf', () => {
  /** What splunkd keeps of a value, and our audit lets through: trimmed, no carriage return, no line that ends in a backslash. */
  const value = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.string({
        unit: fc.constantFrom('\\', '\n', ' ', '\t', '=', '[', ']', '#', '|', '"', '`', '$', 'a', 'é', '—'),
        maxLength: 60,
      }),
    )
    .map((text) => text.replace(/\r/g, '').trim())
    .filter((text) => text !== '' && !/\\[ \t]*(\n|$)/.test(text));

  test('holds any value that the audit lets through, and its reader finds it as it was', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const searches = values.map((search, index) => ({
          name: `Search ${index} (0123456789ab)`,
          args: { search, description: values[0] ?? '', is_scheduled: '1', 'action.huntsync.phase': '' },
        }));
        const { stanzas, errors } = parseConf(savedSearchesConf(searches));
        expect(errors).toEqual([]);
        expect(stanzas.map(({ name, settings }) => [name, settings.map((s) => [s.name, s.value])])).toEqual(
          searches.map(({ name, args }) => [
            name,
            [
              ['search', args.search],
              ['description', args.description],
              ['enableSched', '1'],
            ],
          ]),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a value that ends in a backslash', 'x', 'a\\'],
    ['a line that ends in a backslash', 'x', 'a\\ \nb'],
    ['a value with blanks round it', 'x', ' a'],
    ['a carriage return', 'x', 'a\rb'],
    ['a bracket in a name', 'x] [default', 'a'],
    ['a backslash in a name', 'x\\', 'a'],
    ['a line break in a name', 'x\ny', 'a'],
    ['the default stanza', 'default', 'a'],
  ])('refuses %s rather than write something else', (_, name, search) => {
    expect(() => savedSearchesConf([{ name, args: { search } }])).toThrow();
  });

  test('spells every setting that a sync sends as savedsearches.conf does', () => {
    const fields = Object.fromEntries(FIELD_NAMES.map((name) => [name, '1']));
    const marker = {
      key: 'k',
      written: {},
      evidence: { articles: ['a'], newest: null, sources: ['s'] },
      retired: null,
    };
    const args = toNative('Name', { fields, marker });
    const { stanzas } = parseConf(savedSearchesConf([{ name: 'Name', args }]));
    const names = stanzas[0]?.settings.map(({ name }) => name) ?? [];
    expect(names).toContain('enableSched');
    // Those of the REST interface only; the settings under action., alert., dispatch. and the rest are spelt alike.
    const rest = ['is_scheduled', 'alert_type', 'alert_comparator', 'alert_threshold', 'actions', 'name', 'is_visible'];
    expect(names.filter((name) => rest.includes(name))).toEqual([]);
  });
});

describe('the archive', () => {
  test('gives back any files, of any size', async () => {
    const path = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.conf$/);
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.constantFrom(0, 511, 512, 513, 65_535, 65_536, 200_000).map((n) => new Uint8Array(n).fill(7)),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(path, content, { minKeys: 1, maxKeys: 6 }), async (given) => {
        const files = new Map(Object.entries(given).map(([name, bytes]) => [name, Buffer.from(bytes)]));
        const archive = await tarGz('app', files);
        const found = readTarGz(archive).filter(({ type }) => type === 'file');
        expect(found.map(({ name, content: bytes }) => [name, sha256(bytes)])).toEqual(
          [...files].map(([name, bytes]) => [`app/${name}`, sha256(bytes)]).sort(),
        );
        const shuffled = new Map([...files].reverse());
        expect(sha256(await tarGz('app', shuffled))).toBe(sha256(archive));
      }),
      { numRuns: 60 },
    );
  });
});
