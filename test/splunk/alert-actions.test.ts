import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SplunkConfig } from '../../src/splunk/config.ts';
import { makeChecked } from '../support/hunts.ts';
import { ALL_DAILY, APP, revision, type Setup, setup, syncOnce } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(() => splunk.close());

const first = makeChecked({ spl: '| tstats count from datamodel=Endpoint.Processes by Processes.dest' });
const second = makeChecked({ spl: '| tstats count from datamodel=Endpoint.Processes by Processes.user' });

/** The settings of the only saved search. */
function settings(): Record<string, string> {
  const [object] = Object.values(splunk.server.state.confs['savedsearches'] ?? {}).filter(({ app }) => app === APP);
  if (!object) throw new Error('nothing is stored');
  return object.settings;
}

/** A sync to the first article, an analyst's edit, and two syncs to the second. */
async function edited(own: Record<string, string>, config: Partial<SplunkConfig> = {}) {
  await syncOnce(splunk.platform(config), [first]);
  Object.assign(settings(), own);
  const plan = await syncOnce(splunk.platform(config), [second]);
  const again = await syncOnce(splunk.platform(config), [second]);
  return { plan, again };
}

describe('alert actions that an analyst has given one of our searches', () => {
  test.each([
    ['a script', { 'action.script': '1', 'action.script.filename': 'isolate.sh' }, 'script'],
    ['a webhook', { 'action.webhook': '1', 'action.webhook.param.url': 'https://soar.example/' }, 'webhook'],
    ['a finding', { 'action.notable': '1' }, 'notable'],
    ['risk', { 'action.risk': '1' }, 'risk'],
    ['a summary index', { 'action.summary_index': '1' }, 'summary_index'],
    ['a lookup that is written', { 'action.lookup': '1' }, 'lookup'],
    [
      'mail to whom a result names',
      { 'action.email': '1', 'action.email.to': 'soc@example.com, $result.owner$' },
      'email',
    ],
    ['an adaptive response', { 'action.quarantine_host': '1' }, 'quarantine_host'],
  ])('%s: an article changes neither query nor schedule, and that is told', async (_, own, action) => {
    const { plan, again } = await edited(own);
    expect(settings()['search']).toContain('Processes.dest');
    expect(plan.drifts).toMatchObject([{ decision: 'keep', actions: [action], fields: [{ field: 'search' }] }]);
    expect(again.changes).toEqual([]);
    expect(again.drifts).toEqual(plan.drifts);
    expect(settings()).toMatchObject(own);
  });

  test.each([
    ['mail tells people', { 'action.email': '1', 'action.email.to': 'soc@example.com' }],
    ['an action that is off', { 'action.script': '0', 'action.script.filename': 'isolate.sh' }],
  ])('%s, so the search follows its articles', async (_, own) => {
    const { plan, again } = await edited(own);
    expect(settings()['search']).toContain('Processes.user');
    expect(plan.drifts).toEqual([]);
    expect(again.changes).toEqual([]);
    expect(settings()).toMatchObject(own);
  });

  test('what huntsync itself has switched on is no action of somebody else', async () => {
    const schedule = { ...ALL_DAILY, output: 'summaryIndex', summaryIndex: 'hunts' } as const;
    const { plan } = await edited({}, { schedule });
    expect(settings()).toMatchObject({ 'action.summary_index': '1' });
    expect(settings()['search']).toContain('Processes.user');
    expect(plan.drifts).toEqual([]);
  });

  test('a search that is switched on by a schedule stays as it was', async () => {
    await syncOnce(splunk.platform(), [first]);
    Object.assign(settings(), { 'action.webhook': '1' });
    const schedule = { ...ALL_DAILY, every: 'hourly' } as const;
    const { drifts } = await syncOnce(splunk.platform({ schedule }), [first]);
    expect(settings()['is_scheduled']).not.toBe('1');
    const held = drifts.find(({ actions }) => actions);
    expect(held?.fields.map(({ field }) => field)).toContain('is_scheduled');
  });

  test('is retired all the same, and the action stays on it', async () => {
    await syncOnce(splunk.platform(), [first]);
    Object.assign(settings(), { 'action.webhook': '1' });
    await syncOnce(splunk.platform(), [first], { requested: new Set([first.hunt.key]) });
    expect(settings()).toMatchObject({ disabled: '1', 'action.webhook': '1' });
  });

  test('one that came after the list was read is seen by the write', async () => {
    const platform = splunk.platform();
    await syncOnce(platform, [first]);
    const [before] = await platform.list();
    if (!before) throw new Error('not created');
    Object.assign(settings(), { 'action.script': '1' });
    expect(await platform.write(revision(before, { search: 'index=b' }))).toEqual({
      status: 'conflict',
      message: expect.stringContaining('(script), which an article may not steer'),
    });
    expect(settings()['search']).toContain('Processes.dest');
    expect(await platform.write(revision(before, { description: 'Another article.' }))).toMatchObject({
      status: 'done',
    });
  });

  test('huntsync doctor names the search and the action', async () => {
    const platform = splunk.platform();
    await syncOnce(platform, [first]);
    const checks = async () => new Map((await platform.examine?.(new Date()))?.map((one) => [one.check, one]));
    expect((await checks()).has('alert actions')).toBe(false);
    Object.assign(settings(), { 'action.script': '1' });
    expect((await checks()).get('alert actions')).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/^somebody has given 1 search of huntsync alert actions: .+ \(script\)$/),
      remedy: expect.stringContaining('Take the actions off'),
    });
  });
});
