import type { Environment } from '../config/schema.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { Queries } from '../quoting/languages.ts';
import type { CheckedHunt, CheckedQuery, NativePolicy } from './query.ts';
import type { Siem } from './siem.ts';
import { tunedQueries } from './tune.ts';

export interface CheckHuntsOptions {
  /** The kinds of SIEM that get the hunts. */
  readonly siems: readonly Pick<Siem, 'kind' | 'language' | 'check' | 'withWindow' | 'tunable'>[];
  /** What the user's platforms have beyond the defaults. */
  readonly environment: Environment;
  /** What is added to queries for the platforms' pages; each kind's default where not given. */
  readonly native?: NativePolicy | undefined;
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

/** Lets the checks of hunts that are still being read get ready. */
export async function prepareChecks({
  siems,
  environment,
  native,
  cacheDir,
}: Omit<CheckHuntsOptions, 'siems'> & {
  readonly siems: readonly Pick<Siem, 'kind' | 'prepareCheck'>[];
}): Promise<void> {
  await Promise.all(
    siems.map(({ kind, prepareCheck }) => prepareCheck?.({ environment: environment[kind], native, cacheDir })),
  );
}

/**
 * Each hunt with the queries that its platforms would get: checked, translated, repaired, or rejected with a reason. Where a
 * query does not limit the time, its window is how far the hunt's queries in other languages look back.
 */
export async function checkHunts(hunts: readonly Hunt[], options: CheckHuntsOptions): Promise<CheckedHunt[]> {
  const checked = await checkQueries(hunts, options);
  return Promise.all(
    hunts.map(async (hunt, index) => ({ hunt, queries: await tunedQueries(hunt, checked[index] ?? {}, options) })),
  );
}

/** The same for anything that has queries, by the kind of SIEM. */
export async function checkQueries(
  all: readonly { readonly queries: Queries }[],
  { siems, environment, native, cacheDir }: CheckHuntsOptions,
): Promise<CheckedHunt['queries'][]> {
  const verdicts = await Promise.all(
    siems.map(async (siem) => {
      const texts = [...new Set(all.flatMap(({ queries }) => queries[siem.language.id] ?? []))];
      const checked = await siem.check(texts, { environment: environment[siem.kind], native, cacheDir });
      return { siem, checked };
    }),
  );
  return all.map(({ queries }) => {
    const found = verdicts.map(({ siem, checked }) => {
      const text = queries[siem.language.id];
      return { siem, queries: text === undefined ? [] : (checked.get(text) ?? []) };
    });
    const lookback = longestLookback(found.flatMap((one) => one.queries));
    return Object.fromEntries(
      found.map(({ siem, queries: own }) => {
        return [siem.kind, own.map((query) => siem.withWindow?.(query, lookback) ?? query)] as const;
      }),
    );
  });
}

function longestLookback(queries: readonly CheckedQuery[]): number | null {
  const known = queries.flatMap(({ lookbackSeconds }) => lookbackSeconds ?? []);
  return known.length === 0 ? null : Math.max(...known);
}
