import { type Token, unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run, Table } from '../run.ts';
import { inWindow } from '../search/window.ts';
import { type ModelSource, modelSource } from '../source/datamodel.ts';
import { latestFirst } from '../source/rows.ts';
import { copyFields, type EventFields, newFields } from '../value.ts';

/** Fields that no dataset's name stands before. */
const BARE: ReadonlySet<string> = new Set([
  '_time',
  '_raw',
  '_indextime',
  'host',
  'source',
  'sourcetype',
  'index',
  'splunk_server',
]);

function events(source: ModelSource, run: Run, prefix: string): Table {
  const rows = latestFirst(source.rows(run).filter(inWindow({}, run)));
  return { rows: rows.map((fields) => (prefix === '' ? copyFields(fields) : prefixed(fields, prefix))), columns: [] };
}

function prefixed(fields: EventFields, prefix: string): EventFields {
  const out = newFields();
  for (const name of Object.keys(fields)) out[BARE.has(name) ? name : `${prefix}.${name}`] = fields[name];
  return out;
}

/** `datamodel Endpoint Processes search`: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Datamodel */
export const datamodel: CommandCompiler = (command, compiler) => {
  const words = command.args.filter(({ kind }) => kind === 'word' || kind === 'string').map(unquote);
  const [model, dataset, mode] = words;
  if (model === undefined || dataset === undefined || words.length !== 3)
    throw new NotEvaluated('datamodel without a dataset and search');
  if (mode !== 'search' && mode !== 'flat') throw new NotEvaluated(`datamodel with ${mode}`);
  const source = modelSource(`${model}.${dataset}`, compiler.environment.dataModels);
  return (_, run) => events(source, run, mode === 'flat' ? '' : source.prefix);
};

/** `from datamodel:Endpoint.Processes`: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/From */
export const from: CommandCompiler = (command, compiler) => {
  const text = command.args.map((token: Token) => unquote(token)).join('');
  const match = /^(\w+):(.+)$/.exec(text);
  if (!match) throw new Refused("Error in 'from' command: Invalid dataset specifier.");
  const [, kind, name] = match as unknown as [string, string, string];
  if (kind === 'lookup') {
    return (_, run) => ({ rows: lookupRows(run, name).map(copyFields), columns: [] });
  }
  if (kind !== 'datamodel') throw new NotEvaluated(`from ${kind}`);
  const source = modelSource(name, compiler.environment.dataModels);
  return (_, run) => events(source, run, '');
};

/** Rows of a lookup; a lookup that the data has not is not evaluated. */
export function lookupRows(run: Run, name: string): readonly EventFields[] {
  const { lookups } = run.data;
  const short = name.replace(/\.csv$/i, '');
  const found = [name, short, `${short}.csv`].find((key) => lookups && Object.hasOwn(lookups, key));
  const rows = found === undefined ? undefined : lookups?.[found];
  if (!rows) throw new NotEvaluated(`lookup ${name}`);
  return rows.map((row) => {
    const fields = newFields();
    for (const [key, value] of Object.entries(row)) {
      if (typeof value === 'string' || typeof value === 'number') fields[key] = value;
      else if (typeof value === 'boolean') fields[key] = String(value);
      else if (Array.isArray(value)) fields[key] = value.map(String);
    }
    return fields;
  });
}
