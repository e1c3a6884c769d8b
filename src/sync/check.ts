import type { Environment } from '../config/schema.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { CheckedKql } from '../kql/check.ts';
import { checkSpl } from '../spl/check.ts';
import { dispatchWindow } from '../spl/time.ts';
import type { CheckedHunt, CheckedQuery, SplunkQuery } from './query.ts';

export interface CheckHuntsOptions {
  /** What the user's platforms have beyond the defaults. */
  readonly environment: Environment;
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

/**
 * Each hunt with the queries that its platforms would get: checked, translated, repaired, or rejected with a reason.
 * SPL says nothing of time, so its window is the look-back of its KQL twin.
 */
export async function checkHunts(
  hunts: readonly Hunt[],
  { environment, cacheDir }: CheckHuntsOptions,
): Promise<CheckedHunt[]> {
  const kql = await checkAllKql(hunts, environment, cacheDir);
  return hunts.map((hunt) => {
    const { spl: splText, kql: kqlText } = hunt.queries;
    const twins = kqlText === undefined ? [] : (kql.get(kqlText) ?? []);
    return {
      hunt,
      splunk: splText === undefined ? [] : [checkTwin(splText, twins, environment.splunk)],
      sentinel: twins.map(withoutLookback),
    };
  });
}

async function checkAllKql(
  hunts: readonly Hunt[],
  environment: Environment,
  cacheDir: string | undefined,
): Promise<Map<string, CheckedKql[]>> {
  const sources = hunts.flatMap(({ queries }) => queries['kql'] ?? []);
  if (sources.length === 0) return new Map();
  const { checkKqlBatch } = await import('../kql/pool.ts');
  return checkKqlBatch(sources, { environment: environment.sentinel, ...(cacheDir === undefined ? {} : { cacheDir }) });
}

function checkTwin(spl: string, twins: readonly CheckedKql[], environment: Environment['splunk']): SplunkQuery {
  const lookback = twins.reduce<number | null>(
    (longest, { lookbackSeconds }) => (lookbackSeconds === null ? longest : Math.max(longest ?? 0, lookbackSeconds)),
    null,
  );
  return checkSpl(spl, { environment, ...dispatchWindow(lookback) });
}

function withoutLookback({ lookbackSeconds: _, ...query }: CheckedKql): CheckedQuery {
  return query;
}
