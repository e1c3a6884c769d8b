import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeChecked } from '../support/hunts.ts';
import { ALL_DAILY, type Setup, setup, syncOnce } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(() => splunk.close());

const hunts = [makeChecked({ spl: '| tstats count from datamodel=Endpoint.Processes by Processes.dest' })];

test('a schedule that is switched on after the first sync is no edit of an analyst, nor is one that is switched off', async () => {
  await syncOnce(splunk.platform(), hunts);
  for (const config of [{ schedule: ALL_DAILY }, {}]) {
    const plan = await syncOnce(splunk.platform(config), hunts);
    expect(plan.drifts).toEqual([]);
    const [object] = await splunk.platform(config).list();
    expect(object?.fields).toMatchObject({ is_scheduled: 'schedule' in config ? '1' : '0', schedule_window: 'auto' });
    expect((await syncOnce(splunk.platform(config), hunts)).changes).toEqual([]);
  }
});

test('a window that an analyst has set before stays, and is told', async () => {
  await syncOnce(splunk.platform(), hunts);
  for (const { settings } of Object.values(splunk.server.state.confs['savedsearches'] ?? {})) {
    Object.assign(settings, { schedule_window: '15' });
  }
  const { drifts } = await syncOnce(splunk.platform({ schedule: ALL_DAILY }), hunts);
  expect(drifts).toMatchObject([{ fields: [{ field: 'schedule_window', before: '15', after: 'auto' }] }]);
});
