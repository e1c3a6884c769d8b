import type { Hunt } from '../hunts/hunt.ts';
import { withoutFilterMacro } from '../spl/filter-macros.ts';
import { type CheckedHunt, type CheckedQuery, queriesFor, statementOf } from '../sync/query.ts';
import { statementKey, statementSuffix } from '../sync/statement.ts';
import type { Wanted } from '../sync/target.ts';
import type { Fields } from '../sync/types.ts';
import { wantOf } from '../sync/want.ts';
import type { ScheduleConfig } from './config.ts';
import { describe, label, safeUrl } from './describe.ts';
import { MAX_SECURITY_NAME, securityFields } from './enterprise-security/fields.ts';
import type { subjectOf } from './enterprise-security/subject.ts';
import { MAX_NAME, splunkName } from './name.ts';
import { type FieldName, normalizeFields, SCHEDULE_FIELDS } from './native.ts';
import { outputFields } from './output.ts';
import { cronOf, scheduledKeys } from './schedule.ts';
import { splunk } from './siem.ts';
import { windowOf } from './window.ts';

interface Statement {
  readonly key: string;
  readonly index: number;
  readonly title: string;
  readonly hunt: Hunt;
  /** Read when it is rendered: there may be many thousands, and each has whole texts. */
  query(): CheckedQuery;
}

/**
 * The saved searches that checked hunts want: one per statement that was not rejected.
 *
 * @param readSubject given where Enterprise Security lists them, with what it shows of a search. It comes with the whole analysis of
 * searches, which nothing else here needs.
 */
export function wantedSearches(
  hunts: readonly CheckedHunt[],
  schedule: ScheduleConfig,
  readSubject?: typeof subjectOf,
): Wanted[] {
  const statements = hunts.flatMap(statementsOf);
  const scheduled = scheduledKeys(statements, schedule);
  const every = schedule.enabled ? schedule.every : 'daily';
  const window = schedule.enabled ? schedule.window : undefined;
  return statements.map(({ key, index, title, hunt, query: read }) => {
    const id = splunkName(title, key, readSubject ? MAX_SECURITY_NAME : MAX_NAME);
    const isScheduled = scheduled.has(key);
    // An object that the hunt had under another key keeps its minute.
    const render: Wanted['render'] = (evidence, own = key) => {
      const query = read();
      const subject = readSubject ? readSubject(query.text) : null;
      const values = {
        ...queryFields(query),
        ...(isScheduled && window ? { 'dispatch.earliest_time': window } : {}),
        ...metadata(hunt),
        ...(subject ? securityFields(hunt, { name: id, search: withoutFilterMacro(query.text), subject }) : {}),
        ...(isScheduled ? outputFields(schedule, (subject?.riskObjects.length ?? 0) > 0) : {}),
        ...timing(own, every, isScheduled),
        description: describe(hunt, evidence),
      };
      return { key, id, name: id, fields: managed(normalizeFields(values), isScheduled) };
    };
    return wantOf(hunt, index, render);
  });
}

/** Without a schedule the fields that shape one are the analyst's. */
function managed(fields: Fields, isScheduled: boolean): Fields {
  if (isScheduled) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !SCHEDULE_FIELDS.includes(field as FieldName)));
}

function statementsOf(checked: CheckedHunt): Statement[] {
  const { hunt } = checked;
  return queriesFor(checked, splunk.kind).flatMap(({ verdict }, index) => {
    if (verdict === 'rejected') return [];
    const query = () => statementOf(checked, splunk.kind, index);
    return [{ key: statementKey(hunt.key, index), index, title: hunt.title + statementSuffix(index), hunt, query }];
  });
}

function queryFields(query: CheckedQuery): Partial<Record<FieldName, string>> {
  const { earliest, latest } = windowOf(query);
  return { search: query.text, 'dispatch.earliest_time': earliest, 'dispatch.latest_time': latest };
}

function metadata(hunt: Hunt): Partial<Record<FieldName, string>> {
  const [newest] = hunt.articles;
  return {
    'action.huntsync.severity': hunt.severity,
    'action.huntsync.phase': hunt.phase ?? '',
    'action.huntsync.confidence': hunt.confidence ?? '',
    'action.huntsync.techniques': hunt.techniques.join(','),
    'action.huntsync.tactics': hunt.tactics.join(','),
    'action.huntsync.article_title': label(newest?.title ?? hunt.title),
    'action.huntsync.article_url': safeUrl(newest?.url ?? ''),
  };
}

/**
 * `auto` lets the scheduler move a run when it has no free slot, rather than skip it
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf, schedule_window).
 */
function timing(key: string, every: 'hourly' | 'daily', scheduled: boolean): Partial<Record<FieldName, string>> {
  return {
    is_scheduled: scheduled ? '1' : '0',
    cron_schedule: cronOf(key, every),
    schedule_window: 'auto',
    disabled: '0',
  };
}
