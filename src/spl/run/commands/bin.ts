import { unquote } from '../../lexer.ts';
import type { CommandCompiler } from '../compiler.ts';
import { NotEvaluated, Refused } from '../outcome.ts';
import { relativeTime } from '../time/relative.ts';
import { bucketOfNumber, bucketOfTime, readSpan } from '../time/span.ts';
import { numberOf } from '../value.ts';
import { isName, readArguments, wordOf } from './arguments.ts';

/** Puts times or numbers into buckets: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Bin */
export const bin: CommandCompiler = (command) => {
  const { options, rest } = readArguments(command.args, ['span', 'aligntime', 'bins', 'minspan', 'start', 'end']);
  for (const name of ['bins', 'minspan', 'start', 'end'])
    if (options.has(name)) throw new NotEvaluated(`bin with ${name}`);
  const [field, as, alias, ...more] = rest;
  const renamed = wordOf(as) === 'as' && isName(alias);
  if (!isName(field) || more.length > 0 || (as && !renamed))
    throw new Refused("Error in 'bin' command: a field was expected.");
  const name = unquote(field);
  const target = renamed ? unquote(alias) : name;
  const written = options.get('span');
  if (written === undefined) throw new NotEvaluated('bin without a span');
  const span = readSpan(written);
  if (!span) {
    if (/^\d*log/i.test(written)) throw new NotEvaluated('bin with a logarithmic span');
    throw new Refused(`Error in 'bin' command: The value for option span (${written}) is invalid.`);
  }
  if (span.unit === 'w' && !span.snapTo) throw new NotEvaluated('buckets of weeks');
  const aligntime = options.get('aligntime');
  return ({ rows, columns }, run) => {
    const align = aligntime === undefined ? 0 : alignment(aligntime, run);
    for (const fields of rows) {
      const value = numberOf(fields[name]);
      if (value === null) {
        if (target !== name && fields[name] !== undefined) fields[target] = fields[name];
      } else if (span.unit === null && name !== '_time') {
        const start = bucketOfNumber(value, span.amount);
        fields[target] = `${start}-${start + span.amount}`;
      } else fields[target] = bucketOfTime(value, span, align);
    }
    return { rows, columns: columns.length > 0 ? [...new Set([...columns, target])] : columns };
  };
};

function alignment(
  written: string,
  run: { readonly now: number; readonly earliest: number | null; readonly latest: number | null },
): number {
  const end =
    written === 'earliest' ? run.earliest : written === 'latest' ? run.latest : relativeTime(run.now, written);
  if (end === null) throw new NotEvaluated(`bin with aligntime=${written}`);
  return end;
}
