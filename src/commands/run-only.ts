import type { Config } from '../config/schema.ts';
import type { Platform } from '../sync/platform.ts';
import { runsElsewhere } from '../sync/prefer.ts';
import { siemsFor } from '../sync/siem.ts';
import type { ActualObject } from '../sync/types.ts';
import type { Context } from './context.ts';
import { readConfigured } from './read-config.ts';

/**
 * What articles call for that can be run on a platform and not be kept there, by the platform's name. Sources are read only where a
 * platform has such hunts.
 */
export async function runOnlyOn(
  config: Config,
  platforms: readonly Platform[],
  context: Context,
): Promise<ReadonlyMap<string, readonly ActualObject[]>> {
  const running = platforms.filter(({ runOnly }) => runOnly !== undefined);
  if (running.length === 0) return new Map();
  const kinds = config.platforms.map(({ kind }) => kind);
  const siems = siemsFor(context.siems, kinds);
  const { checked } = await readConfigured(config, context, siems);
  const preference = { prefer: config.policy.prefer, platforms: config.platforms, siems };
  return new Map(
    running.map((platform) => {
      const meant = checked.filter((one) => !runsElsewhere(platform, one, preference));
      return [platform.name, (platform.runOnly?.(meant) ?? []).map(({ object }) => object)] as const;
    }),
  );
}
