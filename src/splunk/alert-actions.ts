import type { Marker } from '../sync/types.ts';
import { NOT_SET } from './optional-fields.ts';

/**
 * The alert actions that are on, as a list with commas
 * (https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch#saved.2Fsearches, actions).
 */
export const ACTIONS_FIELD = 'actions';

/** Managed fields by which a search tells its actions what to act on, when, and on whom the one of Enterprise Security puts risk. */
export const ACTED_ON_FIELDS: readonly string[] = [
  'search',
  'dispatch.earliest_time',
  'dispatch.latest_time',
  'is_scheduled',
  'cron_schedule',
  'disabled',
  'action.risk.param._risk',
];

/**
 * Actions that only tell people what was found, and `huntsync`, the name that our own keys stand under
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf).
 */
const TELLING: ReadonlySet<string> = new Set(['email', 'rss', 'huntsync']);

/**
 * Who gets the mail. With a token (`$result.owner$`) a result says so, and then the query decides to whom the results go
 * (https://docs.splunk.com/Documentation/Splunk/latest/Alert/EmailNotificationTokens).
 */
export const RECIPIENT_FIELDS: readonly string[] = ['action.email.to', 'action.email.cc', 'action.email.bcc'];

/**
 * Alert actions that somebody else has switched on and that do more than to tell people: a script, a webhook, a finding, an index or
 * a lookup that is written, …
 *
 * @param content of the saved search, as splunkd returns it.
 */
export function alertActions(content: Readonly<Record<string, unknown>>, marker: Marker | null): string[] {
  const isSteered = RECIPIENT_FIELDS.some((field) => /\$.*\$/s.test(String(content[field] ?? '')));
  const isTelling = (action: string) => TELLING.has(action) && !(action === 'email' && isSteered);
  const isOurs = (action: string) => (marker?.written[`action.${action}`] ?? NOT_SET) !== NOT_SET;
  return String(content[ACTIONS_FIELD] ?? '')
    .split(',')
    .map((action) => action.trim())
    .filter((action) => action !== '' && !isTelling(action) && !isOurs(action));
}
