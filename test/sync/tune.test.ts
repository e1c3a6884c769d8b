import { describe, expect, test } from 'vitest';
import { sentinel } from '../../src/sentinel/siem.ts';
import { splunk } from '../../src/splunk/siem.ts';
import { checkHunts } from '../../src/sync/check.ts';
import { queriesFor } from '../../src/sync/query.ts';
import { makeHunt } from '../support/hunts.ts';
import { DEFAULT_ENVIRONMENT, NO_EXTRAS } from '../support/siems.ts';

const SIEMS = [splunk, sentinel];
const TUNED = {
  ...DEFAULT_ENVIRONMENT,
  splunk: { ...NO_EXTRAS, filterMacros: true },
  sentinel: { tables: {}, functions: [], watchlists: { allow: 'huntsync_allow' } },
};
/** Nothing else is added. */
const native = { entities: 'none', timeRange: 'query' } as const;
const spl = '| tstats count from datamodel=Endpoint.Processes by Processes.dest';
const kql = 'DeviceProcessEvents | project TimeGenerated, DeviceName';

async function textsOf(key: string, environment: typeof DEFAULT_ENVIRONMENT) {
  const [hunt] = await checkHunts([makeHunt({ key, spl, kql })], { siems: SIEMS, environment, native });
  return SIEMS.map(({ kind }) =>
    (hunt ? queriesFor(hunt, kind) : []).map(({ text, additions = [] }) => [text, additions]),
  );
}

describe('tuning without drift', () => {
  test('is off by default: a search that calls a macro which is not there does not run', async () => {
    expect(await textsOf('uc:UC_LSASS', DEFAULT_ENVIRONMENT)).toEqual([[[spl, []]], [[kql, []]]]);
  });

  test('is added to a hunt of our own use cases, whoever wrote its text', async () => {
    const [[search] = [], [query] = []] = await textsOf('uc:UC_LSASS', TUNED);
    expect(String(search?.[0]).split(/\s+\| /)).toEqual([spl, '`huntsync_uc_lsass_filter`']);
    expect(search?.[1]).toEqual(['filter-macro']);
    expect(query?.[0]).toContain("_GetWatchlist('huntsync_allow')");
    expect(query?.[1]).toEqual(['allow-list']);
  });

  test.each(['uc:UC_SOMEBODY_ELSES', 'article:a-hunt-of-its-own'])('not to %s', async (key) => {
    expect(await textsOf(key, TUNED)).toEqual([[[spl, []]], [[kql, []]]]);
  });

  test('nor to a query that may not be pushed', async () => {
    const [hunt] = await checkHunts([makeHunt({ key: 'uc:UC_LSASS', spl: '| delete', kql: '.drop table T' })], {
      siems: SIEMS,
      environment: TUNED,
    });
    for (const { kind } of SIEMS) {
      expect(queriesFor(hunt ?? { hunt: makeHunt(), queries: {} }, kind)[0]).toMatchObject({ verdict: 'rejected' });
    }
  });
});
