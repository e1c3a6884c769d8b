import { Cron } from 'croner';
import { Refusal, toBoolean } from './call.ts';
import { isBooleanField, isIntegerField } from './saved-fields.ts';

const DURATION = /^\d+[hmsd]?$/;
const COUNT = /^\d+$/;
const ADDRESSES = /^\s*([^\s,;@]+@[^\s,;@]+|\$[^$\s,;@]+\$)(\s*[,;]\s*([^\s,;@]+@[^\s,;@]+|\$[^$\s,;@]+\$))*\s*$/;

interface Rule {
  readonly allows: (value: string) => boolean;
  readonly must: string;
}

const ADDRESS_RULE: Rule = { allows: (v) => v === '' || ADDRESSES.test(v), must: 'be a list of email addresses' };
const COUNT_RULE: Rule = { allows: (v) => COUNT.test(v), must: 'be a non-negative integer' };

/**
 * What splunkd checks of a saved search's arguments (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Restmapconf,
 * [validation:savedsearch]; https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf for the enumerations).
 * Only the wording for alert.severity is known; the rest follow its pattern.
 */
const RULES: Record<string, Rule> = {
  'alert.severity': { allows: (v) => /^[1-6]$/.test(v), must: 'be an integer between 1 and 6 inclusive' },
  'alert.expires': { allows: (v) => DURATION.test(v), must: 'be a number with an optional unit h, m, s or d' },
  'alert.suppress.period': {
    allows: (v) => v === '' || v === 'ack' || DURATION.test(v),
    must: 'be "ack" or a duration',
  },
  'dispatch.auto_cancel': COUNT_RULE,
  'dispatch.auto_pause': COUNT_RULE,
  'action.email.to': ADDRESS_RULE,
  'action.email.cc': ADDRESS_RULE,
  'action.email.bcc': ADDRESS_RULE,
  'action.script.filename': { allows: (v) => !/\.\.|[/\\:]/.test(v), must: 'be a file name without a path' },
  alert_type: oneOf(['always', 'custom', 'number of events', 'number of hosts', 'number of sources']),
  alert_comparator: oneOf([
    '',
    'greater than',
    'less than',
    'equal to',
    'not equal to',
    'rises by',
    'drops by',
    'rises by perc',
    'drops by perc',
  ]),
  dispatchAs: oneOf(['owner', 'user']),
  schedule_priority: oneOf(['default', 'higher', 'highest']),
  schedule_window: { allows: (v) => v === 'auto' || COUNT.test(v), must: 'be "auto" or a number of minutes' },
  allow_skew: { allows: (v) => /^\d+(\.\d+)?%$/.test(v) || DURATION.test(v), must: 'be a percentage or a duration' },
  'display.general.type': oneOf(['events', 'statistics', 'visualizations', 'patterns']),
};

function oneOf(values: readonly string[]): Rule {
  return { allows: (value) => values.includes(value), must: `be one of ${values.filter((v) => v !== '').join(', ')}` };
}

/** Throws a 400 for the first argument that splunkd would not take. */
export function validateSaved(args: Record<string, string>): void {
  for (const [name, value] of Object.entries(args)) {
    const rule = RULES[name] ?? typeRule(name);
    if (rule && !rule.allows(value)) throw new Refusal(400, `Value of argument '${name}' must ${rule.must}.`);
    // Wording not confirmed. Never empty with is_scheduled=1: the scheduler would have nothing to go by.
    if (name === 'cron_schedule' && value !== '' && !isCron(value)) {
      throw new Refusal(400, `Invalid cron_schedule="${value}".`);
    }
  }
}

function typeRule(name: string): Rule | undefined {
  if (name === 'alert.track')
    return { allows: (v) => v === 'auto' || toBoolean(v) !== undefined, must: 'be a boolean' };
  if (isBooleanField(name)) return { allows: (v) => toBoolean(v) !== undefined, must: 'be a boolean' };
  if (isIntegerField(name)) return { allows: (v) => /^-?\d+$/.test(v), must: 'be an integer' };
  return undefined;
}

/**
 * Five fields of digits, `*`, `,`, `-` and `/`: no names of months or days, no seconds
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf).
 */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === 5 && fields.every((f) => /^[\d*,/-]+$/.test(f)) && nextRuns(text, new Date(0), 1) !== undefined
  );
}

/** The next `count` runs after `from`, UTC; undefined if the expression makes no sense. */
export function nextRuns(cron: string, from: Date, count: number): Date[] | undefined {
  try {
    return new Cron(cron, { timezone: 'UTC' }).nextRuns(count, from);
  } catch {
    return undefined;
  }
}
