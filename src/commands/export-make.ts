import type { Config } from '../config/schema.ts';
import { contextOf, type Desired } from '../pipeline/desired.ts';
import { rejectedOn } from '../pipeline.ts';
import { type Exported, partHunts } from '../sync/exported.ts';
import type { Platform } from '../sync/platform.ts';
import type { CheckedHunt } from '../sync/query.ts';
import type { ActualObject } from '../sync/types.ts';

export const EXPORTS = ['splunk', 'sentinel', 'navigator', 'stix'] as const;
export type ExportKind = (typeof EXPORTS)[number];

/** What exports are made of. */
export interface Material {
  readonly config: Config;
  /** One of the kind for `splunk` and `sentinel`; any for the others. */
  readonly platforms: readonly Platform[];
  readonly desired: Desired;
  readonly hunts: readonly CheckedHunt[];
  /** What platforms hold, by their names, where they were asked. */
  readonly listed?: ReadonlyMap<string, readonly ActualObject[]>;
  readonly now: Date;
}

/** Loads the exporter that is asked for, and only that one, and calls it. */
export async function makeExport(kind: ExportKind, material: Material): Promise<Exported> {
  const { config, platforms, desired, hunts, now } = material;
  if (kind === 'stix') {
    const { exportStix } = await import('../exporters/stix/index.ts');
    return exportStix(desired.dated, hunts, languagesOf(platforms));
  }
  if (kind === 'navigator') return makeLayers(material);
  const [platform] = platforms;
  if (!platform) throw new Error(`no platform for an export of kind ${kind}`);
  const context = { ...contextOf(desired, config.policy, now), rejected: rejectedOn(platform, hunts) };
  if (kind === 'sentinel') {
    const { exportSentinel } = await import('../sentinel/export/index.ts');
    return exportSentinel(platform, hunts, context, config.environment);
  }
  const { exportSplunk } = await import('../splunk/export/index.ts');
  const own = config.platforms.find(({ name }) => name === platform.name);
  return exportSplunk(platform, own?.kind === 'splunk' ? own.app : 'huntsync', hunts, context);
}

async function makeLayers({ platforms, desired, hunts, listed }: Material): Promise<Exported> {
  const { exportNavigator } = await import('../exporters/navigator.ts');
  const { dated: articles } = desired;
  if (listed) {
    const { huntsInUse } = await import('../exporters/deployed.ts');
    const inUse = huntsInUse([...listed.values()].flat());
    return exportNavigator({ articles, hunts: inUse, leftOut: [], platforms: [...listed.keys()] });
  }
  const languages = languagesOf(platforms);
  const own = hunts.map(({ hunt, splunk, sentinel }) => ({
    hunt,
    splunk: languages.includes('spl') ? splunk : [],
    sentinel: languages.includes('kql') ? sentinel : [],
  }));
  const { accepted, leftOut } = partHunts(own);
  return exportNavigator({ articles, hunts: accepted.map(({ hunt }) => hunt), leftOut });
}

/** The languages that these platforms' hunts are in. */
function languagesOf(platforms: readonly Platform[]): readonly ('spl' | 'kql')[] {
  const kinds = new Set(platforms.map(({ kind }) => kind));
  return (['spl', 'kql'] as const).filter((language) => kinds.has(language === 'spl' ? 'splunk' : 'sentinel'));
}
