// Writes cim.json beside this file: the names of the Common Information Model's data models, datasets and fields.
//
// Source: the data models of Splunk's Common Information Model add-on, https://splunkbase.splunk.com/app/1621: one JSON
// file a model in Splunk_SA_CIM/default/data/models. The fields are also listed at
// https://help.splunk.com/en/data-management/common-information-model. What is committed covers versions 4.20.0 to 8.5.0
// and is in part from splunk/pytest-splunk-addon: see NOTICE beside this file.
//
//   node config/reference/cim/generate.mjs models NEW OLD     from two folders of model files, of a newer and an older add-on
//   node config/reference/cim/generate.mjs facts FACTS.json   from facts already taken out; the committed cim.json is such
//                                                             a file itself
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { file, line, object, runAsScript, sorted } from '../lines.mjs';

/** Fields that every event has: a root dataset lists some of them, tstats takes them without a dataset before them. */
const BASE_FIELDS = ['_time', 'host', 'source', 'sourcetype'];
const INDEX_TIME_FIELDS = ['_indextime', 'index', 'linecount', 'punct', 'splunk_server'];

const namesOf = (fields) => (Array.isArray(fields) ? [...fields] : Object.keys(fields)).sort();

/** A model file's datasets: name -> parent (none for a root), fields. Calculated fields count as fields. */
function datasetsOf({ objects }) {
  const names = new Set(objects.map(({ objectName }) => objectName));
  return Object.fromEntries(
    objects.map(({ objectName, parentName, fields = [], calculations = [] }) => {
      const all = [...fields, ...calculations.flatMap(({ outputFields = [] }) => outputFields)].map(
        ({ fieldName }) => fieldName,
      );
      const own = [...new Set(all)].filter((name) => !BASE_FIELDS.includes(name)).sort();
      return [objectName, { ...(names.has(parentName) ? { parent: parentName } : {}), fields: own }];
    }),
  );
}

/** The facts of two versions' model files (parsed), as generateCim takes them. */
export function factsOfModels(newer, older, { version, coversFrom }) {
  const models = Object.fromEntries(newer.map((model) => [model.modelName, { datasets: datasetsOf(model) }]));
  const added = {};
  for (const model of older) {
    for (const [dataset, { fields: before }] of Object.entries(datasetsOf(model))) {
      const now = models[model.modelName]?.datasets[dataset]?.fields ?? [];
      const fresh = now.filter((name) => !before.includes(name));
      if (fresh.length > 0) added[`${model.modelName}.${dataset}`] = fresh;
    }
  }
  return {
    source: 'Splunk Common Information Model: names in the data models of the add-on',
    version,
    coversFrom,
    freeFields: [...BASE_FIELDS, ...INDEX_TIME_FIELDS],
    otherModels: {},
    'addedSince4.20': added,
    models,
  };
}

/**
 * The text of cim.json. Facts: source, version, coversFrom, freeFields (or baseFields and indexTimeFields), otherModels (app ->
 * model names), addedSince4.20 ("Model.Dataset" -> fields that `coversFrom` had not) and models (name -> deprecated?,
 * datasets: name -> parent, fields; fields by name or as a list). Types are left out: tstats does not enforce them.
 */
export function generateCim(facts) {
  const models = sorted(facts.models ?? facts.datamodels).map(([name, model]) => {
    const rows = Object.entries(model.datasets).map(([dataset, { parent, fields }]) => {
      const row = { ...(parent ? { parent } : {}), fields: namesOf(fields) };
      return `   ${line(dataset)}: ${line(row)}`;
    });
    const deprecated = model.deprecated ? `"deprecated": ${line(model.deprecated)}, ` : '';
    return `  ${line(name)}: {${deprecated}"datasets": {\n${rows.join(',\n')}\n  }}`;
  });
  const free = facts.freeFields ?? [...Object.keys(facts.baseFields), ...facts.indexTimeFields];
  return file([
    ['source', line(facts.source)],
    ['licence', line('Apache-2.0 for the part taken from splunk/pytest-splunk-addon, see NOTICE beside this file')],
    ['version', line(facts.version)],
    ['coversFrom', line(facts.coversFrom)],
    ['freeFields', line([...free].sort())],
    ['otherModels', line(facts.otherModels)],
    ['addedSince4.20', object(sorted(facts['addedSince4.20']))],
    ['models', `{\n${models.join(',\n')}\n }`],
  ]);
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const readModels = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJson(join(folder, name)));
/** The add-on's version, from its app.conf two folders up. */
const versionOf = (folder) =>
  /^version\s*=\s*(\S+)/m.exec(readFileSync(join(folder, '..', '..', 'app.conf'), 'utf8'))?.[1];

runAsScript(
  import.meta.url,
  'node config/reference/cim/generate.mjs models NEW OLD | facts FACTS.json',
  (what, path, older) => {
    if (what === 'facts') return { 'cim.json': generateCim(readJson(path)) };
    if (what !== 'models') throw new Error(`models or facts, not ${what}`);
    const versions = { version: versionOf(path), coversFrom: versionOf(older) };
    return { 'cim.json': generateCim(factsOfModels(readModels(path), readModels(older), versions)) };
  },
);
