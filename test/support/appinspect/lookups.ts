import { utf8 } from './confs.ts';
import { type App, type Finding, settingsOf } from './finding.ts';

const TRANSFORMS = 'default/transforms.conf';
const COLLECTIONS = 'default/collections.conf';
/** Types of `field.<name>`: REST reference, KV store endpoints; bool is how collections.conf.spec has boolean. */
const TYPES = /^(string|number|bool|boolean|time|array|cidr)$/;
/** Splunk's limits.conf, [kvstore] max_accelerations_per_collection. */
const MOST_ACCELERATIONS = 10;

export function checkLookups(app: App): Finding[] {
  return [...checkCsv(app), ...checkCollections(app), ...checkTransforms(app)];
}

function checkCsv(app: App): Finding[] {
  return app.files
    .filter(({ path, kind }) => kind === 'file' && path.startsWith('lookups/'))
    .flatMap(({ path }): Finding[] => {
      const found = (message: string): Finding[] => [{ check: 'lookup-file', path, message }];
      if (!path.endsWith('.csv')) return found('is no CSV file');
      const text = utf8(app.read(path));
      if (text === null || text.startsWith('\uFEFF')) return found('is not UTF-8 without a byte order mark');
      const rows = csvRows(text);
      const [header] = rows;
      if (!header || rows.length < 2) return found('has no rows');
      if (header.some((name) => name === '') || new Set(header).size < header.length) return found('has a poor header');
      const odd = rows.findIndex((row) => row.length !== header.length);
      return odd === -1 ? [] : found(`row ${odd + 1} has ${rows[odd]?.length} columns instead of ${header.length}`);
    });
}

/** RFC 4180. */
export function csvRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (end === '' && (plain ?? '') === '' && quoted === undefined && rows.at(-1)?.length === 0) break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

function checkCollections(app: App): Finding[] {
  return (app.confs.get(COLLECTIONS) ?? []).flatMap(({ name, settings }): Finding[] => {
    const found = (message: string): Finding => ({
      check: 'collection',
      path: COLLECTIONS,
      message: `[${name}] ${message}`,
    });
    const accelerated = settings.filter((setting) => setting.name.startsWith('accelerated_fields.'));
    const fields = settings.filter((setting) => setting.name.startsWith('field.'));
    return [
      ...fields.filter(({ value }) => !TYPES.test(value)).map((field) => found(`${field.name} is ${field.value}`)),
      ...(accelerated.length > MOST_ACCELERATIONS ? [found('has too many accelerations')] : []),
      ...accelerated.flatMap(({ name: key, value }) => (isObject(value) ? [] : [found(`${key} is no JSON object`)])),
    ];
  });
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function checkTransforms(app: App): Finding[] {
  return (app.confs.get(TRANSFORMS) ?? []).flatMap(({ name }): Finding[] => {
    const found = (message: string): Finding[] => [
      { check: 'lookup', path: TRANSFORMS, message: `[${name}] ${message}` },
    ];
    const { external_type: type, collection = '', filename, fields_list: list } = settingsOf(app, TRANSFORMS, name);
    if (filename !== undefined) {
      return app.files.some(({ path }) => path === `lookups/${filename}`)
        ? []
        : found(`lookups/${filename} is missing`);
    }
    if (type !== 'kvstore') return found('is neither a file nor a collection');
    const known = Object.keys(settingsOf(app, COLLECTIONS, collection));
    if (known.length === 0) return found(`collection ${collection} is missing`);
    const unknown = (list ?? '')
      .split(/\s*,\s*/)
      .filter((field) => field !== '_key' && !known.includes(`field.${field}`));
    return unknown.length === 0 ? [] : found(`collection ${collection} has no ${unknown.join(', ')}`);
  });
}
