import type { Config } from '../config/schema.ts';
import type { Desired } from '../pipeline/desired.ts';
import type { CheckedHunt } from '../sync/query.ts';
import type { Siem } from '../sync/siem.ts';
import type { Context } from './context.ts';
import { createReading } from './parts.ts';

/**
 * What the sources of a configuration call for, and its hunts in the form that these kinds of SIEM would get: what a sync would read.
 *
 * @param checkedFor kinds of SIEM; `readFor` where not given.
 */
export async function readConfigured(
  config: Config,
  context: Context,
  readFor: readonly Siem[],
  checkedFor: readonly Siem[] = readFor,
): Promise<{ readonly desired: Desired; readonly checked: readonly CheckedHunt[] }> {
  const [{ readDesired, readOptionsOf }, { checkHunts }] = await Promise.all([
    import('../pipeline/desired.ts'),
    import('../sync/check.ts'),
  ]);
  const { sources, ...beside } = await createReading(config, context);
  const { signal, cacheDir } = context;
  const desired = await readDesired(
    sources,
    readOptionsOf(config, { now: context.now(), siems: readFor, signal, ...beside }),
  );
  const { environment, policy: native } = config;
  const checked = await checkHunts(desired.hunts, { siems: checkedFor, environment, native, cacheDir });
  return { desired, checked };
}
