import type { DataModel, Dataset } from '../cim.ts';

/** What hunts call a field, to what CIM calls it: `Dataset.field`, where the same dataset has the counterpart. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  user_agent: 'http_user_agent',
  dest_host: 'dest',
  dest_url: 'dest',
  src_host: 'src',
  process_command_line: 'process',
  command_line: 'process',
  process_cmdline: 'process',
  process_sha1: 'process_hash',
  process_sha256: 'process_hash',
  process_md5: 'process_hash',
  file_sha256: 'file_hash',
  file_md5: 'file_hash',
  url_path: 'uri_path',
  dns_query: 'query',
  method: 'http_method',
  referrer: 'http_referrer',
};

/** What the dataset itself calls a field that it has not under this name; null where it has nothing of the kind. */
export function counterpartOf(model: DataModel, dataset: Dataset | null, written: string): string | null {
  const dot = written.lastIndexOf('.');
  const owner = model.byLineage.get(written.slice(0, Math.max(0, dot))) ?? dataset;
  const counterpart = COUNTERPARTS[written.slice(dot + 1)];
  return owner && counterpart && owner.fields.has(counterpart) ? `${owner.lineage.join('.')}.${counterpart}` : null;
}

/** `; CIM calls it X`, where there is a field that the writer most likely meant; else nothing. */
export function fieldHint(model: DataModel, dataset: Dataset | null, written: string): string {
  const field = written.slice(written.lastIndexOf('.') + 1);
  const counterpart = COUNTERPARTS[field];
  const prefix = written.slice(0, -field.length);
  const near = dataset
    ? [dataset]
    : [...model.datasets.values()].filter(({ name }) => prefix === '' || prefix.includes(name));
  const own = [...near, ...model.datasets.values()];
  for (const wanted of [field, counterpart]) {
    const found = wanted === undefined ? undefined : own.find(({ fields }) => fields.has(wanted));
    if (found) return `; CIM has ${found.lineage.join('.')}.${wanted}`;
  }
  if (field === 'url' || field === 'user_agent')
    return `; CIM has Web.${COUNTERPARTS[field] ?? field} in another data model`;
  return '';
}
