import type { Subject } from './subject.ts';

/**
 * One search of a finding's list, as `action.notable.param.drilldown_searches` has it: JSON of these keys
 * (https://github.com/splunk/contentctl, objects/drilldown.py). `$field$` is a field of the finding.
 */
interface Drilldown {
  readonly name: string;
  readonly search: string;
  readonly earliest_offset: string;
  readonly latest_offset: string;
}

/** Longest search that is repeated in a drill-down. */
const MAX_SEARCH = 20_000;

/** The tokens that Enterprise Security puts the finding's own time range into. */
const SAME_TIME = { earliest_offset: '$info_min_time$', latest_offset: '$info_max_time$' };

/**
 * What an analyst would click on first: the hunt's own results for what the finding is about, and what else put risk on it in the
 * last week. A search that holds a pair of `$` is not repeated: Enterprise Security would read a field's name between them.
 */
export function drilldownsOf(search: string, { riskObjects }: Subject): readonly Drilldown[] {
  const fields = riskObjects.map(({ field }) => field);
  const about = fields.map((field) => `$${field}$`).join(', ');
  const repeated = search.length <= MAX_SEARCH && !/\$[^$\s]*\$/.test(search);
  const narrowed = [search, fields.map((field) => `${field}="$${field}$"`).join(' ')].filter((part) => part !== '');
  const own = { name: about ? `Results of this hunt for ${about}` : 'Results of this hunt', ...SAME_TIME };
  return [
    ...(repeated ? [{ ...own, search: narrowed.join('\n| search ') }] : []),
    ...fields.map((field) => ({
      name: `Risk of $${field}$ in the week before`,
      search: `index=risk risk_object="$${field}$" earliest=-7d latest=now | stats count sum(risk_score) AS risk_score values(risk_message) AS risk_message min(_time) AS first_seen max(_time) AS last_seen BY search_name | sort - risk_score`,
      ...SAME_TIME,
    })),
  ];
}

/** The same list with its searches rewritten; a text that is no such list is returned as it is. */
export function rewriteDrilldowns(text: string, rewrite: (search: string) => string): string {
  if (text === '') return text;
  const list = JSON.parse(text) as readonly Drilldown[];
  return JSON.stringify(list.map((one) => ({ ...one, search: rewrite(one.search) })));
}
