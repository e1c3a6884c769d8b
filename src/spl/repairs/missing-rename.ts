import type { Loss } from '../flow/loss.ts';
import { namingsOf } from '../flow/rename.ts';
import { flowOf } from '../flow/walk.ts';
import type { SplCommand } from '../parse.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/**
 * `rename Processes.dest as dest`, after `drop_dm_object_name` has done so: the clause goes. `rename Processes.user as account`
 * becomes `rename user as account`.
 */
export const missingRename: Repair = {
  name: 'missing-rename',
  judgement: true,
  preserves: 'The field that has the name already, or the field that was meant under the name that it has.',
  edits({ tree, text }): Edit[] {
    const losses = flowOf(tree).losses.filter(({ use }) => use === 'rename');
    const commands = new Set(losses.map(({ command }) => command));
    return [...commands].flatMap((command) =>
      rewritten(
        command,
        losses.filter((loss) => loss.command === command),
        text,
      ),
    );
  },
};

function rewritten(command: SplCommand, losses: readonly Loss[], text: string): Edit[] {
  const namings = namingsOf(command);
  const [first, last] = [namings?.[0], namings?.at(-1)];
  if (!namings || !first || !last) return [];
  const kept = namings.flatMap(({ from, to, start, fromEnd, end }) => {
    const loss = losses.find((one) => one.start === start);
    if (!loss) return [text.slice(start, end)];
    const short = from.slice(from.lastIndexOf('.') + 1);
    return short !== to && loss.fields.only?.has(short) ? [short + text.slice(fromEnd, end)] : [];
  });
  if (kept.length > 0) return [{ start: first.start, end: last.end, text: kept.join(', ') }];
  // The whole command goes, with the pipe in front of it.
  const pipe = text.lastIndexOf('|', command.start);
  return pipe < 0 || text.slice(pipe + 1, command.start).trim() !== ''
    ? []
    : [{ start: pipe, end: last.end, text: '' }];
}
