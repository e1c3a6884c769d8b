import { toBoolean } from './call.ts';
import type { ArgumentNames, JsonValue } from './reply.ts';

/**
 * Arguments of saved/searches with splunkd's defaults (savedsearches.conf as shipped, 9.1.2;
 * https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch, saved/searches) and the type each has in JSON (splunkd
 * 10.4.2 as measured by https://github.com/mockdr/mockdr: these are booleans, those are integers, a few are null until set,
 * everything else is text). The display.visualizations.* defaults are left out.
 */
const BOOLEANS: Record<string, boolean> = {
  'action.email': false,
  'action.populate_lookup': false,
  'action.rss': false,
  'action.script': false,
  'action.summary_index': false,
  'alert.digest_mode': true,
  // Conf default is `auto`; that it reads as true is the REST reference's example, not a measurement.
  'alert.track': true,
  auto_summarize: false,
  disabled: false,
  'dispatch.allow_partial_results': true,
  'dispatch.lookups': true,
  'dispatch.rt_backfill': false,
  'dispatch.spawn_process': true,
  is_scheduled: false,
  is_visible: true,
  realtime_schedule: true,
  restart_on_searchpeer_add: true,
  run_on_startup: false,
};

const INTEGERS: Record<string, number> = {
  'alert.severity': 3,
  'dispatch.buckets': 0,
  'dispatch.max_count': 500000,
  'dispatch.max_time': 0,
  'dispatch.reduce_freq': 10,
  max_concurrent: 1,
  run_n_times: 0,
};

/** Booleans that are null until set. */
const NULLS = ['action.email.sendresults', 'alert.suppress', 'dispatch.indexedRealtime'];

const STRINGS: Record<string, string> = {
  'action.email.bcc': '',
  'action.email.cc': '',
  'action.email.to': '',
  'alert.expires': '24h',
  'alert.managedBy': '',
  'alert.suppress.fields': '',
  'alert.suppress.group_name': '',
  'alert.suppress.period': '',
  alert_comparator: '',
  alert_condition: '',
  alert_threshold: '',
  alert_type: 'always',
  allow_skew: '0',
  'auto_summarize.cron_schedule': '*/10 * * * *',
  'auto_summarize.dispatch.earliest_time': '',
  'auto_summarize.dispatch.latest_time': '',
  'auto_summarize.dispatch.ttl': '60',
  'auto_summarize.max_concurrent': '1',
  'auto_summarize.max_disabled_buckets': '2',
  'auto_summarize.max_summary_ratio': '0.1',
  'auto_summarize.max_summary_size': '52428800',
  'auto_summarize.max_time': '3600',
  'auto_summarize.suspend_period': '24h',
  'auto_summarize.timespan': '',
  cron_schedule: '',
  defer_scheduled_searchable_idxc: '0',
  description: '',
  'dispatch.auto_cancel': '0',
  'dispatch.auto_pause': '0',
  'dispatch.earliest_time': '',
  'dispatch.index_earliest': '',
  'dispatch.index_latest': '',
  'dispatch.indexedRealtimeMinSpan': '',
  'dispatch.indexedRealtimeOffset': '',
  'dispatch.latest_time': '',
  'dispatch.rate_limit_retry': '0',
  'dispatch.rt_maximum_span': '',
  'dispatch.sample_ratio': '1',
  'dispatch.time_format': '%FT%T.%Q%:z',
  'dispatch.ttl': '2p',
  dispatchAs: 'owner',
  'display.events.fields': '["host","source","sourcetype"]',
  'display.events.maxLines': '5',
  'display.events.type': 'list',
  'display.general.timeRangePicker.show': '1',
  'display.general.type': 'events',
  'display.page.search.mode': 'smart',
  'display.page.search.showFields': '1',
  'display.page.search.tab': 'events',
  'display.statistics.drilldown': 'cell',
  'display.statistics.rowNumbers': '0',
  'display.visualizations.show': '1',
  'display.visualizations.type': 'charting',
  displayview: '',
  'durable.backfill_type': 'auto',
  'durable.lag_time': '0',
  'durable.max_backfill_intervals': '0',
  'durable.track_time_type': '',
  'embed.enabled': '0',
  precalculate_required_fields_for_alerts: '1',
  'request.ui_dispatch_app': '',
  'request.ui_dispatch_view': '',
  schedule_as: 'auto',
  schedule_priority: 'default',
  schedule_window: '0',
  search: '',
  skip_scheduled_realtime_idxc: '0',
  vsid: '',
  workload_pool: '',
};

