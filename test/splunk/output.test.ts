import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScheduleConfig } from '../../src/splunk/config.ts';
import { splunkPlatform, unconnectedSplunk } from '../../src/splunk/config.ts';
import { makeChecked } from '../support/hunts.ts';
import { type Setup, setup, syncOnce } from './support.ts';

type Output = Extract<ScheduleConfig, { enabled: true }>['output'];

const schedule = (output: Output): ScheduleConfig => ({
  enabled: true,
  severities: ['CRIT', 'HIGH'],
  every: 'daily',
  cap: 10,
  output,
  summaryIndex: 'hunt_results',
});

describe('what a scheduled search does with its results', () => {
  let splunk: Setup;
  beforeEach(async () => {
    splunk = await setup();
  });
  afterEach(async () => {
    await splunk.close();
  });

  /** Names a host, so that risk can be put on it. */
  const spl = '| tstats count from datamodel=Endpoint.Processes by Processes.dest | `drop_dm_object_name(Processes)`';
  const sync = (output: Output, hunts = [makeChecked({ spl })], context: Parameters<typeof syncOnce>[2] = {}) =>
    syncOnce(splunk.platform({ enterpriseSecurity: true, schedule: schedule(output) }), hunts, context);
  const settings = (): Record<string, string> => splunk.stored()[0]?.[1] ?? {};
  const settled = async (output: Output, context: Parameters<typeof syncOnce>[2] = {}) => {
    const plan = await sync(output, [makeChecked({ spl })], context);
    expect(plan.changes).toEqual([]);
    return plan;
  };

  test('nothing, unless asked', async () => {
    await sync('none');
    expect(settings()['enableSched']).toBe('1');
    const on = Object.entries(settings()).filter(([key, value]) => /^action\.[^.]+$/.test(key) && value !== '0');
    expect(on).toEqual([]);
    expect(settings()['counttype']).toBeUndefined();
    await settled('none');
  });

  test('they go into a summary index', async () => {
    await sync('summaryIndex');
    expect(settings()).toMatchObject({ 'action.summary_index': '1', 'action.summary_index._name': 'hunt_results' });
    await settled('summaryIndex');
  });

  test.each(['notable', 'risk'] as const)('they become a %s where there are any', async (output) => {
    await sync(output);
    expect(settings()).toMatchObject({
      [`action.${output}`]: '1',
      counttype: 'number of events',
      relation: 'greater than',
      quantity: '0',
    });
    await settled(output);
  });

  test('from one to the other and off again, each is one update that settles', async () => {
    await sync('none');
    for (const output of ['notable', 'summaryIndex', 'risk', 'none'] as const) {
      expect((await sync(output)).changes.map(({ op }) => op)).toEqual(['update']);
      await settled(output);
    }
    expect(settings()).toMatchObject({
      'action.notable': '0',
      'action.risk': '0',
      'action.summary_index': '0',
      counttype: 'always',
    });
  });

  test('a search that is not scheduled reports nothing, and one that names nobody puts no risk on anybody', async () => {
    await sync('risk', [
      makeChecked({ key: 'uc:LOW', severity: 'LOW', spl }),
      makeChecked({ key: 'uc:NOBODY', spl: '| tstats count from datamodel=Endpoint.Processes by Processes.process' }),
    ]);
    for (const [, stored] of splunk.stored()) expect(stored['action.risk']).toBeUndefined();
  });

  test('an action that the analyst switched on is the analyst’s, under every policy', async () => {
    await sync('none');
    Object.assign(settings(), { 'action.notable': '1', counttype: 'number of events' });
    for (const onDrift of ['keep', 'overwrite', 'fail'] as const) {
      expect((await settled('none', { onDrift })).drifts).toEqual([]);
    }
    expect(settings()['action.notable']).toBe('1');
  });

  test('one that huntsync switched on and the analyst off is an edit', async () => {
    await sync('notable');
    settings()['action.notable'] = '0';
    const { drifts } = await settled('notable');
    expect(drifts.map(({ fields }) => fields.map(({ field }) => field))).toEqual([['action.notable']]);
  });
});

describe('in the configuration', () => {
  const platform = (over: object) => ({
    name: 'soc',
    kind: 'splunk',
    url: 'https://splunk.example:8089',
    token: 'x',
    ...over,
  });

  test.each(['notable', 'risk'])('%s needs Enterprise Security', (output) => {
    const asked = platform({ schedule: { enabled: true, output } });
    for (const schema of [splunkPlatform, unconnectedSplunk]) {
      const { error } = schema.safeParse(asked);
      expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
        ['schedule.output', 'needs enterpriseSecurity: true'],
      ]);
      expect(schema.safeParse({ ...asked, enterpriseSecurity: true }).success).toBe(true);
    }
  });

  test('nothing is reported by default, and an index has to have the name of one', () => {
    expect(splunkPlatform.parse(platform({ schedule: { enabled: true } })).schedule).toMatchObject({
      output: 'none',
      summaryIndex: 'summary',
    });
    const bad = platform({ schedule: { enabled: true, output: 'summaryIndex', summaryIndex: 'My Index' } });
    expect(splunkPlatform.safeParse(bad).success).toBe(false);
  });
});
