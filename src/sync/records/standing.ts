import { groupBy } from '../../core/group.ts';
import type { PlatformPlan } from '../plan.ts';
import type { CheckedHunt } from '../query.ts';
import { huntKeyOf } from '../retire.ts';
import type { PlanTarget } from '../target.ts';
import type { ActualObject } from '../types.ts';
import type { HuntState } from './build.ts';
import { type HuntStates, huntStates } from './hunt-state.ts';
import type { RecordRow } from './schema.ts';
import { textList } from './values.ts';

/** What a hunt's record says of one platform: `NAME: STATE`, a line for each platform that has the hunt, can run it or rejects it. */
export interface Standing {
  /** As the configuration names the platform. */
  readonly name: string;
  /** What it tells lines of; absent where only lines are known. */
  readonly states?: HuntStates;
  /** Null where the platform has nothing of the hunt. */
  of(checked: CheckedHunt): string | null;
  /** Of a hunt that this run does not call for. */
  ofKey(key: string): string | null;
}

/** What the records of one platform tell of the platforms. */
export interface Standings {
  /** Those that this run has read. */
  readonly seen: readonly Standing[];
  /** Names of those that it has not: what the records know of them stays. */
  readonly unseen: ReadonlySet<string>;
}

const IN_USE = 'in use';
const RUN_ONLY = 'run only: ';
/** A value that says what was done to the field: a state, a number. */
const WORD = /^[\w.-]{1,40}$/;

/** How hunts stand on a platform. Lines are made once for each hunt, however many platforms keep records. */
export function standingOn(
  name: string,
  target: Pick<PlanTarget, 'kind' | 'queryField'>,
  plan: PlatformPlan,
  objects: readonly ActualObject[],
): Standing {
  const states = huntStates(target, plan, objects);
  const reasons = groupBy(plan.runOnly ?? [], ({ key }) => huntKeyOf(key));
  const rejects = groupBy(plan.rejects, ({ key }) => huntKeyOf(key));
  const drifts = groupBy(plan.drifts, ({ key }) => huntKeyOf(key));
  const made = new Map<string, string | null>();

  const edit = (key: string, field: string): string => {
    const found = (drifts.get(key) ?? []).flatMap(({ fields }) => fields).find((one) => one.field === field);
    return WORD.test(found?.before ?? '') ? `${field} = ${found?.before}` : field;
  };
  const line = (key: string, state: Pick<HuntState, 'status' | 'drifted'> | null): string | null => {
    const codes = (rejects.get(key) ?? []).flatMap(({ problems }) => problems.map(({ code }) => code));
    const parts = [
      ...(state?.status === 'active' ? [IN_USE] : []),
      ...(state?.status === 'retired' ? ['retired'] : []),
      ...(state && state.drifted.length > 0
        ? [`edited: ${state.drifted.map((one) => edit(key, one)).join(', ')}`]
        : []),
      ...new Set((reasons.get(key) ?? []).map(({ reason }) => RUN_ONLY + reason)),
      ...(codes.length > 0 ? [`rejected: ${[...new Set(codes)].join(', ')}`] : []),
    ];
    return parts.length === 0 ? null : `${name}: ${parts.join('; ')}`;
  };
  const once = (key: string, make: () => string | null): string | null => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(key, fresh);
    return fresh;
  };

  return {
    name,
    states,
    of: (checked) => once(checked.hunt.key, () => line(checked.hunt.key, states.of(checked))),
    ofKey: (key) => once(key, () => line(key, states.ofKey(key, []))),
  };
}

/** What is known now, and what a record said of platforms that this run has not read. */
export function withUnseen(
  known: readonly string[],
  { unseen }: Pick<Standings, 'unseen'>,
  before: RecordRow | undefined,
): string[] {
  const kept = textList(before?.['platforms']).filter((one) => unseen.has(platformIn(one)));
  return [...known, ...kept].sort();
}

/** Does a hunt's record say that a platform can only run it? */
export function isRunOnly(platforms: readonly string[], name: string): boolean {
  return partsOf(platforms, name).some((part) => part.startsWith(RUN_ONLY));
}

/** Does a hunt's record say that a platform has all of it in use? */
export function isToldInUse(platforms: readonly string[], name: string): boolean {
  const parts = partsOf(platforms, name);
  return parts.includes(IN_USE) && !parts.some((part) => part.startsWith(RUN_ONLY));
}

function partsOf(platforms: readonly string[], name: string): string[] {
  return platforms
    .filter((line) => platformIn(line) === name)
    .flatMap((line) => line.slice(name.length + 2).split('; '));
}

function platformIn(line: string): string {
  return line.slice(0, Math.max(0, line.indexOf(': ')));
}
