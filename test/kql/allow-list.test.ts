import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/knowledge/catalogue.ts';
import { withAllowList } from '../../src/kql/allow-list.ts';
import { checkKql } from '../../src/kql/check.ts';
import { createKqlProving } from '../../src/kql/prove/index.ts';
import { EMPTY_ENVIRONMENT } from '../../src/kql/schema.ts';
import type { CheckedQuery } from '../../src/sync/query.ts';

const LISTED = { ...EMPTY_ENVIRONMENT, watchlists: { allow: 'huntsync_allow' } };

function checked(kql: string): CheckedQuery {
  const [query, ...more] = checkKql(kql);
  if (!query || more.length > 0) throw new Error('not one query');
  return query;
}

describe('the allow-list of a workspace', () => {
  const OWN = loadCatalogue().flatMap(({ id, queries: { kql } }) => (kql === undefined ? [] : [{ id, kql }]));

  test('is read by nearly every query of our catalogue, which the checks then pass as before', () => {
    const without = OWN.filter(({ id, kql }) => {
      const before = checked(kql);
      const after = withAllowList(before, LISTED);
      if (after === before) return true;
      expect(after.text.startsWith(before.text.trimEnd()), id).toBe(true);
      expect(after.additions, id).toEqual(['allow-list']);
      const [again, ...more] = checkKql(after.text);
      expect(more).toEqual([]);
      expect(again, id).toMatchObject({ verdict: before.verdict === 'repaired' ? expect.any(String) : before.verdict });
      expect(again?.verdict, id).not.toBe('rejected');
      return false;
    });
    expect(without.length).toBeLessThan(OWN.length / 10);
  });

  test('leaves out rows about what it has, whatever its case', () => {
    const query = withAllowList(
      checked('DeviceProcessEvents | project TimeGenerated, DeviceName, AccountName'),
      LISTED,
    );
    expect(query.text).toContain("\n| where not(AccountName in~ ((_GetWatchlist('huntsync_allow')");
    const now = new Date('2026-06-01T00:00:00Z');
    const row = (DeviceName: string, AccountName: string) => ({
      TimeGenerated: '2026-05-31T12:00:00Z',
      DeviceName,
      AccountName,
    });
    const tables = {
      DeviceProcessEvents: [row('ws1', 'ann'), row('ws1', 'SVC_SCAN'), row('build-01', 'bob'), row('ws2', '')],
    };
    const found = createKqlProving(LISTED).run(
      query,
      { tables, lookups: { huntsync_allow: [{ SearchKey: 'svc_scan' }, { SearchKey: 'BUILD-01' }] } },
      now,
    );
    expect(found.status === 'evaluated' && found.rows.map(({ DeviceName }) => DeviceName)).toEqual(['ws1', 'ws2']);
    const open = createKqlProving(LISTED).run(query, { tables }, now);
    expect(open.status === 'evaluated' && open.rows).toHaveLength(4);
  });

  test('goes in front of a semicolon at the end', () => {
    const { text } = withAllowList(checked('let T = 1h;\nSigninLogs | where TimeGenerated > ago(T);'), LISTED);
    expect(text.endsWith(';')).toBe(true);
    expect(checked(text).verdict).not.toBe('rejected');
  });

  test.each([
    ['no watchlist is configured', 'SigninLogs | take 1', EMPTY_ENVIRONMENT],
    ['the result names nobody', 'SigninLogs | count', LISTED],
    ['the result is a chart', 'SigninLogs | summarize n = count() by UserPrincipalName | render piechart', LISTED],
  ])('is left out where %s', (_, kql, environment) => {
    const query = checked(kql);
    expect(withAllowList(query, environment)).toBe(query);
  });
});
