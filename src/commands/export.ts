import { basename } from 'node:path';
import { bareConfig, type Config, type PlatformConfig } from '../config/schema.ts';
import { EXIT, reasonOf, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { didYouMean } from '../core/nearest.ts';
import { writeExport } from '../exporters/write.ts';
import type { Platform } from '../sync/platform.ts';
import { siemsFor } from '../sync/siem.ts';
import type { ActualObject } from '../sync/types.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { isNeutral, makeExport, NEUTRAL_EXPORTS } from './export-make.ts';
import { exportToJson, exportToText } from './export-report.ts';
import { requireFolder } from './folder.ts';
import { logProblems } from './log-problems.ts';
import { createPlatforms } from './parts.ts';
import { readConfigured } from './read-config.ts';
import { DEFAULT_CONFIG } from './run-sync.ts';

export interface ExportOptions {
  readonly kind: string;
  readonly folder: string;
  /** Briefings to read instead of the configured sources. */
  readonly paths?: readonly string[];
  /** `huntsync.yaml` where neither this nor `paths` is given; without it, paths are read by the default policy. */
  readonly config?: string;
  readonly platform?: readonly string[];
  /** Navigator only: ask the platforms which hunts they have in use. */
  readonly live?: boolean;
  readonly json?: boolean;
}

/** What the articles call for, as files: for networks that reach no platform, and for reviewers. */
export const exportHunts: Command<ExportOptions> = async (options, context) => {
  const { kind, folder, live = false } = options;
  const { siems } = context;
  const kinds = [...siems.map((siem) => siem.kind), ...NEUTRAL_EXPORTS];
  if (!kinds.includes(kind))
    throw new UsageError(`There is no export ${kind}${didYouMean(kind, kinds)}.`, `Use one of ${kinds.join(', ')}.`);
  if (live && kind !== 'navigator') {
    throw new UsageError('Only the navigator export asks platforms.', 'Leave --live out.');
  }
  requireFolder(folder);
  const config = await configFor(options, context);
  const platforms = await platformsFor(kind, config, options.platform ?? [], context);
  try {
    const own = siemsFor(
      siems,
      platforms.map((platform) => platform.kind),
    );
    const { desired, checked: hunts } = await readConfigured(config, context, siems, own);
    const listed = live ? await listAll(platforms, context) : undefined;
    const material = { config, siems, platforms, desired, hunts, now: context.now(), ...(listed ? { listed } : {}) };
    const exported = await makeExport(kind, material);
    const result = await writeExport(exported, folder);
    const complete = desired.complete && (listed === undefined || listed.size === platforms.length);
    const siem = siems.find((one) => one.kind === kind);
    const report = { kind, siem, folder, exported, result, hunts: live ? undefined : hunts.length, complete };
    context.print(
      options.json ? jsonText(exportToJson(report, desired.problems)) : exportToText(report, context.columns),
    );
    logProblems([...result.problems, ...desired.problems], context.log);
    return complete && result.problems.length === 0 ? EXIT.ok : EXIT.failed;
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()));
  }
};

/** The configuration of an export; where it names no platform of the kind, one that is nowhere stands for any. */
async function configFor(options: ExportOptions, context: Context): Promise<Config> {
  const { kind, live = false, paths = [] } = options;
  const settings = await Promise.all(context.siems.map((siem) => siem.settings()));
  const isBare = paths.length > 0 && options.config === undefined;
  const own: Config = isBare
    ? bareConfig(settings)
    : await readConfig(options.config ?? DEFAULT_CONFIG, context, [
        ...(live ? [] : (['connections', 'platformless'] as const)),
        ...(paths.length > 0 ? (['sources'] as const) : []),
      ]);
  const briefings = paths.map((path) => ({
    kind: 'briefings' as const,
    name: basename(path) || path,
    path,
    exclude: [],
    authoritative: false,
  }));
  const config = briefings.length > 0 ? { ...own, sources: briefings } : own;
  const siem = settings.find((one) => one.kind === kind);
  const isThere = config.platforms.some((platform) => platform.kind === kind) || (options.platform ?? []).length > 0;
  if (!siem || isThere) return config;
  return {
    ...config,
    platforms: [...config.platforms, siem.unconnected.parse({ name: kind, kind }) as PlatformConfig],
  };
}

/** The platforms that an export is for: the one of its kind, or all that are named (or configured) where it is for any. */
async function platformsFor(
  kind: string,
  config: Config,
  names: readonly string[],
  context: Context,
): Promise<Platform[]> {
  const platforms = await createPlatforms(config, names, context);
  if (isNeutral(kind)) return platforms;
  const own = platforms.filter((platform) => platform.kind === kind);
  if (own.length === 1) return own;
  if (own.length > 1) {
    const list = own.map(({ name }) => name).join(', ');
    throw new UsageError(
      `This export is for one platform, and there are several: ${list}.`,
      'Name one with --platform.',
    );
  }
  throw new UsageError(
    `This export is for a ${kind} platform, and ${names.join(', ')} is none.`,
    'Leave --platform out, or name one of the kind. Its address and secrets are not needed.',
  );
}

/** What each platform holds, by its name; one that cannot be read is reported and left out. */
async function listAll(
  platforms: readonly Platform[],
  { log, signal }: Context,
): Promise<ReadonlyMap<string, readonly ActualObject[]>> {
  const entries = await Promise.all(
    platforms.map(async (platform) => {
      try {
        return [[platform.name, await platform.list(signal)] as const];
      } catch (error) {
        log.error(`${platform.name}: ${reasonOf(error)}`);
        return [];
      }
    }),
  );
  return new Map(entries.flat());
}
