// What Splunk would answer a dashboard: its searches run on records, by our own evaluator of SPL.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @returns a function of `{ options, params }`, as Splunk's data sources have them, that gives `{ data, meta }` or `{ error }`. */
export async function createAnswers(root, { collections, dispatch }, now) {
  const { createSplEvaluator } = await import(pathToFileURL(join(root, 'dist/spl/run/index.js')));
  const evaluate = createSplEvaluator({ macros: [], commands: [], lookups: [], dataModels: {} });
  const lookups = {
    ...collections,
    huntsync_techniques: csv(join(root, 'splunk_app/lookups/huntsync_techniques.csv')),
  };

  const search = (query) => {
    // The evaluator tells no internal fields.
    const found = evaluate(query.replaceAll(/\b_(?=[a-z])/g, 'internal__'), { tables: {}, lookups }, { now });
    if (found.status !== 'evaluated') return { error: `${found.status}: ${found.message ?? found.reasons.join(', ')}` };
    const names = columnsOf(query) ?? [...new Set(found.rows.flatMap((row) => Object.keys(row)))].map(outer);
    return {
      names,
      rows: found.rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [outer(name), value])),
      ),
    };
  };
  return async ({ options, params }) => {
    const found =
      options.ref === undefined
        ? search(options.query)
        : await dispatch(options.ref).then(({ fields, results }) => ({
            names: fields.map(({ name }) => name),
            rows: results,
          }));
    return found.error === undefined ? page(found, params) : found;
  };
}

const outer = (name) => name.replace(/^internal__/, '_');

/** What the last `table` names: columns of a table stand in its order, and stay where no row has them. */
function columnsOf(query) {
  const last = query.split('|').at(-1).trim();
  if (!last.startsWith('table ')) return null;
  return [...last.slice(6).matchAll(/"([^"]+)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
}

function page({ names, rows }, { offset = 0, count = 0 }) {
  const shown = count > 0 ? rows.slice(offset, offset + count) : rows;
  return {
    data: {
      fields: names.map((name) => ({ name })),
      columns: names.map((name) => shown.map((row) => cell(row[name]))),
    },
    meta: { totalCount: rows.length, status: 'done', percentComplete: 100, done: true, sid: 'judge' },
  };
}

/** Splunk's results are texts, and lists of them. */
function cell(value) {
  if (value === undefined || value === null || value.length === 0) return null;
  if (Array.isArray(value)) return value.length === 1 ? String(value[0]) : value.map(String);
  return String(value);
}

function csv(path) {
  const [head, ...lines] = readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare,
      ),
    );
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ''])));
}
