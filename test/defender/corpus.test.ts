import { afterAll, describe, expect, test } from 'vitest';
import { silentProgress } from '../../src/core/progress.ts';
import { defender } from '../../src/defender/siem.ts';
import { readDesired } from '../../src/pipeline/desired.ts';
import { createDefenderLogs } from '../../src/sandbox/logs/defender.ts';
import { createBriefingsSource } from '../../src/sources/briefings.ts';
import { applyChanges } from '../../src/sync/apply.ts';
import { checkHunts } from '../../src/sync/check.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import { queriesFor } from '../../src/sync/query.ts';
import { rejectedOn } from '../../src/sync/rejected.ts';
import { CORPORA } from '../support/corpora.ts';
import { makePlanContext } from '../support/hunts.ts';
import { DEFAULT_ENVIRONMENT } from '../support/siems.ts';
import { startDefender } from './fixtures.ts';

const NOW = new Date('2026-06-01T00:00:00Z');
describe.each(['plain', 'unified'] as const)('a tenant that is %s', (tenant) => {
  const unified = tenant === 'unified';
  const started = startDefender({ logs: createDefenderLogs(NOW, unified) });
  afterAll(async () => (await started).server.close());

  describe.each(CORPORA)('$name', ({ folder, present }) => {
    test.skipIf(!present)('is rules that it takes, or run only with a reason, or rejected with one', async () => {
      const graph = await started;
      graph.state.rules = {};
      const source = createBriefingsSource({ name: 'corpus', path: folder, authoritative: false });
      const { hunts } = await readDesired([source], { now: NOW, siems: [defender] });
      const own = DEFAULT_ENVIRONMENT['defender'] as object;
      const environment = { ...DEFAULT_ENVIRONMENT, defender: { ...own, unified } };
      const checked = await checkHunts(hunts, { siems: [defender], environment });
      const step = async () => {
        const platform = graph.connect();
        const context = { ...makePlanContext(checked), rejected: rejectedOn(platform, checked) };
        const plan = planPlatform(platform, platform.wanted(checked), await platform.list(), context);
        const applied = await applyChanges(platform, plan.changes, { concurrency: 8, progress: silentProgress });
        return { plan, applied, only: platform.runOnly?.(checked) ?? [] };
      };
      const first = await step();
      expect(first.applied.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
      const statements = checked.flatMap((entry) => queriesFor(entry, 'defender'));
      const rejected = statements.filter(({ verdict }) => verdict === 'rejected');
      const counts = {
        statements: statements.length,
        rules: first.plan.changes.length,
        runOnly: first.only.length,
        rejected: rejected.length,
      };
      expect(counts.rules).toBeGreaterThan(counts.statements * 0.8);
      expect(counts.rules + counts.runOnly + counts.rejected).toBe(counts.statements);
      expect(first.only.every(({ reason }) => reason !== '')).toBe(true);
      expect(rejected.every(({ problems }) => problems.some(({ severity }) => severity === 'error'))).toBe(true);
      const codes = new Set(rejected.flatMap(({ problems }) => problems.map(({ code }) => code)));
      expect(codes.has('kql-workspace-only-table') && unified).toBe(false);
      expect(Object.keys(graph.state.rules)).toHaveLength(first.plan.changes.length);
      expect((await step()).plan.changes).toEqual([]);
    });
  });
});
