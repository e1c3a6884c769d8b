import { parse } from '../../parse.ts';
import { Refused } from '../outcome.ts';
import { compileSearch, type Filter, PLAIN_FIELD, type SearchScope } from './compile.ts';
import { itemsOf, parseSearch } from './parse.ts';

const RESULTS: SearchScope = { field: PLAIN_FIELD, text: 'results' };

/** Compiles a search expression that is given as text: an argument of searchmatch, what format or return have written. */
export function compileSearchText(text: string, scope: SearchScope = RESULTS): Filter {
  const { main, faults } = parse(`search ${text}`);
  const [command, ...more] = main.commands;
  if (!command || more.length > 0 || faults.length > 0)
    throw new Refused(`Unable to parse the search ${JSON.stringify(text)}.`);
  return compileSearch(parseSearch(itemsOf(command.args, command.nested)), scope);
}
