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
const graph = await startDefender({ logs: createDefenderLogs(NOW, false) });
afterAll(() => graph.server.close());

describe.each(CORPORA)('$name', ({ folder, present }) => {
  test.skipIf(!present)(
    'is rules that the stand-in takes, or run only with a reason, or rejected with one',
    async () => {
      graph.state.rules = {};
      const source = createBriefingsSource({ name: 'corpus', path: folder, authoritative: false });
      const { hunts } = await readDesired([source], { now: NOW, siems: [defender] });
      const checked = await checkHunts(hunts, { siems: [defender], environment: DEFAULT_ENVIRONMENT });
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
      expect(first.plan.changes.length + first.only.length + rejected.length).toBe(statements.length);
      expect(first.only.every(({ reason }) => reason !== '')).toBe(true);
      expect(rejected.every(({ problems }) => problems.some(({ severity }) => severity === 'error'))).toBe(true);
      expect(Object.keys(graph.state.rules)).toHaveLength(first.plan.changes.length);
      expect((await step()).plan.changes).toEqual([]);
    },
  );
});
