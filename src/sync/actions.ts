import type { WriteOutcome } from './platform.ts';
import type { PlanTarget } from './target.ts';
import type { ActualObject, Fields } from './types.ts';

/** What tells on which fields the actions of an object depend. */
export type ActionTarget = Pick<PlanTarget, 'retiredFields' | 'actedOnFields' | 'switchFields'>;

/**
 * The fields of a change that may not be made: somebody has the object act on what it finds, and a change of these would let an
 * article, a stranger's text, decide on what it acts, or when. What takes the object out of use is let through, alone: somebody may
 * switch it on again, with whatever query it has then.
 */
export function heldFields(
  { retiredFields, actedOnFields = [] }: ActionTarget,
  { actions = [], fields }: Pick<ActualObject, 'actions' | 'fields'>,
  after: Fields,
): string[] {
  if (actions.length === 0) return [];
  const isRetired = Object.entries(retiredFields).every(([field, value]) => after[field] === value);
  const held = actedOnFields.filter(
    (field) => (fields[field] ?? '') !== (after[field] ?? '') && !(isRetired && field in retiredFields),
  );
  // Half of a state is none.
  const state = held.some((field) => field in retiredFields) ? Object.keys(retiredFields) : [];
  return [...new Set([...held, ...state.filter((field) => (fields[field] ?? '') !== (after[field] ?? ''))])];
}

/**
 * The wanted fields of an object without the switches of actions that somebody has given it: what is on by their hand is theirs. If huntsync
 * claimed the switch, the next run would take the action for its own, and let an article steer it.
 */
export function withoutTheirSwitches(
  { switchFields = {} }: Pick<ActionTarget, 'switchFields'>,
  { actions = [], fields }: Pick<ActualObject, 'actions' | 'fields'>,
  wanted: Fields,
): Fields {
  const theirs = actions.flatMap((action) => switchFields[action] ?? []).filter((field) => field in wanted);
  if (theirs.length === 0) return wanted;
  return { ...wanted, ...Object.fromEntries(theirs.map((field) => [field, fields[field] ?? ''])) };
}

/** What becomes of a change to an object as a write finds it: null where it decides on nothing that its actions act on. */
export function refusedByActions(target: ActionTarget, there: ActualObject, after: Fields): WriteOutcome | null {
  const unclaimed = withoutTheirSwitches(target, there, after);
  const claims = Object.keys(unclaimed).some((field) => unclaimed[field] !== after[field]);
  if (!claims && heldFields(target, there, after).length === 0) return null;
  const { actions = [] } = there;
  const message =
    `somebody has it act on what it finds (${actions.join(', ')}), which an article may not steer: its query was not changed. ` +
    'Take the actions off, or make an object of your own for them';
  return { status: 'conflict', message };
}
