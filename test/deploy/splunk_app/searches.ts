import { readFileSync } from 'node:fs';
import { checkSpl } from '../../../src/spl/check.ts';
import { RECORD_NAMES } from '../../../src/splunk/records/names.ts';
import { RECORD_TYPES, RECORDS } from '../../../src/sync/records/schema.ts';
import { confFile } from '../../support/conf.ts';
import { csvRows } from '../../support/csv.ts';
import { withSamples } from '../../support/studio-problems.ts';

/** Each lookup of transforms.conf with its fields: of the definition of the records, or of the file's header. */
export function appLookups(): ReadonlyMap<string, ReadonlySet<string>> {
  const transforms = confFile('splunk_app/default/transforms.conf');
  const records = new Map(RECORD_TYPES.map((type) => [RECORD_NAMES[type].collection, RECORDS[type].fields]));
  return new Map(
    Object.entries(transforms).map(([name, { filename, collection = '' }]) => [
      name,
      new Set(filename === undefined ? (records.get(collection) ?? []).map((field) => field.name) : header(filename)),
    ]),
  );
}

function header(filename: string): readonly string[] {
  const url = new URL(`../../../splunk_app/lookups/${filename}`, import.meta.url);
  return csvRows(readFileSync(url, 'utf8'))[0] ?? [];
}

/** What the checks that hunts must pass say of a dashboard's search, its tokens filled in. */
export function splProblems(query: string): string[] {
  const environment = { macros: [], commands: [], lookups: [], dataModels: {} };
  const { verdict, problems } = checkSpl(withSamples(query), { environment });
  return [...(verdict === 'ready' ? [] : [verdict]), ...problems.map(({ code, message }) => `${code}: ${message}`)];
}
