import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { cidrContains, readCidr } from '../search/cidr.ts';
import { type Cell, textOf, valuesOf } from '../value.ts';
import { readArguments, wantNames } from './arguments.ts';
import { lookupRows } from './datamodel.ts';

/** Fields that iplocation adds without `allfields`. */
const FIELDS = ['City', 'Country', 'lat', 'lon', 'Region'];

/**
 * Where an address is, by a lookup `iplocation` of the data in the place of Splunk's own database: its column `ip` holds addresses
 * or ranges, the others are called as Splunk calls them. Without that lookup the command is not evaluated.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Iplocation
 */
export const iplocation: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['prefix', 'lang', 'allfields']);
  const names = wantNames(rest, 'iplocation');
  const [field, ...more] = names as [string, ...string[]];
  if (more.length > 0) throw new Refused("Error in 'iplocation' command: one field was expected.");
  if (/^(?:t|true|1)$/i.test(options.get('allfields') ?? '')) throw new NotEvaluated('iplocation with allfields');
  const prefix = options.get('prefix') ?? '';
  const added = FIELDS.map((name) => prefix + name);
  return (table, run) => {
    if (table.rows.length > 0 && !Object.hasOwn(run.data.lookups ?? {}, 'iplocation'))
      throw new NotEvaluated('command iplocation');
    const places = table.rows.length === 0 ? [] : lookupRows(run, 'iplocation');
    for (const fields of table.rows) {
      const [address, ...others] = valuesOf(fields[field]);
      if (others.length > 0) throw new NotEvaluated('iplocation of a multivalue field');
      if (address === undefined) continue;
      const place = places.find((row) => isIn(textOf(address), row['ip']));
      for (const name of place ? FIELDS : []) {
        const cell = place?.[name];
        if (cell !== undefined && cell !== null) fields[prefix + name] = cell;
      }
    }
    return { rows: table.rows, columns: table.columns.length > 0 ? [...new Set([...table.columns, ...added])] : [] };
  };
};

function isIn(address: string, written: Cell): boolean {
  const [text] = valuesOf(written).map(textOf);
  if (text === undefined) return false;
  const range = readCidr(text);
  return range ? cidrContains(range, address) : text === address;
}
