import type { Config } from '../config/schema.ts';
import { contextOf, type Desired } from '../pipeline/desired.ts';
import { type Exported, partHunts } from '../sync/exported.ts';
import type { Platform } from '../sync/platform.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import { rejectedOn } from '../sync/rejected.ts';
import type { Siem } from '../sync/siem.ts';
import type { ActualObject } from '../sync/types.ts';

/** Exports for no SIEM of its own; the others are named by the kind of SIEM that they are for. */
export const NEUTRAL_EXPORTS = ['navigator', 'stix'] as const;
type NeutralExport = (typeof NEUTRAL_EXPORTS)[number];

/** What exports are made of. */
export interface Material {
  readonly config: Config;
  readonly siems: readonly Siem[];
  /** One of the kind for an export that is for a SIEM; any for the others. */
  readonly platforms: readonly Platform[];
  readonly desired: Desired;
  readonly hunts: readonly CheckedHunt[];
  /** What platforms hold, by their names, where they were asked. */
  readonly listed?: ReadonlyMap<string, readonly ActualObject[]>;
  readonly now: Date;
}

export function isNeutral(kind: string): kind is NeutralExport {
  return (NEUTRAL_EXPORTS as readonly string[]).includes(kind);
}

/** Loads the exporter that is asked for, and only that one, and calls it. */
export async function makeExport(kind: string, material: Material): Promise<Exported> {
  const { config, siems, platforms, desired, hunts, now } = material;
  if (kind === 'stix') {
    const { exportStix } = await import('../exporters/stix/index.ts');
    return exportStix(desired.merged, hunts, siemsOf(material), {
      stix: config.stix,
      indicatorDays: config.policy.indicatorDays,
    });
  }
  if (kind === 'navigator') return makeLayers(material);
  const [platform] = platforms;
  const siem = siems.find((one) => one.kind === kind);
  const own = config.platforms.find(({ name }) => name === platform?.name);
  if (!platform || !siem || !own) throw new Error(`no platform for an export of kind ${kind}`);
  const context = { ...contextOf(desired, config.policy, now), rejected: rejectedOn(platform, hunts) };
  return siem.exportHunts({ platform, config: own, environment: config.environment[kind], hunts, context });
}

async function makeLayers(material: Material): Promise<Exported> {
  const { exportNavigator } = await import('../exporters/navigator.ts');
  const { desired, hunts, listed, platforms } = material;
  const { dated: articles } = desired;
  if (listed) {
    const { huntsInUse } = await import('../exporters/deployed.ts');
    const proofs = new Map(hunts.map((checked) => [checked.hunt.key, provedOf(checked)]));
    const held = platforms.map(({ name, retiredFields }) => ({ retiredFields, objects: listed.get(name) ?? [] }));
    const inUse = huntsInUse(held).map((hunt) => ({ ...hunt, proved: proofs.get(hunt.key) }));
    return exportNavigator({ articles, hunts: inUse, leftOut: [], platforms: [...listed.keys()] });
  }
  const own = hunts.map((checked) => {
    const queries = siemsOf(material).map(({ kind }) => [kind, queriesFor(checked, kind)] as const);
    return { hunt: checked.hunt, queries: Object.fromEntries(queries) };
  });
  const { accepted, leftOut } = partHunts(own);
  return exportNavigator({
    articles,
    hunts: accepted.map((checked) => ({ ...checked.hunt, proved: provedOf(checked) })),
    leftOut,
  });
}

/** Whether a query of a hunt was seen to hit; undefined where none was run. */
function provedOf({ queries }: CheckedHunt): boolean | undefined {
  const proofs = Object.values(queries).flatMap((list) => list.flatMap(({ proof }) => proof ?? []));
  return proofs.length === 0 ? undefined : proofs.some(({ verdict }) => verdict === 'proved');
}

/** The kinds of SIEM that these platforms are of; all that there are, without any platform. */
function siemsOf({ siems, platforms }: Material): readonly Siem[] {
  if (platforms.length === 0) return siems;
  const kinds = new Set(platforms.map(({ kind }) => kind));
  return siems.filter(({ kind }) => kinds.has(kind));
}
