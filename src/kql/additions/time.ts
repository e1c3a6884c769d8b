import type { Assignment } from './entities.ts';
import type { ResultColumn, Way } from './origin.ts';

/** Ways to come by a time, the best to show first: an event's own, then the last of a group. */
const ORDER: readonly Way[] = ['same', 'max', 'any', 'min', 'bin'];

/** What can be said of the time of a result's rows. */
export type TimeColumn =
  | { readonly status: 'there' }
  | { readonly status: 'added'; readonly assignment: Assignment }
  /** No column is the time of an event, or the name is taken by something else. */
  | { readonly status: 'none' };

/** TimeGenerated of a result: there, or made of the column that is the time of the row's event or events. */
export function timeColumn(columns: readonly ResultColumn[]): TimeColumn {
  const own = columns.find(({ name }) => name === 'TimeGenerated');
  if (own) return { status: own.type === 'datetime' ? 'there' : 'none' };
  const times = columns.filter(
    ({ name, type, origin }) =>
      type === 'datetime' &&
      /^[A-Za-z_]\w*$/.test(name) &&
      origin?.columns.every(({ column }) => column === 'TimeGenerated' || column === 'Timestamp'),
  );
  const rank = ({ origin }: ResultColumn) => ORDER.indexOf(origin?.way ?? 'bin');
  const [best] = times.sort((a, b) => rank(a) - rank(b));
  return best ? { status: 'added', assignment: { name: 'TimeGenerated', expression: best.name } } : { status: 'none' };
}
