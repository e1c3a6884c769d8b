import { planPlatform } from '../../src/sync/diff.ts';
import { decodeNewest } from '../../src/sync/evidence.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { PlanContext, PlanTarget, Wanted } from '../../src/sync/target.ts';
import type { ActualObject, Evidence, Fields } from '../../src/sync/types.ts';

/** The engine's tests: a target without a vendor, hunts that want objects there, and runs carried out in memory. */

export const target: PlanTarget = {
  name: 'test',
  kind: 'memory',
  target: 'here',
  queryField: 'query',
  severityField: 'severity',
  aboutFields: ['text'],
  retiredFields: { active: '0' },
  inUseFields: { active: '1' },
  recordable: (evidence) => evidence,
  audit: () => [],
};

export const context: PlanContext = {
  today: '2026-06-01',
  complete: true,
  articles: new Set(),
  carrying: new Set(),
  authoritative: new Set(),
  retireAfterDays: 'off',
  pruneAfterDays: 180,
  requested: new Set(),
  adopt: new Set(),
  onDrift: 'keep',
  rejected: [],
};

export const A = 'aaaaaaaa-0000-5000-8000-000000000001';
export const B = 'bbbbbbbb-0000-5000-8000-000000000002';

export function want(key: string, fields: Fields, evidence: Partial<Evidence> = {}): Wanted {
  const own = { articles: [A], newest: decodeNewest(`2026-05-01 ${A}`), sources: ['feed'], ...evidence };
  return {
    key,
    evidence: own,
    render: () => ({ key, id: `id ${key}`, name: key, fields: { active: '1', ...fields } }),
  };
}

/** Carries a plan out on a list of objects: what a platform without faults would hold afterwards. */
function carryOut(plan: PlatformPlan, objects: readonly ActualObject[]): ActualObject[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  for (const { id, name, after } of plan.changes) {
    if (after) byId.set(id, { id, name, ...after });
    else byId.delete(id);
  }
  return [...byId.values()];
}

export function run(wanted: readonly Wanted[], objects: readonly ActualObject[], extra: Partial<PlanContext> = {}) {
  const plan = planPlatform(target, wanted, objects, { ...context, ...extra });
  return { plan, ops: plan.changes.map(({ op, key }) => `${op} ${key}`), after: carryOut(plan, objects) };
}

export function edit(object: ActualObject | undefined, fields: Fields): ActualObject {
  if (!object) throw new Error('nothing to edit');
  return { ...object, fields: { ...object.fields, ...fields } };
}

/** The plan of a platform on which nothing is to do. */
export const EMPTY_PLAN: PlatformPlan = {
  name: 'splunk',
  kind: 'splunk',
  target: 'x',
  changes: [],
  unchanged: 0,
  kept: 0,
  retired: 0,
  owned: 0,
  drifts: [],
  clashes: [],
  rejects: [],
  unmanaged: [],
};
