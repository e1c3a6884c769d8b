import type { Fields } from '../sync/types.ts';
import type { ScheduleConfig } from './config.ts';

/**
 * The switches of alert actions by which a scheduled search reports what it finds: `summary_index` is Splunk's own
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf), `notable` and `risk` are Enterprise Security's
 * (https://docs.splunk.com/Documentation/ES/latest/Admin/Configureadaptiveresponse).
 */
export const OUTPUT_FIELDS = [
  'action.summary_index',
  'action.summary_index._name',
  'action.notable',
  'action.risk',
] as const;

type OutputField = (typeof OUTPUT_FIELDS)[number];

const NAMES: ReadonlySet<string> = new Set(OUTPUT_FIELDS);
const [SUMMARY, INDEX, NOTABLE, RISK] = OUTPUT_FIELDS;

/** The fields of each action, by the name that `actions` of a search has for it. */
export const SWITCH_FIELDS: Readonly<Record<string, readonly OutputField[]>> = {
  summary_index: [SUMMARY, INDEX],
  notable: [NOTABLE],
  risk: [RISK],
};

export function isOutputField(field: string): field is OutputField {
  return NAMES.has(field);
}

/** An action that is off is one that is not set. */
export function normalizeOutputField(field: OutputField, text: string): string {
  if (field === INDEX) return text;
  return /^(1|true|t|yes|y)$/i.test(text) ? '1' : '';
}

/**
 * What a scheduled search does with its results.
 *
 * @param scored its results name somebody or something that risk can be put on.
 */
export function outputFields(schedule: ScheduleConfig, scored: boolean): Partial<Record<OutputField, string>> {
  if (!schedule.enabled) return {};
  switch (schedule.output) {
    case 'none':
      return {};
    case 'summaryIndex':
      return { [SUMMARY]: '1', [INDEX]: schedule.summaryIndex };
    case 'notable':
      return { [NOTABLE]: '1' };
    case 'risk':
      return scored ? { [RISK]: '1' } : {};
  }
}

/**
 * Fields as arguments. Actions of Enterprise Security run where there are results; without them there is nothing to report. The
 * summary index takes the results of every run, which is the default
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf, counttype).
 */
export function outputArgs(fields: Fields): Record<string, string> {
  const changed = [NOTABLE, RISK].map((field) => fields[field]).filter((value) => value !== undefined);
  const switches = [SUMMARY, NOTABLE, RISK].filter((field) => fields[field] !== undefined);
  const spelt = Object.fromEntries(switches.map((field) => [field, fields[field] || '0']));
  if (changed.includes('1')) return { ...fields, ...spelt, ...ON_RESULTS };
  return { ...fields, ...spelt, ...(changed.length > 0 ? { alert_type: 'always' } : {}) };
}

const ON_RESULTS = { alert_type: 'number of events', alert_comparator: 'greater than', alert_threshold: '0' };
