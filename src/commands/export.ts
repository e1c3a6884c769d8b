import { statSync } from 'node:fs';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { EXIT, UsageError } from '../core/errors.ts';
import type { CountedHunt } from '../exporters/coverage.ts';
import { type Exported, partHunts } from '../exporters/exported.ts';
import { writeExport } from '../exporters/write.ts';
import { contextOf, type Desired, readDesired } from '../pipeline/desired.ts';
import { rejectedOn } from '../pipeline.ts';
import type { Platform } from '../platforms/platform.ts';
import { checkHunts } from '../queries/check.ts';
import type { CheckedHunt } from '../queries/query.ts';
import { problemsToText } from '../report/text.ts';
import type { Command, Context } from './context.ts';
import { exportToJson, exportToText } from './export-report.ts';
import { createPlatforms, createSources } from './parts.ts';

export const EXPORTS = ['splunk', 'sentinel', 'navigator', 'stix'] as const;
export type ExportKind = (typeof EXPORTS)[number];

export interface ExportOptions {
  readonly kind: string;
  readonly folder: string;
  readonly config: string;
  readonly platform?: readonly string[];
  /** Navigator only: ask the platforms which hunts they have in use. */
  readonly live?: boolean;
  readonly json?: boolean;
}

/** What the articles call for, as files: for networks that reach no platform, and for reviewers. */
export const exportHunts: Command<ExportOptions> = async (options, context) => {
  const kind = EXPORTS.find((one) => one === options.kind);
  if (!kind) throw new UsageError(`There is no export ${options.kind}.`, `Use one of ${EXPORTS.join(', ')}.`);
  if (options.live && kind !== 'navigator') {
    throw new UsageError('Only the navigator export asks platforms.', 'Leave --live out.');
  }
  if (statSync(options.folder, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`${options.folder} is a file.`, 'Name a folder; it is made where it is missing.');
  }
  const config = loadConfig(options.config, context.env, options.live ? {} : { offline: ['connections'] });
  const platforms = await platformsFor(kind, config, options.platform ?? [], context);
  try {
    const desired = await readDesired(await createSources(config, context), context.now(), context.signal);
    const hunts = await checkHunts(desired.hunts, { environment: config.environment, cacheDir: context.cacheDir });
    const exported = await makeExport(
      kind,
      { config, platforms, desired, hunts, live: options.live ?? false },
      context,
    );
    const result = await writeExport(exported, options.folder);
    const report = { kind, folder: options.folder, exported, result, hunts, complete: desired.complete };
    context.print(options.json ? JSON.stringify(exportToJson(report, desired.problems)) : exportToText(report));
    const text = problemsToText([...result.problems, ...desired.problems]);
    if (text) context.log.info(text);
    return desired.complete && result.problems.length === 0 ? EXIT.ok : EXIT.failed;
  } finally {
    await Promise.all(platforms.map((platform) => platform.close()));
  }
};

/** The platforms that an export is for: one of its kind, or all that are named (or configured) where it is for any. */
async function platformsFor(
  kind: ExportKind,
  config: Config,
  names: readonly string[],
  context: Context,
): Promise<Platform[]> {
  const platforms = await createPlatforms(config, names, context);
  if (kind === 'navigator' || kind === 'stix') return platforms;
  const own = platforms.filter((platform) => platform.kind === kind);
  if (own.length === 1) return own;
  if (own.length > 1) {
    const list = own.map(({ name }) => name).join(', ');
    throw new UsageError(`An export is for one platform, and there are several: ${list}.`, 'Name one with --platform.');
  }
  const what = names.length > 0 ? `${names.join(', ')} is not a platform of this kind` : 'the configuration has none';
  throw new UsageError(
    `A ${kind} export needs a ${kind} platform: ${what}.`,
    'Its address and secrets are not needed.',
  );
}

interface Material {
  readonly config: Config;
  readonly platforms: readonly Platform[];
  readonly desired: Desired;
  readonly hunts: readonly CheckedHunt[];
  readonly live: boolean;
}

/** Loads the one exporter that is asked for, and calls it. */
async function makeExport(kind: ExportKind, material: Material, context: Context): Promise<Exported> {
  const { config, platforms, desired, hunts } = material;
  const [platform] = platforms;
  if (kind === 'stix') {
    const { exportStix } = await import('../exporters/stix/index.ts');
    return exportStix(desired.articles, hunts, languagesOf(platforms));
  }
  if (kind === 'navigator') return exportLayers(material, context);
  if (!platform) throw new Error(`no platform for an export of kind ${kind}`);
  const plan = { ...contextOf(desired, config.policy, context.now()), rejected: rejectedOn(platform, hunts) };
  if (kind === 'splunk') {
    const { exportSplunk } = await import('../exporters/splunk/index.ts');
    const own = config.platforms.find(({ name }) => name === platform.name);
    return exportSplunk(platform, own?.kind === 'splunk' ? own.app : 'huntsync', hunts, plan);
  }
  const { exportSentinel } = await import('../exporters/sentinel/index.ts');
  return exportSentinel(platform, hunts, plan, config.environment);
}

async function exportLayers({ platforms, desired, hunts, live }: Material, context: Context): Promise<Exported> {
  const [{ exportNavigator }, { huntsInUse }] = await Promise.all([
    import('../exporters/navigator.ts'),
    import('../exporters/deployed.ts'),
  ]);
  const { articles } = desired;
  const languages = languagesOf(platforms);
  const own = hunts.map(({ hunt, splunk, sentinel }) => ({
    hunt,
    splunk: languages.includes('spl') ? splunk : [],
    sentinel: languages.includes('kql') ? sentinel : [],
  }));
  const { accepted, leftOut } = partHunts(own);
  if (!live) return exportNavigator({ articles, hunts: accepted.map(({ hunt }): CountedHunt => hunt), leftOut });
  const objects = await Promise.all(platforms.map((platform) => platform.list(context.signal)));
  const names = platforms.map(({ name }) => name);
  return exportNavigator({ articles, hunts: huntsInUse(objects.flat()), leftOut, platforms: names });
}

function languagesOf(platforms: readonly Platform[]): ('spl' | 'kql')[] {
  const kinds = new Set(platforms.map(({ kind }) => kind));
  return [...(kinds.has('splunk') ? (['spl'] as const) : []), ...(kinds.has('sentinel') ? (['kql'] as const) : [])];
}
