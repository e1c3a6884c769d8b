import type { Config } from '../config/schema.ts';
import type { Platform } from '../sync/platform.ts';
import { leftToPreferred, sharesData } from '../sync/prefer.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import { type Siem, siemsFor } from '../sync/siem.ts';
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
  return new Map(
    running.map((platform) => {
      const meant = checked.filter((one) => !runsElsewhere(platform, one, config, siems));
      return [platform.name, (platform.runOnly?.(meant) ?? []).map(({ object }) => object)] as const;
    }),
  );
}

/** With `policy.prefer`, a hunt that one platform of a language and tenant keeps is not run on another as well. */
function runsElsewhere(
  { name, kind }: Platform,
  checked: CheckedHunt,
  { platforms, policy: { prefer } }: Config,
  siems: readonly Siem[],
): boolean {
  if (prefer === 'both') return false;
  const preference = { prefer, platforms, siems };
  if (leftToPreferred({ name, kind }, [checked], preference)) return true;
  const language = siems.find((siem) => siem.kind === kind)?.language;
  return platforms.some(
    (other) =>
      other.kind !== kind &&
      siems.find((siem) => siem.kind === other.kind)?.language === language &&
      sharesData({ name, kind }, other, preference) === true &&
      queriesFor(checked, other.kind).some(
        ({ verdict, alert }) => verdict !== 'rejected' && alert?.lacks === undefined,
      ),
  );
}
