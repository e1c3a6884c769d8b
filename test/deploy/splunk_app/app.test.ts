import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { attackTechnique, attackTechniques, currentTechniqueId, tacticsOf } from '../../../src/knowledge/attack.ts';
import { FIELD_NAMES, toNative } from '../../../src/splunk/native.ts';
import { RECORD_NAMES } from '../../../src/splunk/records/names.ts';
import { RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { confFile } from '../../support/conf.ts';
import { csvRows } from '../../support/csv.ts';
import { splProblems } from './searches.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('has the id that huntsync writes to, and the version of the package everywhere', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const conf = confFile('splunk_app/default/app.conf');
  const manifest = JSON.parse(read('splunk_app/app.manifest')) as { info: { id: unknown } };
  expect([conf['package']?.['id'], conf['id']?.['name']]).toEqual(['huntsync', 'huntsync']);
  expect([conf['launcher']?.['version'], conf['id']?.['version']]).toEqual([version, version]);
  expect(manifest.info.id).toEqual({ group: null, name: 'huntsync', version });
});

test('has nothing but configuration, pages, lookups and texts: no code, and nothing that a site or an editor left behind', () => {
  const places = [
    /^(app\.manifest|LICENSE\.txt|README\.md)$/,
    /^README\/[\w.-]+\.(txt|spec)$/,
    /^default\/\w+\.conf$/,
    /^default\/data\/ui\/(nav|views)\/\w+\.xml$/,
    /^lookups\/\w+\.csv$/,
    /^metadata\/default\.meta$/,
    /^static\/app(Icon|IconAlt|Logo)(_2x)?\.png$/,
  ];
  const files = globSync('**/*', { cwd: fileURLToPath(new URL('../../../splunk_app', import.meta.url)), dot: true });
  expect(files.length).toBeGreaterThan(15);
  expect(files.filter((file) => !places.some((place) => place.test(file)))).toEqual([]);
});

test('every conf and meta file is clean', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  for (const path of globSync('splunk_app/**/*.{conf,meta}', { cwd: root })) expect(() => confFile(path)).not.toThrow();
});

test('keeps all but source types to itself, and what huntsync never writes to the administrators', () => {
  const access = 'read : [ * ], write : [ admin, sc_admin ]';
  expect(confFile('splunk_app/metadata/default.meta')).toEqual({
    '': { access, export: 'none' },
    views: { access, export: 'none' },
    nav: { access, export: 'none' },
    macros: { access, export: 'none' },
    transforms: { access, export: 'none' },
    lookups: { access, export: 'none' },
    props: { access, export: 'system' },
    savedsearches: { export: 'none' },
    collections: { export: 'none' },
  });
});

test('has its icons and logos in every size that Splunk asks for, for screens of either density', () => {
  const sizes = ['appIcon', 'appIconAlt', 'appLogo'].flatMap((name) =>
    ['', '_2x'].map((density) => {
      const bytes = readFileSync(new URL(`../../../splunk_app/static/${name}${density}.png`, import.meta.url));
      return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    }),
  );
  const [icon, logo] = [
    [36, 36, 72, 72],
    [160, 40, 320, 80],
  ];
  expect(sizes.flat()).toEqual([icon, icon, logo].flat());
});

test('knows the source type of each record, and cuts none', () => {
  const props = confFile('splunk_app/default/props.conf');
  expect(Object.keys(props)).toEqual(RECORD_TYPES.map((type) => RECORD_NAMES[type].sourcetype));
  for (const stanza of Object.values(props)) expect(stanza).toMatchObject({ KV_MODE: 'json', TRUNCATE: '0' });
});

test('tells what each field of each lookup holds, as the definition of the records does', () => {
  const readme = read('splunk_app/README.md');
  const tables = RECORD_TYPES.map((type) => {
    const { collection, description, key, fields } = { ...RECORDS[type], ...RECORD_NAMES[type] };
    const rows = fields.map((field) => `| \`${field.name}\` | ${field.type} | ${field.description} |`);
    const head = ['| field | type | |', '|---|---|---|'];
    return [`### ${collection}`, '', `${description} The key is \`${key}\`.`, '', ...head, ...rows, ''].join('\n');
  });
  expect(tables.filter((table) => !readme.includes(table))).toEqual([]);
});

test('every search in its README would pass', () => {
  const blocks = [...read('splunk_app/README.md').matchAll(/(?:^ {4}[|…].*\n)+/gm)].map(([block]) =>
    block.replace(/^ {4}/gm, ''),
  );
  expect(blocks.length).toBeGreaterThan(4);
  for (const block of blocks) expect([block, splProblems(block.replace(/^…/, 'index=main'))]).toEqual([block, []]);
});

test('documents every setting of its own that huntsync writes on a saved search, and no other', () => {
  const fields = Object.fromEntries(FIELD_NAMES.map((name) => [name, '']));
  const marker = { key: 'k', written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
  const written = Object.keys(toNative('name', { fields, marker })).filter((name) =>
    /^action\.huntsync(\.|$)/.test(name),
  );
  const spec = read('splunk_app/README/savedsearches.conf.spec');
  const documented = [...spec.matchAll(/^(action\.huntsync\S*) = .+\n\* .+/gm)].map(([, name]) => name);
  expect(documented.sort()).toEqual(written.sort());
});

test('knows the names and tactics of every technique, those of the successor where one was revoked', () => {
  const [header, ...rows] = csvRows(read('splunk_app/lookups/huntsync_techniques.csv'));
  expect(header).toEqual(['technique', 'technique_name', 'replaced_by', 'technique_tactics']);
  const wanted = attackTechniques().map(({ id, name }) => {
    const current = currentTechniqueId(id);
    const now = attackTechnique(current)?.name ?? name;
    return [id, now, current === id ? '' : current, tacticsOf([id]).join(' ')];
  });
  expect(rows).toEqual(wanted.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
  expect(read('splunk_app/README/attack-LICENSE.txt')).toBe(read('config/reference/attack/attack-LICENSE.txt'));
});

test('brings no search of its own: huntsync writes them, and none runs by itself', () => {
  expect(() => read('splunk_app/default/savedsearches.conf')).toThrow(/ENOENT/);
});

test('the matrix of the overview has every tactic, but for those of the mobile and ICS matrices alone', () => {
  const overview = read('splunk_app/default/data/ui/views/huntsync_overview.xml');
  const elsewhere = ['defense-evasion', 'evasion', 'inhibit-response-function', 'impair-process-control'];
  const tactics = new Set(
    attackTechniques()
      .filter(({ status }) => status === 'current')
      .flatMap((technique) => technique.tactics),
  );
  const missing = [...tactics].filter((tactic) => !overview.includes(`tactic=\\"${tactic}\\"`));
  expect(missing.sort()).toEqual(elsewhere.sort());
});
