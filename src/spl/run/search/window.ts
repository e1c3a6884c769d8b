import { NotEvaluated, Refused } from '../outcome.ts';
import type { Run } from '../run.ts';
import { searchTime } from '../time/relative.ts';
import { type EventFields, numberOf } from '../value.ts';
import type { SearchNode, TimeName } from './ast.ts';

/** The times that a search names itself, by name. */
export type OwnTimes = Partial<Record<TimeName, string>>;

/** Takes the times out of the top of an expression: they bound the whole search wherever they stand in it. */
export function takeTimes(node: SearchNode): { readonly rest: SearchNode; readonly times: OwnTimes } {
  const items = node.kind === 'and' ? node.items : [node];
  const times: OwnTimes = {};
  const rest: SearchNode[] = [];
  for (const item of items) {
    // Brackets around a conjunction change nothing.
    if (item.kind === 'and') {
      const inner = takeTimes(item);
      Object.assign(times, inner.times);
      rest.push(inner.rest);
    } else if (item.kind !== 'time') rest.push(item);
    else if (times[item.name] !== undefined) throw new NotEvaluated(`${item.name} twice`);
    else times[item.name] = item.value;
  }
  return { rest: { kind: 'and', items: rest }, times };
}

/**
 * Whether an event is in the time range: the dispatch window, or the times of the search in its place; the start is in, the end is not.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/Specifytimemodifiersinyoursearch
 */
export function inWindow(times: OwnTimes, run: Run): (fields: EventFields) => boolean {
  const own = times.earliest !== undefined || times.latest !== undefined;
  const earliest = times.earliest === undefined ? (own ? null : run.earliest) : timeOf(times.earliest, run);
  const latest = times.latest === undefined ? (own ? run.now : run.latest) : timeOf(times.latest, run);
  const indexEarliest = times._index_earliest === undefined ? null : timeOf(times._index_earliest, run);
  const indexLatest = times._index_latest === undefined ? null : timeOf(times._index_latest, run);
  return (fields) => {
    const time = numberOf(fields['_time']);
    if (!within(time, earliest, latest)) return false;
    if (indexEarliest === null && indexLatest === null) return true;
    return within(numberOf(fields['_indextime']) ?? time, indexEarliest, indexLatest);
  };
}

/** An event without a time is in no bounded range. */
function within(time: number | null, earliest: number | null, latest: number | null): boolean {
  if (time === null) return earliest === null && latest === null;
  return (earliest === null || time >= earliest) && (latest === null || time < latest);
}

function timeOf(value: string, run: Run): number {
  if (/^rt/i.test(value)) throw new NotEvaluated('a real-time window');
  const time = searchTime(run.now, value);
  if (time === null) throw new Refused(`Invalid value ${JSON.stringify(value)} for a time term.`);
  return time;
}
