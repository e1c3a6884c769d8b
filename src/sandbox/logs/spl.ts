import type { Row, SampleData, Value } from '../../prove/language.ts';
import { createSplProving } from '../../spl/prove/index.ts';
import { createSplEvaluator } from '../../spl/run/index.ts';
import type { FieldValue, RunSearch } from '../splunkd/index.ts';
import { storyRows } from './story.ts';

/** What an installation without add-ons has beyond Splunk, CIM and our app. */
const NOTHING_MORE = { macros: [], commands: [], lookups: [], dataModels: {} };
const SECOND = 1000;

/** Rows of lookups by name. */
export type Lookups = Readonly<Record<string, readonly Row[]>>;

/** Searches the sample events, which are read at the first search, and the lookups as they are then. */
export function createSplLogs(start: Date, lookups: () => Lookups = () => ({})): RunSearch {
  const evaluate = createSplEvaluator(NOTHING_MORE);
  let data: SampleData | undefined;
  return (search, { earliest, latest, now }) => {
    data ??= storyRows('spl', createSplProving(NOTHING_MORE), start);
    const window = { earliest: earliest ?? new Date(0), latest: latest ?? new Date(now.getTime() + SECOND) };
    const all = { ...data, lookups: { ...data.lookups, ...lookups() } };
    const outcome = evaluate(search, all, { now, window });
    switch (outcome.status) {
      case 'evaluated':
        return { fields: outcome.columns, results: outcome.rows.map(resultOf) };
      case 'failed':
        return { failed: outcome.message };
      case 'not-evaluated':
        return { failed: `The stand-in cannot evaluate this search: ${outcome.reasons.join('; ')}.` };
    }
  };
}

/**
 * All values of a result are text, and a field without one is left out
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, search/v2/jobs/{sid}/results).
 */
function resultOf(row: Row): Record<string, FieldValue> {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(
    present.map(([name, value]) => [
      name,
      name === '_time' ? timeOf(value) : Array.isArray(value) ? value.map(textOf) : textOf(value),
    ]),
  );
}

function textOf(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `_time` comes as ISO 8601 with an offset, in the user's zone: here UTC. */
function timeOf(value: Value): string {
  return String(value).replace(/Z$/, '+00:00');
}