/** Accepted without a default of their own. allow_data_time_skew: 10.x. */
const OPTIONAL = ['allow_data_time_skew', 'schedule_mode'];
/** Accepted and ignored (splunkd 10.4.2 as measured by https://github.com/mockdr/mockdr). */
export const IGNORED: readonly string[] = ['next_scheduled_time', 'qualifiedSearch'];
/** fields.wildcard as splunkd 6.0 recorded it; a newer list is not confirmed. */
const WILDCARD = ['action\\..*', 'args\\..*', 'dispatch\\..*'];
/**
 * The four names that REST and conf spell differently
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf beside
 * https://docs.splunk.com/Documentation/Splunk/latest/RESTREF/RESTsearch).
 */
const REST_TO_CONF: Record<string, string> = {
  is_scheduled: 'enableSched',
  alert_type: 'counttype',
  alert_comparator: 'relation',
  alert_threshold: 'quantity',
};
const CONF_TO_REST = Object.fromEntries(Object.entries(REST_TO_CONF).map(([rest, conf]) => [conf, rest]));

const KNOWN = new Set([
  ...Object.keys(BOOLEANS),
  ...Object.keys(INTEGERS),
  ...Object.keys(STRINGS),
  ...NULLS,
  ...OPTIONAL,
  ...IGNORED,
  'actions',
]);
/**
 * The display groups of https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf; a key outside them is not an
 * argument.
 */
const DISPLAY = /^display\.(general|events|statistics|visualizations|page|prefs)\./;
const WILDCARD_PATTERN = new RegExp(`^(?:${WILDCARD.join('|')})$`, 's');

export const SAVED_FIELDS: ArgumentNames = {
  required: ['name'],
  optional: [...KNOWN].sort(),
  wildcard: WILDCARD,
};

/** Whether saved/searches takes this argument; `name` is for create alone. */
export function isSavedArgument(name: string): boolean {
  return KNOWN.has(name) || WILDCARD_PATTERN.test(name) || DISPLAY.test(name);
}

export function isBooleanField(name: string): boolean {
  return name in BOOLEANS || NULLS.includes(name);
}

export function isIntegerField(name: string): boolean {
  return name in INTEGERS;
}

/** Arguments as conf settings: REST names become conf names, booleans 1 and 0, `actions=a,b` the switches action.a=1, action.b=1. */
export function toSettings(
  args: Record<string, string>,
  present: Readonly<Record<string, string>>,
): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    if (IGNORED.includes(name)) continue;
    if (name === 'actions') {
      const wanted = splitList(value);
      for (const key of Object.keys(present)) if (isActionSwitch(key)) settings[key] = '0';
      for (const action of wanted) settings[`action.${action}`] = '1';
      continue;
    }
    const truth = isBooleanField(name) ? toBoolean(value) : undefined;
    settings[REST_TO_CONF[name] ?? name] = truth === undefined ? value : truth ? '1' : '0';
  }
  return settings;
}

/** The full typed content: what is set over the defaults. */
export function toContent(settings: Readonly<Record<string, string>>): Record<string, JsonValue> {
  const content: Record<string, JsonValue> = { ...BOOLEANS, ...INTEGERS, ...STRINGS };
  for (const name of NULLS) content[name] = null;
  for (const [key, value] of Object.entries(settings)) {
    const name = CONF_TO_REST[key] ?? key;
    content[name] = typed(name, value);
  }
  // `actions` is computed from the switches, so action.x=1 for any x shows up here: why content packs ship action.escu=0.
  content['actions'] = Object.entries(settings)
    .filter(([key, value]) => isActionSwitch(key) && toBoolean(value) === true)
    .map(([key]) => key.slice('action.'.length))
    .sort()
    .join(',');
  return content;
}

export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isActionSwitch(key: string): boolean {
  return /^action\.[^.]+$/.test(key);
}

function typed(name: string, value: string): JsonValue {
  if (isBooleanField(name)) return value === '' ? null : (toBoolean(value) ?? value === 'auto');
  if (isIntegerField(name)) return /^-?\d+$/.test(value) ? Number(value) : value;
  return value;
}
