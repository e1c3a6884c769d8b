import { expect, test } from 'vitest';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import { planNotes } from '../../src/sync/plan-notes.ts';
import type { Change } from '../../src/sync/types.ts';

const notes = (plan: Partial<PlatformPlan>) => planNotes(plan as PlatformPlan, 2);
const left = { preferred: 'def', keepers: ['soc-def'], huntCount: 3 };
const standby = ['uc:A', 'uc:A#2', 'uc:B'].map((key) => ({ op: 'create', key, name: key }) as unknown as Change);

test('a plan tells what is left, what stands by and what is kept, each where there is any', () => {
  expect(notes({})).toEqual([]);
  expect(notes({ leftTo: left })).toEqual(['. left to soc-def  3 hunts that it keeps (policy.prefer)']);
  expect(notes({ leftTo: { ...left, takenCount: 1 }, standby })).toEqual([
    '. left to soc-def  3 hunts that it keeps (policy.prefer)',
    '. stands by for soc-def  2 hunts that it is to get: what it does not take is kept here',
    '. kept for soc-def  1 hunt that it is not seen to have; let go of once it is',
  ]);
  expect(notes({ leftTo: { ...left, keepers: ['x', 'y'], huntCount: 0, takenCount: 2 } })).toEqual([
    '. kept for x, y  2 hunts that they are not all seen to have; let go of once they are',
  ]);
});
