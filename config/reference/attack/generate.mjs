// Writes attack.json beside this file: node config/reference/attack/generate.mjs INPUT
// INPUT: JSON with `source`, `version`, `terms`, `sentinelTactics` (names in the order of Sentinel's enum),
// `tactics` (short name -> name, sentinel, in matrix order) and
// `techniques` (id -> name, tactics, status, replacedBy, matrix), taken from MITRE's STIX bundles of the three matrices.
// The matrix is written where it is not enterprise.
import { readFileSync, writeFileSync } from 'node:fs';

const [input] = process.argv.slice(2);
if (!input) throw new Error('usage: node generate.mjs INPUT');
const { source, version, terms, sentinelTactics, tactics, techniques } = JSON.parse(readFileSync(input, 'utf8'));

const line = (value) => JSON.stringify(value);
const object = (entries) => `{\n${entries.map(([key, value]) => `  ${line(key)}: ${line(value)}`).join(',\n')}\n }`;
const array = (values) => `[\n${values.map((value) => `  ${line(value)}`).join(',\n')}\n ]`;

const tacticRows = Object.entries(tactics).map(([id, t]) => ({ id, name: t.name, sentinel: t.sentinel ?? null }));
const techniqueRows = Object.entries(techniques)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([id, t]) => [
    id,
    {
      name: t.name,
      tactics: t.tactics,
      status: t.status,
      ...(t.replacedBy ? { replacedBy: t.replacedBy } : {}),
      ...(t.matrix && t.matrix !== 'enterprise' ? { matrix: t.matrix } : {}),
    },
  ]);

const parts = [
  ` "source": ${line(source)}`,
  ` "version": ${line(version)}`,
  ` "terms": ${line(terms)}`,
  ` "sentinelTactics": ${line(sentinelTactics)}`,
  ` "tactics": ${array(tacticRows)}`,
  ` "techniques": ${object(techniqueRows)}`,
];
writeFileSync(new URL('attack.json', import.meta.url), `{\n${parts.join(',\n')}\n}\n`);
