import type { Environment } from '../config/schema.ts';
import type { Hunt } from '../hunts/hunt.ts';
import { catalogueUseCase } from '../knowledge/catalogue.ts';
import type { CheckedHunt } from './query.ts';
import type { Siem } from './siem.ts';

export interface TuneOptions {
  readonly siems: readonly Pick<Siem, 'kind' | 'tunable'>[];
  readonly environment: Environment;
}

/** Whether a hunt is one of our own use cases, and a kind of SIEM has a way to tune its queries. */
export function isTunable({ key }: Hunt, { siems }: TuneOptions): boolean {
  return siems.some(({ tunable }) => tunable) && catalogueUseCase(useCaseOf(key)) !== undefined;
}

function useCaseOf(key: string): string {
  return key.startsWith('uc:') ? key.slice('uc:'.length) : '';
}

/**
 * The queries of a hunt with what lets a site tune them without an edit, which would be drift. Only hunts of our own use cases have
 * that, whoever wrote their text: what a site keeps its exceptions in has to have a name that stays.
 */
export async function tunedQueries(
  { key }: Hunt,
  queries: CheckedHunt['queries'],
  { siems, environment }: TuneOptions,
): Promise<CheckedHunt['queries']> {
  const useCase = useCaseOf(key);
  const tuned = siems.map(async ({ kind, tunable }) => {
    const own = (queries[kind] ?? []).map(async (query) =>
      query.verdict === 'rejected' || !tunable ? query : tunable(query, useCase, environment[kind]),
    );
    return [kind, await Promise.all(own)] as const;
  });
  return { ...queries, ...Object.fromEntries(await Promise.all(tuned)) };
}
