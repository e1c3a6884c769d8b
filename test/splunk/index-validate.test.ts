import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { Change } from '../../src/sync/types.ts';
import { askParser } from '../../src/sync/validate.ts';
import { type Setup, setup } from './support.ts';

let splunk: Setup;
beforeEach(async () => {
  splunk = await setup({ macros: { huntsync: { here: { definition: 'index=main' } } } });
});
afterEach(() => splunk.close());

function change(op: Change['op'], search: string, field = 'search'): Change {
  const marker = { key: search, written: {}, evidence: { articles: [], newest: null, sources: [] }, retired: null };
  const fields = [{ field, before: null, after: search }];
  return { op, key: search, id: search, name: search, fields, after: { fields: { search }, marker }, before: null };
}

function planOf(...changes: Change[]): PlatformPlan {
  const counts = { unchanged: 0, kept: 0, retired: 0, owned: 0 };
  return {
    name: 's',
    kind: 'splunk',
    target: 't',
    changes,
    ...counts,
    drifts: [],
    clashes: [],
    rejects: [],
    unmanaged: [],
  };
}

describe("Splunk's own parser has the last word", () => {
  test('a query that it does not take is rejected with its words, and stops no other', async () => {
    const plan = planOf(
      change('create', '| tstats count from datamodel=Endpoint.Processes'),
      change('create', '| nosuchcommand x'),
      change('update', 'index=main `nowhere`'),
      change('create', 'index=main `here`'),
    );
    const judged = await askParser(splunk.platform({ validate: 'live' }), plan, { concurrency: 2 });
    expect(judged.changes.map(({ key }) => key)).toEqual([plan.changes[0]?.key, plan.changes[3]?.key]);
    expect(judged.rejects.map(({ key, problems }) => [key, problems[0]?.code, problems[0]?.message])).toEqual([
      ['| nosuchcommand x', 'spl-refused-by-splunk', expect.stringContaining('nosuchcommand')],
      ['index=main `nowhere`', 'spl-refused-by-splunk', expect.stringContaining('nowhere')],
    ]);
  });

  test('only queries that are written anew are asked about, and none unless it is switched on', async () => {
    const asked = () => splunk.server.log.filter(({ path }) => path.endsWith('/parser')).length;
    const plan = planOf(change('update', '| nosuchcommand', 'description'), change('retire', '| nosuchcommand'));
    const live = await askParser(splunk.platform({ validate: 'live' }), plan, { concurrency: 2 });
    expect(live).toEqual(plan);
    const off = planOf(change('create', '| nosuchcommand'));
    expect(await askParser(splunk.platform(), off, { concurrency: 2 })).toEqual(off);
    expect(asked()).toBe(0);
  });

  test('a parser that cannot be asked is an error, not a verdict', async () => {
    splunk.server.fault({ path: /parser$/, respond: { status: 403, body: '' } });
    const ask = askParser(splunk.platform({ validate: 'live' }), planOf(change('create', '| x')), { concurrency: 1 });
    await expect(ask).rejects.toThrow(PlatformError);
  });
});
