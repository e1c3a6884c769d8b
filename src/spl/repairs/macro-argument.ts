import { readMacroCall } from '../macros.ts';
import { readTstats } from '../tstats.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** `` `drop_dm_object_name()` `` gets the one dataset that the pipeline's tstats names its fields after. */
export const macroArgument: Repair = {
  name: 'macro-argument',
  judgement: true,
  preserves:
    'The rest of the search. The macro without its argument is undefined, and only one argument has any effect here.',
  edits: ({ tree }): Edit[] =>
    tree.pipelines.flatMap(({ commands }) =>
      commands.flatMap((command, at) => {
        const call = command.head?.kind === 'macro' ? readMacroCall(command.head) : null;
        if (!command.head || call?.name !== 'drop_dm_object_name' || call.args.length > 0) return [];
        const tstats = commands.slice(0, at).findLast(({ name }) => name === 'tstats');
        const prefixes = new Set(
          (tstats ? readTstats(tstats).fields : [])
            .filter(({ name }) => name.includes('.'))
            .map(({ name }) => name.slice(0, name.lastIndexOf('.'))),
        );
        const [prefix] = prefixes;
        if (!prefix || prefixes.size > 1) return [];
        const { start, text } = command.head;
        return [{ start, end: start + text.length, text: `\`drop_dm_object_name(${prefix})\`` }];
      }),
    ),
};
