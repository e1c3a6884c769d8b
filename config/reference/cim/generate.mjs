// Writes cim.json beside this file: node config/reference/cim/generate.mjs INPUT
// INPUT: JSON with `source`, `version`, `coversFrom`, `baseFields` and `indexTimeFields`, `otherModels` (app -> model names),
// `addedSince4.20` ("Model.Dataset" -> field names) and `datamodels` (name -> deprecated?, datasets: name -> parent, fields: name -> type).
// Kept: names and parents, which is what a check needs. Left out: types, which tstats does not enforce.
import { readFileSync, writeFileSync } from 'node:fs';

const [input] = process.argv.slice(2);
if (!input) throw new Error('usage: node generate.mjs INPUT');
const cim = JSON.parse(readFileSync(input, 'utf8'));

const line = (value) => JSON.stringify(value);
const sorted = (object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));

const models = sorted(cim.datamodels).map(([name, model]) => {
  const rows = Object.entries(model.datasets).map(([dataset, { parent, fields }]) => {
    const row = { ...(parent ? { parent } : {}), fields: Object.keys(fields).sort() };
    return `   ${line(dataset)}: ${line(row)}`;
  });
  const deprecated = model.deprecated ? `"deprecated": ${line(model.deprecated)}, ` : '';
  return `  ${line(name)}: {${deprecated}"datasets": {\n${rows.join(',\n')}\n  }}`;
});
const newer = sorted(cim['addedSince4.20']).map(([dataset, fields]) => `  ${line(dataset)}: ${line(fields)}`);

const parts = [
  ` "source": ${line(cim.source)}`,
  ` "licence": ${line('Apache-2.0 for the part taken from splunk/pytest-splunk-addon, see NOTICE beside this file')}`,
  ` "version": ${line(cim.version)}`,
  ` "coversFrom": ${line(cim.coversFrom)}`,
  ` "freeFields": ${line([...Object.keys(cim.baseFields), ...cim.indexTimeFields].sort())}`,
  ` "otherModels": ${line(cim.otherModels)}`,
  ` "addedSince4.20": {\n${newer.join(',\n')}\n }`,
  ` "models": {\n${models.join(',\n')}\n }`,
];
writeFileSync(new URL('cim.json', import.meta.url), `{\n${parts.join(',\n')}\n}\n`);
