import type { CodeOf } from '../core/codes.ts';
import { deferred } from '../core/deferred.ts';
import type { Problem } from '../core/problem.ts';
import type { DesiredObject } from '../sync/types.ts';
import type { SPLUNK_AUDIT_CODES } from './codes.ts';
import { securityFault } from './enterprise-security/fields.ts';
import { nameFault } from './name.ts';
import { QUERY_FIELD } from './native.ts';

type AuditCode = CodeOf<typeof SPLUNK_AUDIT_CODES>;

/**
 * Why splunkd, or savedsearches.conf behind it, would refuse or garble an object. Last verified against
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf and
 * https://docs.splunk.com/Documentation/Splunk/latest/Admin/Restmapconf of Splunk 10.2, and AppInspect's rules for saved searches
 * as published in 2025; not against a live splunkd.
 */
export function auditSearch({ id, name, fields }: DesiredObject): readonly Problem<AuditCode>[] {
  const problems: Problem<AuditCode>[] = [];
  const add = (code: AuditCode, message: string) => problems.push({ code, message, path: name });

  const fault = nameFault(id);
  if (fault) add('splunk-name', `The name ${fault}.`);
  if (!fields[QUERY_FIELD]) add('splunk-empty-search', 'The search is empty.');
  if (!fields.description) add('splunk-empty-description', 'The description is empty.');
  for (const [field, value] of Object.entries(fields)) {
    for (const [code, what] of textFaults(value)) add(code, `"${field}" ${what}.`);
  }
  for (const field of ['is_scheduled', 'disabled']) {
    if (!/^[01]$/.test(fields[field] ?? '')) add('splunk-boolean', `"${field}" must be 0 or 1.`);
  }
  const cron = fields.cron_schedule ?? '';
  if (cron !== '' && !isCron(cron)) add('splunk-cron', `"${cron}" is not a cron schedule of five numeric fields.`);
  if (!/^(\d+|auto)$/.test(fields.schedule_window || 'auto')) {
    add('splunk-schedule-window', '"schedule_window" must be minutes or auto.');
  }
  const window = [fields['dispatch.earliest_time'] ?? '', fields['dispatch.latest_time'] ?? ''];
  if (window.some((time) => /^rt/i.test(time))) add('splunk-real-time', 'Real-time searches are not pushed.');
  if (fields.is_scheduled === '1' && (cron === '' || window.includes(''))) {
    add('splunk-unbounded-schedule', 'A scheduled search needs a cron schedule and a time window with both ends.');
  }
  const annotated = securityFault(fields);
  if (annotated) add('splunk-annotations', `For Enterprise Security the search ${annotated}.`);
  return problems;
}

function textFaults(value: string): [code: AuditCode, what: string][] {
  const faults: [AuditCode, string][] = [];
  // Tab and newline are the only controls that a search can hold; \p{Cs} is half a surrogate pair, which UTF-8 cannot say.
  if (/[\u0000-\u0008\u000b-\u001f\u007f]|\p{Cs}/u.test(value)) {
    faults.push(['splunk-control-character', 'holds a control character or half a character']);
  }
  if (/\\[ \t]*(\n|$)/.test(value)) {
    faults.push([
      'splunk-line-continuation',
      'has a line ending in a backslash, which savedsearches.conf joins with the next',
    ]);
  }
  return faults;
}

/** Only where somebody else wrote a schedule. */
const croner = deferred<typeof import('croner')>('croner');
/** What our own schedules look like (`cronOf`): every hour or every day. */
const OWN_CRON = /^[1-5]?\d (?:\*|1?\d|2[0-3]) \* \* \*$/;

/** Splunk's cron has five numeric fields: no names, no seconds, no `L`, `W` or `?`. */
function isCron(text: string): boolean {
  if (OWN_CRON.test(text)) return true;
  if (!/^[\d*/,-]+( [\d*/,-]+){4}$/.test(text)) return false;
  const { CronPattern } = croner();
  try {
    new CronPattern(text, undefined, { mode: '5-part' });
    return true;
  } catch {
    return false;
  }
}
