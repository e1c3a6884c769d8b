/** A function of stats, eventstats and streamstats; chart and timechart have the same ones. */
export interface StatsFunctionFact {
  /** Whether tstats has it, too. */
  readonly tstats: boolean;
  /** Takes a field; `count` may stand alone. */
  readonly field: 'required' | 'optional';
  /** Where Splunk describes it. */
  readonly page: string;
}

const BASE = 'https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/';

const PAGES: Readonly<Record<string, readonly string[]>> = {
  Aggregatefunctions: [
    'avg',
    'mean',
    'count',
    'c',
    'distinct_count',
    'dc',
    'estdc',
    'estdc_error',
    'max',
    'median',
    'min',
    'mode',
    'range',
    'stdev',
    'stdevp',
    'sum',
    'sumsq',
    'var',
    'varp',
  ],
  Eventorderfunctions: ['first', 'last'],
  Multivaluefunctions: ['list', 'values'],
  Timefunctions: [
    'earliest',
    'earliest_time',
    'latest',
    'latest_time',
    'rate',
    'per_day',
    'per_hour',
    'per_minute',
    'per_second',
    'rate_avg',
    'rate_sum',
  ],
};

/** Functions that tstats lacks (its page lists what it has). */
const NOT_IN_TSTATS: ReadonlySet<string> = new Set([
  'list',
  'estdc_error',
  'mean',
  'per_day',
  'per_hour',
  'per_minute',
  'per_second',
  'rate_avg',
  'rate_sum',
]);

/**
 * Every function of https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/CommonStatsFunctions, by its lower-case
 * name; percentiles are read by `percentileOf`.
 */
export const STATS_FUNCTIONS: ReadonlyMap<string, StatsFunctionFact> = new Map(
  Object.entries(PAGES).flatMap(([page, names]) =>
    names.map((name) => [
      name,
      {
        tstats: !NOT_IN_TSTATS.has(name),
        field: name === 'count' || name === 'c' ? 'optional' : 'required',
        page: BASE + page,
      },
    ]),
  ),
);

/** `p95`, `perc99.9`, `exactperc50`, `upperperc90`: kind and percentage; null for any other name. */
export function percentileOf(
  name: string,
): { readonly kind: 'perc' | 'exactperc' | 'upperperc'; readonly percent: number } | null {
  const match = /^(p|perc|exactperc|upperperc)(\d{1,2}(?:\.\d+)?|100)$/.exec(name);
  if (!match) return null;
  const kind = match[1] === 'p' ? 'perc' : (match[1] as 'perc' | 'exactperc' | 'upperperc');
  return { kind, percent: Number(match[2]) };
}

/** Whether stats, eventstats and streamstats have a function of this name (lower case). */
export function isStatsFunction(name: string): boolean {
  return STATS_FUNCTIONS.has(name) || percentileOf(name) !== null;
}

/** Functions of convert: https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Convert */
export const CONVERT_FUNCTIONS: ReadonlySet<string> = new Set([
  'auto',
  'ctime',
  'dur2sec',
  'memk',
  'mktime',
  'mstime',
  'none',
  'num',
  'rmcomma',
  'rmunit',
]);
