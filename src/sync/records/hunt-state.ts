import { groupBy } from '../../core/group.ts';
import { sha256 } from '../../core/hash.ts';
import { withMadeParts } from '../../core/made-parts.ts';
import type { Hunt } from '../../hunts/hunt.ts';
import { evidenceOf } from '../evidence.ts';
import { type FinderOfKind, finderOfKind } from '../match.ts';
import type { PlatformPlan } from '../plan.ts';
import { proofOf } from '../proofs.ts';
import { type CheckedHunt, queriesFor } from '../query.ts';
import { huntKeyOf } from '../retire.ts';
import type { PlanTarget } from '../target.ts';
import type { ActualObject, Change } from '../types.ts';
import type { HuntState } from './build.ts';

/** Managed objects as they are after these changes, in the order of both lists: what is read from a shelf is read in its order. */
export function objectsAfter(actual: readonly ActualObject[], done: readonly Change[]): ActualObject[] {
  const objects = new Map(actual.filter(({ marker }) => marker !== null).map((object) => [object.id, object]));
  for (const { id, name, after } of done) {
    if (after) objects.set(id, withMadeParts({ id, name, marker: after.marker }, ['fields'], { read: () => after }));
    else objects.delete(id);
  }
  return [...objects.values()];
}

/** Hunts and their objects on one platform. */
export interface HuntStates {
  of(hunt: CheckedHunt): HuntState;
  /**
   * The state of a hunt that this run does not call for; null if the platform has no object of it.
   *
   * @param ids its objects so far: they may carry the key of another hunt with the identical query (`src/sync/match.ts`).
   */
  ofKey(key: string, ids: readonly string[]): Stand | null;
}

/** The state of a hunt by its objects. */
type Stand = Omit<HuntState, 'repairs' | 'additions' | 'proof' | 'problems'>;

/** The state of each hunt on the platform: its objects, or why there are none. */
export function huntStates(
  target: Pick<PlanTarget, 'kind' | 'queryField'>,
  plan: PlatformPlan,
  objects: readonly ActualObject[],
): HuntStates {
  const byKey = groupById(objects, ({ marker }) => huntKeyOf(marker?.key ?? ''));
  const ofKind = finderOfKind(objects, target.queryField);
  let known: ReadonlyMap<string, ActualObject> | undefined;
  const withIds = (ids: readonly string[]) => {
    known ??= new Map(objects.map((object) => [object.id, object]));
    return [...new Set(ids)].sort().flatMap((id) => known?.get(id) ?? []);
  };
  let byQuery: ReadonlyMap<string, readonly ActualObject[]> | undefined;
  const withQuery = (text: string) => {
    byQuery ??= groupById(objects, ({ fields }) => sha256(fields[target.queryField] ?? ''));
    return byQuery.get(sha256(text)) ?? [];
  };
  const drift = groupBy(plan.drifts, ({ key }) => huntKeyOf(key));
  const rejected = groupBy(plan.rejects, ({ key }) => huntKeyOf(key));
  const clashing = groupBy(plan.clashes, ({ key }) => huntKeyOf(key));

  const stand = (held: readonly ActualObject[]): Stand => {
    const dates = held.map(({ marker }) => marker?.retired ?? null);
    const isRetired = dates.every((date) => date !== null);
    const keys = new Set(held.map(({ marker }) => huntKeyOf(marker?.key ?? '')));
    const edited = [...keys].flatMap((key) => drift.get(key) ?? []).flatMap(({ fields }) => fields);
    return {
      status: isRetired ? 'retired' : 'active',
      retired_on: isRetired ? (dates.filter((date) => date !== null).sort()[0] ?? null) : null,
      objects: held.map(({ id }) => id),
      query: held.map(({ fields }) => fields[target.queryField] ?? '').join('\n\n'),
      drifted: [...new Set(edited.map(({ field }) => field))].sort(),
    };
  };

  return {
    of(checked) {
      const queries = queriesFor(checked, target.kind);
      const accepted = queries.filter(({ verdict }) => verdict !== 'rejected');
      // A hunt may be stored under another key with the identical query (`src/sync/match.ts`).
      const { hunt } = checked;
      const former = () => (hunt.aliases ?? []).flatMap((alias) => byKey.get(alias) ?? []);
      const same = () => accepted.flatMap(({ text }) => withQuery(text));
      const held = byKey.get(hunt.key) ?? firstFound(former, same, () => ofKind(firstOf(hunt)));
      const refusals = rejected.get(hunt.key) ?? [];
      const clashes = clashing.get(hunt.key) ?? [];
      const shared = {
        repairs: [...new Set(accepted.flatMap(({ repairs }) => repairs))].sort(),
        additions: [...new Set(accepted.flatMap(({ additions = [] }) => additions))].sort(),
        proof: proofOf(queries)?.verdict ?? ('' as const),
        problems: [
          ...refusals.flatMap(({ problems }) => problems.map(({ code, message }) => `${code}: ${message}`)),
          ...clashes.map(({ name }) => `"${name}" is there already and unmanaged.`),
        ],
      };
      if (held.length > 0) return { ...stand(held), ...shared };
      const status = queries.length === 0 ? 'no-query' : refusals.length > 0 ? 'rejected' : 'failed';
      const query = queries.map(({ text }) => text).join('\n\n');
      return { status, retired_on: null, objects: [], query, drifted: [], ...shared };
    },
    ofKey(key, ids) {
      const held = byKey.get(key) ?? withIds(ids);
      return held.length > 0 ? stand(held) : null;
    },
  };
}

/** Groups of objects, each in the order of their ids. */
function groupById(
  objects: readonly ActualObject[],
  keyOf: (object: ActualObject) => string,
): ReadonlyMap<string, readonly ActualObject[]> {
  const groups = groupBy(objects, keyOf);
  for (const group of groups.values()) group.sort((a, b) => (a.id < b.id ? -1 : 1));
  return groups;
}

/** What the first of these ways finds that finds anything. */
function firstFound(...ways: readonly (() => readonly ActualObject[])[]): readonly ActualObject[] {
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

/** The first statement of a hunt, as it is matched with objects. */
function firstOf(hunt: Hunt): Parameters<FinderOfKind>[0] {
  return { key: hunt.key, evidence: evidenceOf(hunt), observables: hunt.observables };
}
