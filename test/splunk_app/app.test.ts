import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attackTechnique, attackTechniques, currentTechniqueId, tacticsOf } from '../../src/knowledge/attack.ts';
import { FIELD_NAMES, toNative } from '../../src/platforms/splunk/native.ts';
import { csvRows } from '../support/appinspect/lookups.ts';
import { confFile } from '../support/conf.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('has the id that huntsync writes to, and the version of the package everywhere', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const conf = confFile('splunk_app/default/app.conf');
  const manifest = JSON.parse(read('splunk_app/app.manifest')) as { info: { id: unknown } };
  expect([conf['package']?.['id'], conf['id']?.['name']]).toEqual(['huntsync', 'huntsync']);
  expect([conf['launcher']?.['version'], conf['id']?.['version']]).toEqual([version, version]);
  expect(manifest.info.id).toEqual({ group: null, name: 'huntsync', version });
});

test('keeps its macros to itself, and lets only administrators write', () => {
  const meta = confFile('splunk_app/metadata/default.meta');
  expect(meta['macros']?.['export']).toBe('none');
  for (const kind of ['', 'views', 'nav', 'macros', 'savedsearches', 'collections', 'transforms', 'lookups']) {
    expect(meta[kind]).toEqual({ access: 'read : [ * ], write : [ admin, sc_admin ]', export: 'none' });
  }
});

test('documents every setting of its own that huntsync writes on a saved search, and no other', () => {
  const fields = Object.fromEntries(FIELD_NAMES.map((name) => [name, '']));
  const marker = { key: 'k', written: {}, evidence: { articles: [], newest: '', sources: [] }, retired: null };
  const written = Object.keys(toNative('name', { fields, marker })).filter((name) => name.startsWith('action.'));
  const spec = read('splunk_app/README/savedsearches.conf.spec');
  const documented = [...spec.matchAll(/^(action\.\S+) = .+\n\* .+/gm)].map(([, name]) => name);
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
  const missing = [...tactics].filter((tactic) => !overview.includes(`seriesByName(\\"${tactic}\\")`));
  expect(missing.sort()).toEqual(elsewhere.sort());
});
