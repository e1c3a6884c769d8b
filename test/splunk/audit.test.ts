import { describe, expect, test } from 'vitest';
import { auditSearch } from '../../src/splunk/audit.ts';
import { wantedSearches } from '../../src/splunk/wanted.ts';
import { makeChecked } from '../support/hunts.ts';

describe('the audit', () => {
  const [good] = wantedSearches([makeChecked()], { enabled: false }).map((want) => want.render(want.evidence));
  const codes = (fields: Record<string, string>, id = good?.id ?? '') =>
    auditSearch({ key: 'k', id, name: id, fields: { ...good?.fields, ...fields } }).map(({ code }) => code);

  test('passes what splunkd takes', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ search: '\tindex=a\n| where x="\\\\n"' })).toEqual([]);
    expect(codes({ is_scheduled: '1', cron_schedule: '*/5 0-3,22 * * 1-5' })).toEqual([]);
    expect(codes({ cron_schedule: '', schedule_window: 'auto' })).toEqual([]);
    expect(codes({ schedule_window: '15', search: 'a\\ b' })).toEqual([]);
  });

  test.each([
    [{ search: '' }, 'splunk-empty-search'],
    [{ description: '' }, 'splunk-empty-description'],
    [{ search: 'a\u0000b' }, 'splunk-control-character'],
    [{ search: 'a\u001bb' }, 'splunk-control-character'],
    [{ search: 'a\ud800b' }, 'splunk-control-character'],
    [{ search: 'a \\\n| b' }, 'splunk-line-continuation'],
    [{ search: 'a \\  \n| b' }, 'splunk-line-continuation'],
    [{ search: 'a\\' }, 'splunk-line-continuation'],
    [{ search: 'a\u007fb' }, 'splunk-control-character'],
    [{ cron_schedule: '61 * * * *' }, 'splunk-cron'],
    [{ cron_schedule: '0 0 * *' }, 'splunk-cron'],
    [{ cron_schedule: 'x0 0 * * *' }, 'splunk-cron'],
    [{ cron_schedule: '0 0 * JAN *' }, 'splunk-cron'],
    [{ cron_schedule: '0 0 0 * * *' }, 'splunk-cron'],
    [{ schedule_window: 'soon' }, 'splunk-schedule-window'],
    [{ is_scheduled: 'yes' }, 'splunk-boolean'],
    [{ disabled: '' }, 'splunk-boolean'],
    [{ schedule_window: '5m' }, 'splunk-schedule-window'],
    [{ schedule_window: 'x5' }, 'splunk-schedule-window'],
    [{ disabled: '10' }, 'splunk-boolean'],
    [{ 'dispatch.earliest_time': 'rt-5m' }, 'splunk-real-time'],
    [{ 'dispatch.latest_time': 'RT' }, 'splunk-real-time'],
    [{ is_scheduled: '1', 'dispatch.latest_time': '' }, 'splunk-unbounded-schedule'],
    [{ is_scheduled: '1', 'dispatch.earliest_time': '' }, 'splunk-unbounded-schedule'],
    [{ is_scheduled: '1', cron_schedule: '' }, 'splunk-unbounded-schedule'],
  ])('refuses %j as %s', (fields, code) => {
    expect(codes(fields)).toEqual([code]);
  });

  test('refuses a name that is not safe', () => {
    expect(codes({}, 'a/b')).toEqual(['splunk-name']);
  });
});
