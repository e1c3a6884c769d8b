import type { SplPipeline } from '../../parse.ts';
import type { CommandCompiler, Compiler } from '../compiler.ts';
import { NotEvaluated } from '../outcome.ts';
import type { Run } from '../run.ts';
import { compileSearch, equalTo, type Filter, handedOver, PLAIN_FIELD, type SearchScope } from '../search/compile.ts';
import { itemsOf, parseSearch } from '../search/parse.ts';
import { compileSearchText } from '../search/text.ts';
import { inWindow, takeTimes } from '../search/window.ts';
import { latestFirst, sourceRows } from '../source/rows.ts';
import { copyFields, textOf, valuesOf } from '../value.ts';

/**
 * Subsearches hand over at most this many results (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Limitsconf,
 * [subsearch] maxout).
 */
const MAX_RESULTS = 10_000;

/**
 * `search`, said or implied. First in a pipeline it takes events of the time range, the latest first; later it filters results.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
 */
export const search: CommandCompiler = (command, compiler, first) => {
  const node = parseSearch(itemsOf(command.args, command.nested));
  const subsearch = subsearchOf(compiler);
  if (!first) {
    const filter = compileSearch(node, { field: PLAIN_FIELD, text: 'results', subsearch });
    return ({ rows, columns }, run) => ({ rows: rows.filter((fields) => filter(fields, run)), columns });
  }
  const { rest, times } = takeTimes(node);
  const filter = compileSearch(rest, { field: PLAIN_FIELD, text: 'events', subsearch });
  return (_, run) => {
    const inside = inWindow(times, run);
    const found = sourceRows(run, 'events').filter((fields) => inside(fields) && filter(fields, run));
    return { rows: latestFirst(found).map(copyFields), columns: [] };
  };
};

/**
 * A subsearch stands for its results: `(a="1" AND b="2") OR (…)`, or the text in a field called `search` or `query`.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Format
 */
export function subsearchOf(compiler: Compiler): (pipeline: SplPipeline) => (run: Run, scope: SearchScope) => Filter {
  return (pipeline) => {
    const results = compiler.subsearch(pipeline);
    return (run, scope) => {
      const { rows } = results(run);
      if (rows.length > MAX_RESULTS) throw new NotEvaluated(`a subsearch with more than ${MAX_RESULTS} results`);
      const alternatives = rows.map((fields) => {
        const parts = handedOver(fields).map(([name, values]): Filter => {
          if (name === 'search' || name === 'query') return compileSearchText(values.map(textOf).join(' '), scope);
          const read = scope.field(name);
          const tests = values.map((value) => equalTo(textOf(value)));
          return (row) =>
            valuesOf(read(row)).some((value) => tests.some((test) => test(textOf(value).toLowerCase(), value)));
        });
        return (row: Parameters<Filter>[0]) => parts.length > 0 && parts.every((part) => part(row, run));
      });
      return (row) => alternatives.some((alternative) => alternative(row));
    };
  };
}
