import { readFileSync } from 'node:fs';

/** The shape of config/reference/cim/cim.json. */
interface CimFile {
  readonly freeFields: readonly string[];
  /** App to the data models that it brings beyond CIM. */
  readonly otherModels: Readonly<Record<string, readonly string[]>>;
  /** `Model.Dataset` to fields. */
  readonly 'addedSince4.20': Readonly<Record<string, readonly string[]>>;
  readonly models: Readonly<Record<string, CimModelFile>>;
}

interface CimModelFile {
  readonly deprecated?: string;
  readonly datasets: Readonly<Record<string, { readonly parent?: string; readonly fields: readonly string[] }>>;
}

export interface Dataset {
  readonly name: string;
  /** Names from the root dataset down to this one: what tstats writes before a field that this dataset defines. */
  readonly lineage: readonly string[];
  /** Fields that the dataset itself defines. */
  readonly fields: ReadonlySet<string>;
  /** Those of them that CIM 4.20 had not. */
  readonly newer: ReadonlySet<string>;
}

export interface DataModel {
  readonly name: string;
  readonly deprecated: string | undefined;
  readonly datasets: ReadonlyMap<string, Dataset>;
  /** By lineage, joined with dots: `All_Traffic.Traffic_By_Action`. */
  readonly byLineage: ReadonlyMap<string, Dataset>;
  /** Datasets without a parent. */
  readonly roots: readonly Dataset[];
}

/** The Common Information Model, versions 4.20 to 8.5. */
export interface Cim {
  readonly models: ReadonlyMap<string, DataModel>;
  /** Fields that need no prefix: the ones that every event has, and index-time fields. */
  readonly freeFields: ReadonlySet<string>;
  /** Data models of other apps, to the app's name. */
  readonly otherModels: ReadonlyMap<string, string>;
}

let loaded: Cim | undefined;

export function cim(): Cim {
  if (!loaded) {
    // The same path from src/spl and from dist/spl.
    const url = new URL('../../config/reference/cim/cim.json', import.meta.url);
    const file = JSON.parse(readFileSync(url, 'utf8')) as CimFile;
    loaded = {
      models: new Map(Object.entries(file.models).map(([name, model]) => [name, readModel(name, model, file)])),
      freeFields: new Set(file.freeFields),
      otherModels: new Map(
        Object.entries(file.otherModels).flatMap(([app, models]) => models.map((model) => [model, app] as const)),
      ),
    };
  }
  return loaded;
}

function readModel(name: string, model: CimModelFile, file: CimFile): DataModel {
  const datasets = new Map<string, Dataset>();
  for (const [dataset, { fields }] of Object.entries(model.datasets)) {
    const newer = new Set(file['addedSince4.20'][`${name}.${dataset}`]);
    datasets.set(dataset, { name: dataset, lineage: lineageOf(model, dataset), fields: new Set(fields), newer });
  }
  const all = [...datasets.values()];
  return {
    name,
    deprecated: model.deprecated,
    datasets,
    byLineage: new Map(all.map((dataset) => [dataset.lineage.join('.'), dataset])),
    roots: all.filter((dataset) => dataset.lineage.length === 1),
  };
}

function lineageOf(model: CimModelFile, dataset: string): string[] {
  const lineage = [dataset];
  for (let parent = model.datasets[dataset]?.parent; parent; parent = model.datasets[parent]?.parent) {
    lineage.unshift(parent);
  }
  return lineage;
}

export type FieldVerdict =
  | { readonly kind: 'fine'; readonly newer: boolean }
  | { readonly kind: 'unknown'; readonly dataset: Dataset }
  | { readonly kind: 'prefix' };

/**
 * What CIM says about a field as tstats writes it. `dataset` is the one that the search reads, null where it reads the whole model.
 * `is_X` and `is_not_X` are the flags that a dataset has for each child (Splunk's data model flags).
 */
export function resolveField(model: DataModel, dataset: Dataset | null, written: string): FieldVerdict {
  if (cim().freeFields.has(written)) return { kind: 'fine', newer: false };
  const dot = written.lastIndexOf('.');
  const owner = dot < 0 ? undefined : model.byLineage.get(written.slice(0, dot));
  if (!owner || (dataset && !related(owner, dataset))) return { kind: 'prefix' };
  const field = written.slice(dot + 1);
  if (owner.fields.has(field)) return { kind: 'fine', newer: owner.newer.has(field) };
  const child = /^is_(?:not_)?(.+)$/.exec(field)?.[1];
  const flags = child !== undefined && model.datasets.get(child)?.lineage.at(-2) === owner.name;
  return flags ? { kind: 'fine', newer: false } : { kind: 'unknown', dataset: owner };
}

/** One of the two is an ancestor of the other, or they are the same. */
function related(a: Dataset, b: Dataset): boolean {
  return a.lineage.every((name, at) => b.lineage[at] === undefined || b.lineage[at] === name);
}
