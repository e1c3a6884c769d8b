import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScheduleConfig, SplunkConfig } from '../../src/splunk/config.ts';
import { makeChecked } from '../support/hunts.ts';
import { ALL_DAILY, APP, type Setup, setup, syncOnce } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup();
});
afterEach(() => splunk.close());

const OUTPUTS = ['none', 'summaryIndex', 'notable', 'risk'] as const;
const QUERY = '| tstats count from datamodel=Endpoint.Processes by Processes.dest | `drop_dm_object_name(Processes)`';
const first = makeChecked({ spl: QUERY });
const second = makeChecked({ spl: QUERY.replace('Processes.dest', 'Processes.user') });
const NAME = 'Their search';
const ADOPT = { adopt: new Set([NAME]) };

/** An object of somebody else in place of all that is there. */
async function replaceByTheirs(settings: Record<string, string>): Promise<Record<string, string>> {
  await syncOnce(splunk.platform(), [first]);
  const searches = splunk.server.state.confs['savedsearches'] ?? {};
  const own = Object.entries(searches).filter(([, { app }]) => app === APP);
  const [[, object] = []] = own;
  if (!object) throw new Error('nothing is stored');
  for (const [key] of own) delete searches[key];
  const theirs = { search: QUERY, ...settings };
  searches[`nobody/${APP}/${NAME}`] = { ...object, name: NAME, settings: theirs };
  return theirs;
}

const settings = () => splunk.stored()[0]?.[1] ?? {};
const scheduled = (output: (typeof OUTPUTS)[number]): ScheduleConfig => ({ ...ALL_DAILY, output });

/** Syncs to the first article, adopting, and to the second, each of them twice: the second one finds nothing to do. */
async function settles(config: Partial<SplunkConfig>): Promise<string[]> {
  const platform = splunk.platform(config);
  await syncOnce(platform, [first], ADOPT);
  expect((await syncOnce(platform, [first], ADOPT)).changes).toEqual([]);
  const query = settings()['search'] ?? '';
  await syncOnce(platform, [second], ADOPT);
  expect((await syncOnce(platform, [second], ADOPT)).changes).toEqual([]);
  return [query, settings()['search'] ?? ''];
}

describe('an object that is adopted with an action of its own', () => {
  test.each([
    ['notable', { 'action.notable': '1' }],
    ['risk', { 'action.risk': '1' }],
    ['summaryIndex', { 'action.summary_index': '1', 'action.summary_index._name': 'theirs' }],
  ] as const)('keeps it as its own, though %s is what searches are to report to', async (output, own) => {
    await replaceByTheirs(own);
    const queries = await settles({ enterpriseSecurity: true, schedule: scheduled(output) });
    // An article steers no action that somebody else has switched on.
    expect(queries).toEqual([QUERY, QUERY]);
    expect(settings()).toMatchObject(own);
    expect(settings()['is_scheduled']).not.toBe('1');
  });

  test('one of ours to which somebody had given it before it was what we report to, too', async () => {
    await syncOnce(splunk.platform({ enterpriseSecurity: true }), [first]);
    const before = settings()['search'];
    Object.assign(settings(), { 'action.notable': '1' });
    const platform = splunk.platform({ enterpriseSecurity: true, schedule: scheduled('notable') });
    for (const hunts of [[second], [second]]) await syncOnce(platform, hunts);
    expect((await syncOnce(platform, [second])).changes).toEqual([]);
    expect(settings()['search']).toBe(before);
  });
});

test('whatever somebody has set on an object, a sync after the one that adopts it has nothing to do', async () => {
  const flag = fc.constantFrom('0', '1');
  const theirs = fc.record(
    {
      search: fc.constantFrom(QUERY, `${QUERY}\n`, QUERY.replace(' by', '  by')),
      description: fc.constantFrom('', 'theirs'),
      disabled: flag,
      is_scheduled: fc.constant('1'),
      cron_schedule: fc.constant('7 * * * *'),
      schedule_window: fc.constantFrom('0', '5', 'auto'),
      'dispatch.earliest_time': fc.constantFrom('-1h', '0'),
      'dispatch.latest_time': fc.constant('now'),
      'action.notable': flag,
      'action.notable.param.rule_title': fc.constant('theirs'),
      'action.risk': flag,
      'action.risk.param._risk': fc.constant('[]'),
      'action.summary_index': flag,
      'action.summary_index._name': fc.constantFrom('summary', 'theirs'),
      'action.correlationsearch.enabled': flag,
      'action.email': flag,
      'action.email.to': fc.constantFrom('soc@example.com', '$result.owner$'),
      'action.webhook': flag,
      'action.webhook.param.url': fc.constant('https://soar.example/'),
    },
    { requiredKeys: ['search', 'cron_schedule', 'dispatch.latest_time'] },
  );
  const config = fc.record({ enterpriseSecurity: fc.boolean(), output: fc.constantFrom(...OUTPUTS, 'off' as const) });
  await fc.assert(
    fc.asyncProperty(theirs, config, async (own, { enterpriseSecurity, output }) => {
      const needed = output === 'notable' || output === 'risk';
      const schedule: ScheduleConfig = output === 'off' ? { enabled: false } : scheduled(output);
      await replaceByTheirs(own as Record<string, string>);
      await settles({ enterpriseSecurity: enterpriseSecurity || needed, schedule });
    }),
    { numRuns: 60 },
  );
});
