import { basename } from 'node:path';
import { type Config, defaultEnvironment, type Environment } from './config/schema.ts';
import { createLog, type Log } from './core/log.ts';
import { type Desired, readDesired } from './pipeline/desired.ts';
import { runSync } from './pipeline.ts';
import type { RunResult } from './report/result.ts';
import { SIEMS } from './siems.ts';
import { createBriefingsSource } from './sources/briefings.ts';
import type { Source } from './sources/source.ts';
import type { Siem } from './sync/siem.ts';

/**
 * What other programs may import of the package (docs/library.md). Names and shapes of this file change only with a line in the change log;
 * everything else in the package may change at any time.
 */

export type { Article, ArticleHunt, Indicator, Severity, Technique, ThreatLabel } from './briefing/article.ts';
export { parseBriefing } from './briefing/parse.ts';
export { classifyItem } from './classify/item.ts';
export { loadConfig } from './config/load.ts';
export type { Config, Environment } from './config/schema.ts';
export { ConfigError, HuntsyncError } from './core/errors.ts';
export type { Problem } from './core/problem.ts';
export type { Hunt } from './hunts/hunt.ts';
export type { NormalizedHunts } from './hunts/normalize.ts';
export { normalizeHunts } from './hunts/normalize.ts';
export type { QueryProof } from './prove/query.ts';
export type { RunResult } from './report/result.ts';
export { SIEMS } from './siems.ts';
export { createBriefingsSource } from './sources/briefings.ts';
export type { BriefingDocument, ItemDocument, Source, SourceReading } from './sources/source.ts';
export { checkHunts } from './sync/check.ts';
export { planPlatform } from './sync/diff.ts';
export type { PlatformPlan } from './sync/plan.ts';
export type { Platform } from './sync/platform.ts';
export { proofOf } from './sync/proofs.ts';
export type { CheckedHunt, CheckedQuery } from './sync/query.ts';
export type { Siem } from './sync/siem.ts';
export type { Desired };

export interface LibraryOptions {
  /** The kinds of SIEM that hunts are for; all there are where it is not given. */
  readonly siems?: readonly Siem[];
  readonly now?: Date;
  readonly signal?: AbortSignal;
}

/** Reads briefings in files and folders into articles and their distinct hunts. What could not be read is in `problems`; never throws for a text. */
export function readBriefingFiles(
  paths: readonly string[],
  { siems = SIEMS, now = new Date(), signal }: LibraryOptions = {},
): Promise<Desired> {
  const sources = paths.map((path) =>
    createBriefingsSource({ name: basename(path) || path, path, authoritative: false }),
  );
  return readDesired(sources, { siems, now, signal, keepDocuments: true });
}

/** What the checks take as present on platforms of which nothing else is known: `environment` of `checkHunts`. */
export async function usualEnvironment(siems: readonly Siem[] = SIEMS): Promise<Environment> {
  return defaultEnvironment(await Promise.all(siems.map((siem) => siem.settings())));
}

/**
 * What a sync would change on the platforms of a configuration, as data; reads them and writes nothing.
 *
 * @param sources where the articles come from: `createBriefingsSource`, or one of your own.
 */
export async function planSync(
  config: Config,
  sources: readonly Source[],
  { siems = SIEMS, now = () => new Date(), log = quiet() }: PlanSyncOptions = {},
): Promise<RunResult> {
  const platforms = await Promise.all(
    config.platforms.flatMap((platform) => {
      const siem = siems.find(({ kind }) => kind === platform.kind);
      return siem ? [siem.connect(platform, { log, now, stix: config.stix })] : [];
    }),
  );
  try {
    return await runSync({ config, siems, sources, platforms, mode: 'plan', log, now });
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()));
  }
}

export interface PlanSyncOptions {
  readonly siems?: readonly Siem[];
  readonly now?: () => Date;
  readonly log?: Log;
}

function quiet(): Log {
  return createLog({ write: () => undefined });
}
