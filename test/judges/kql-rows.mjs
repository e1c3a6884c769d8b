// Makes rows for queries of KQL and runs our evaluator on them, for another one to do the same. Usage: kql-rows.mjs FILE [SEED].
// Queries: expressions of kql-expressions.txt, our catalogue's, those of our own small corpus, and real ones where ../shared/corpus is
// there. FILE then holds
// {now, queries: [{id, text, tables: {NAME: {columns: [[name, type]], rows}}, ours}]}.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../dist/knowledge/catalogue.js';
import { checkKql } from '../../dist/kql/check.js';
import { completeRow } from '../../dist/kql/prove/complete.js';
import { sketchKql } from '../../dist/kql/prove/sketch/index.js';
import { typesOf } from '../../dist/kql/prove/sketch/relation.js';
import { compileAnalysed } from '../../dist/kql/run/evaluator.js';
import { createSchema } from '../../dist/kql/schema.js';
import { analyse } from '../../dist/kql/service.js';
import { proveQuery } from '../../dist/prove/query.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CORPORA = [join(ROOT, 'test/fixtures/corpus'), join(ROOT, '../shared/corpus')];
// No full hour, so that buckets of time are cut as they are in real life.
const NOW = new Date('2027-03-10T10:07:00Z');
const ROWS = 60;
const HOUR = 3_600_000;

const schema = createSchema();
const [file, seed = ''] = process.argv.slice(2);
const queries = [...expressions(), ...catalogueQueries(), ...CORPORA.filter(existsSync).flatMap(corpusQueries)];
const distinct = new Map(queries.map((query) => [query.text, query]));
writeFileSync(file, JSON.stringify({ now: NOW.toISOString(), queries: [...distinct.values()].map(withRows) }));

function expressions() {
  const lines = readFileSync(new URL('./kql-expressions.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((expression) => ({ id: expression, text: `print v = ${expression}` }));
}

function catalogueQueries() {
  return loadCatalogue().flatMap(({ id, queries: { kql } }) => (kql ? [{ id, text: kql }] : []));
}

function corpusQueries(corpus) {
  return filesIn(corpus).flatMap((path) => {
    const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
    const blocks = [...text.matchAll(/^```kql\n([\s\S]*?)\n```\s*$/gm)].map(([, block]) => block);
    const checked = blocks.flatMap((block) => checkKql(block, { schema }));
    const accepted = checked.filter(({ verdict }) => verdict !== 'rejected');
    return accepted.map((query) => ({ id: path.slice(corpus.length + 1), text: query.text }));
  });
}

function filesIn(path) {
  if (statSync(path).isDirectory())
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesIn(join(path, name)));
  return /\.(?:md|txt)$/.test(path) ? [path] : [];
}

/** Rows that hit it, where they can be made, and those mixed at random. */
function withRows({ id, text }) {
  const analysis = analyse(text, schema);
  const compiled = compileAnalysed(analysis, schema);
  let made = { tables: {} };
  const run = (data) => {
    const evaluation = compiled(data, { now: NOW });
    if (evaluation.rows?.length > 0) made = data;
    return evaluation;
  };
  const complete = (table, fields, context) => completeRow(table, fields, context, schema.tables);
  proveQuery({ sketch: sketchKql(analysis, schema, NOW), run }, { complete }, NOW);
  const tables = mixed(text, made.tables);
  const data = Object.fromEntries(Object.entries(tables).map(([name, { rows }]) => [name, rows]));
  return { id, text, tables, ours: compiled({ tables: data }, { now: NOW }) };
}

/** Numbers between 0 and 1 without a pattern, the same for the same text (mulberry32). */
function randomOf(text) {
  let state = [...text].reduce((sum, char) => (Math.imul(sum, 31) + char.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mixed(text, made) {
  const random = randomOf(`${seed}${text}`);
  const pick = (from) => from[Math.floor(random() * from.length)];
  const words = new Set(text.match(/\w+/g));
  const literals = [...text.matchAll(/"([^"\n]*)"|'([^'\n]*)'/g)].map(([, double, single]) => double ?? single);
  const numbers = [...text.matchAll(/\b\d{1,6}\b/g)].map(([digits]) => Number(digits));

  function valueFor(type, known) {
    if (random() < 0.06) return undefined;
    if (type !== 'datetime' && known.length > 0 && random() < 0.6) return pick(known);
    switch (type) {
      case 'datetime': {
        const back = random() < 0.5 ? 5 * HOUR * random() : 6 * 24 * HOUR * random();
        return new Date(Math.floor((NOW.getTime() - back) / 1000) * 1000).toISOString();
      }
      case 'string': {
        const base = String(pick([...literals, ...known, 'k1', 'k2']));
        return pick([base, base, base.toUpperCase(), `x ${base}`, `${base} y`, 'k1', 'k2', ...numbers.map(String)]);
      }
      case 'bool':
        return random() < 0.5;
      case 'dynamic':
        return pick([
          { id: pick(['i1', 'i2']), displayName: pick([...literals, 'k1']) },
          [pick([...literals, 'k1']), 'z'],
        ]);
      case 'guid':
        return `00000000-0000-0000-0000-00000000000${Math.floor(random() * 9)}`;
      case 'real':
        return Math.floor(random() * 1000) / 4;
      default:
        return numbers.length > 0 && random() < 0.8
          ? pick(numbers) + pick([-1, 0, 0, 1])
          : Math.floor(random() * 70_000);
    }
  }

  const names = Object.keys(schema.tables).filter((name) => words.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const own = made[name] ?? [];
      const all = [...typesOf(schema.tables[name])];
      const columns = all.filter(([column]) => words.has(column) || column === 'TimeGenerated');
      const noise = Array.from({ length: ROWS }, () =>
        Object.fromEntries(
          columns.flatMap(([column, type]) => {
            const known = own.map((row) => row[column]).filter((value) => value !== undefined && value !== null);
            const value = valueFor(type, known);
            return value === undefined ? [] : [[column, value]];
          }),
        ),
      );
      const kept = own.map((row) => Object.fromEntries(columns.map(([column]) => [column, row[column]])));
      return [name, { columns: all, rows: [...kept, ...noise] }];
    }),
  );
}
