import { cim, type DataModel, type Dataset } from '../../cim.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run } from '../run.ts';
import type { Cell, EventFields } from '../value.ts';
import { fillComputed } from './defaults.ts';
import { memberTest, rootExclusion } from './members.ts';
import { sourceRows } from './rows.ts';

/** What a search reads of a data model. */
export interface ModelSource {
  /** Events of the dataset, with fields without a dataset's name; shared, not to be changed. */
  rows(run: Run): readonly EventFields[];
  /** Reads a field as the search writes it over the data model: `Processes.user`, `_time`. */
  field(name: string): (fields: EventFields) => Cell;
  /** Whether an event is in the dataset that `nodename=` names. */
  node(name: string): (fields: EventFields) => boolean;
  /** What stands before the names of fields that the dataset has. */
  readonly prefix: string;
}

/** `Model`, `Model.Dataset` or `Model.Parent.Dataset`; `extra` are data models that only the configuration knows. */
export function modelSource(written: string, extra: Readonly<Record<string, readonly string[]>>): ModelSource {
  const [modelName = '', ...path] = written.split('.');
  const model = cim().models.get(modelName);
  if (!model) return foreignSource(modelName, path, extra);
  const name = path.at(-1);
  if (name === undefined) return wholeModel(model);
  const dataset = model.datasets.get(name);
  if (!dataset)
    throw new Refused(`Error in 'DataModelCache': Invalid or unaccelerable root object for datamodel ${written}`);
  return oneDataset(model, dataset);
}

function foreignSource(
  model: string,
  path: readonly string[],
  extra: Readonly<Record<string, readonly string[]>>,
): ModelSource {
  const known = Object.hasOwn(extra, model) || cim().otherModels.has(model);
  const dataset = path.at(-1);
  if (!known || dataset === undefined) throw new NotEvaluated(`data model ${model}`);
  return {
    rows: (run) => sourceRows(run, `${model}.${dataset}`),
    field: (name) => {
      const plain = name.startsWith(`${dataset}.`) ? name.slice(dataset.length + 1) : name;
      return (fields) => fields[plain];
    },
    node: () => {
      throw new NotEvaluated(`nodename in the data model ${model}`);
    },
    prefix: dataset,
  };
}

/** Events that a dataset has: its own rows, those of its descendants, and those of its ancestors that fit. */
function datasetRows(model: DataModel, dataset: Dataset, run: Run): readonly EventFields[] {
  const own = tableRows(model, dataset, run);
  const below = [...model.datasets.values()].filter(
    ({ lineage, name }) => name !== dataset.name && lineage.includes(dataset.name),
  );
  const rows = below.flatMap((child) => tableRows(model, child, run));
  const above = dataset.lineage.slice(0, -1).flatMap((ancestor, depth) => {
    const given = tableRows(model, model.datasets.get(ancestor) as Dataset, run);
    if (given.length === 0) return [];
    const tests = dataset.lineage.slice(depth + 1).map((name) => childTest(model, name));
    return given.filter((fields) => tests.every((test) => test(fields)));
  });
  const all = rows.length === 0 && above.length === 0 ? own : [...own, ...rows, ...above];
  const outside = rootExclusion(model.name);
  return outside ? all.filter((fields) => !outside(fields)) : all;
}

function tableRows(model: DataModel, { name, lineage }: Dataset, run: Run): readonly EventFields[] {
  const datasets = lineage.map((ancestor) => `${model.name}.${ancestor}`);
  return sourceRows(run, `${model.name}.${name}`, (fields) => fillComputed(fields, datasets));
}

function childTest(model: DataModel, name: string): (fields: EventFields) => boolean {
  const test = memberTest(`${model.name}.${name}`);
  if (!test) throw new NotEvaluated(`which events are in the dataset ${model.name}.${name}`);
  return test;
}

function oneDataset(model: DataModel, dataset: Dataset): ModelSource {
  return {
    rows: (run) => datasetRows(model, dataset, run),
    field: (name) => {
      if (cim().freeFields.has(name)) return (fields) => fields[name];
      const plain = plainName(model, name);
      // A name without the dataset's is no field of the data model.
      return plain === null ? () => null : (fields) => fields[plain];
    },
    node: (name) => nodeTest(model, name),
    prefix: dataset.lineage.join('.'),
  };
}

/** `All_Traffic.src` as `src`; null where no dataset's name stands in front. Names of fields may hold dots of their own. */
function plainName(model: DataModel, written: string): string | null {
  const dot = written.lastIndexOf('.');
  const exact = dot < 0 ? undefined : written.slice(0, dot);
  const owners = [...model.byLineage.keys()].filter((lineage) => written.startsWith(`${lineage}.`));
  const owner =
    exact !== undefined && model.byLineage.has(exact) ? exact : owners.sort((a, b) => b.length - a.length)[0];
  if (owner === undefined) return null;
  const plain = written.slice(owner.length + 1);
  if (/^is_(?:not_)?[A-Z]/.test(plain)) throw new NotEvaluated(`the flag ${written}`);
  return plain;
}

function nodeTest(model: DataModel, name: string): (fields: EventFields) => boolean {
  const dataset = model.byLineage.get(name) ?? model.datasets.get(name.split('.').at(-1) ?? '');
  if (!dataset) throw new Refused(`The data model ${model.name} has no dataset ${name}.`);
  const tests = dataset.lineage.slice(1).map((child) => childTest(model, child));
  return (fields) => tests.every((test) => test(fields));
}

/** A search over a whole data model reads every root dataset; a field belongs to the events of its own root only. */
function wholeModel(model: DataModel): ModelSource {
  const roots = model.roots.map((root) => ({ root, source: oneDataset(model, root) }));
  const [only] = roots;
  if (roots.length === 1 && only) return only.source;
  const owner = new WeakMap<EventFields, string>();
  return {
    rows: (run) =>
      roots.flatMap(({ root, source }) => {
        const rows = source.rows(run);
        for (const fields of rows) owner.set(fields, root.name);
        return rows;
      }),
    field: (name) => {
      if (cim().freeFields.has(name)) return (fields) => fields[name];
      const root = name.split('.')[0] ?? '';
      const source = roots.find(({ root: { name: own } }) => own === root)?.source;
      if (!source) return () => null;
      const read = source.field(name);
      return (fields) => (owner.get(fields) === root ? read(fields) : null);
    },
    node: (name) => {
      const root = name.split('.')[0] ?? '';
      const test = nodeTest(model, name);
      return (fields) => owner.get(fields) === root && test(fields);
    },
    prefix: '',
  };
}
