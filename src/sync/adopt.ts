import type { CodeOf } from '../core/codes.ts';
import type { Problem } from '../core/problem.ts';
import type { POLICY_CODES } from './codes.ts';
import type { PlatformPlan } from './plan.ts';
import { huntKeyOf } from './retire.ts';
import { sameForm } from './same-form.ts';
import type { PlanContext, PlanTarget, Wanted } from './target.ts';
import type { ActualObject, DesiredObject } from './types.ts';

/** What may be taken over: `policy.adopt` and `policy.adoptSameQuery`. */
export type Adoption = Pick<PlanContext, 'adopt' | 'adoptSameQuery'>;

/** Finds unmanaged objects that may be taken over, each once. */
export interface Adopter {
  /**
   * The unmanaged object for a hunt that has none of its own: the one in its place, else one that has its query. Null where there
   * is none, or none that may be taken.
   */
  find(want: Wanted, object: DesiredObject): ActualObject | null;
}

/**
 * An entry of `policy.adopt` names either side: an object by its id or name, or a hunt by its key. Objects are tried in the order of
 * their ids.
 */
export function createAdopter(
  { queryField }: Pick<PlanTarget, 'queryField'>,
  unmanaged: ReadonlyMap<string, ActualObject>,
  { adopt, adoptSameQuery = false }: Adoption,
): Adopter {
  if (adopt.size === 0 && !adoptSameQuery) return { find: () => null };
  const free = new Map(unmanaged);
  const byQuery = new Map<string, ActualObject[]>();
  for (const object of [...unmanaged.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const query = sameForm(object.fields[queryField] ?? '');
    if (query !== '') byQuery.set(query, [...(byQuery.get(query) ?? []), object]);
  }
  return {
    find(want, object) {
      const isNamed = (found: ActualObject) => [...namesOfHunt(want.key), ...namesOf(found)].some((n) => adopt.has(n));
      const inPlace = free.get(object.id);
      const queries = new Set([object.fields[queryField] ?? '', ...(want.queries ?? [])].map(sameForm));
      const alike = [...queries].flatMap((query) => byQuery.get(query) ?? []).filter(({ id }) => free.has(id));
      const found =
        inPlace && isNamed(inPlace) ? inPlace : alike.find((one) => isNamed(one) || (adoptSameQuery && !inPlace));
      if (found) free.delete(found.id);
      return found ?? null;
    },
  };
}

function namesOf({ id, name }: ActualObject): readonly string[] {
  return [id, name];
}

/** As an operator may write it: the key of a statement, of its hunt, or a use case's id. */
function namesOfHunt(key: string): readonly string[] {
  const hunt = huntKeyOf(key);
  return [key, hunt, hunt.replace(/^uc:/, '')];
}

/** One platform of a run: what it holds, and what is to become of it. */
export interface AdoptedOn {
  readonly plan: PlatformPlan;
  readonly actual: readonly ActualObject[];
}

/** Entries of `policy.adopt` that took nothing over and name nothing that is managed already, with the reason where one is known. */
export function idleAdoptions(adopt: ReadonlySet<string>, platforms: readonly AdoptedOn[]): Problem<PolicyCode>[] {
  const managed = platforms.flatMap(({ actual }) => actual.filter(({ marker }) => marker !== null));
  const taken = platforms.flatMap(({ plan }) => plan.changes.filter(({ reason }) => reason === 'adopted'));
  const done = new Set([
    ...managed.flatMap((object) => [...namesOf(object), ...namesOfHunt(object.marker?.key ?? '')]),
    ...taken.flatMap(({ key, before }) => [...namesOfHunt(key), ...(before ? namesOf(before) : [])]),
  ]);
  const there = new Set(platforms.flatMap(({ actual }) => actual.flatMap(namesOf)));
  return [...adopt]
    .filter((entry) => !done.has(entry))
    .map((entry) => ({
      code: 'adopt-matched-nothing',
      message: there.has(entry)
        ? `policy.adopt: "${entry}" is there, but no hunt belongs in its place or has its query, so it stays unmanaged.`
        : `policy.adopt: "${entry}" is neither the id or name of an object on a platform nor the key of a hunt that has one.`,
    }));
}

type PolicyCode = CodeOf<typeof POLICY_CODES>;
