import type { Config } from '../config/schema.ts';
import { type Progress, silentProgress } from '../core/progress.ts';
import { oneLine } from '../core/text.ts';
import type { TraceAttributes } from '../core/trace.ts';
import { isInUse } from '../sync/in-use.ts';
import type { RunWindow } from '../sync/platform.ts';
import { huntKeyOf } from '../sync/retire.ts';
import { countOutcomes, type HuntRun, type PlatformRuns } from '../sync/run/outcome.ts';
import { canRun, type RunningPlatform, runHunts } from '../sync/run/run.ts';
import type { ActualObject } from '../sync/types.ts';
import type { Context } from './context.ts';
import { selectorOf } from './keys.ts';
import { listManaged, type ManagedOn } from './managed.ts';
import { openNotebooks, recordRuns } from './notebooks.ts';
import { openTrace } from './open-telemetry.ts';
import { createPlatforms, createSinks, siemOf } from './parts.ts';
import { runOnlyOn } from './run-only.ts';

export interface RunsOptions {
  readonly platform?: readonly string[];
  /** Hunts by key, name or id; all that are in use where there are none. */
  readonly keys?: readonly string[];
  /** Ids of articles, or their beginnings: only hunts that one of them calls for. */
  readonly articles?: readonly string[];
  /** Only hunts that have never run. */
  readonly onlyNew?: boolean;
  readonly window?: RunWindow | undefined;
  /** Rows to keep of each hunt. */
  readonly evidence?: number;
  readonly progress?: Progress;
}

/** Runs hunts where they stand, on every platform side by side, and writes what came of it to the records. */
export async function runOnPlatforms(config: Config, options: RunsOptions, context: Context): Promise<PlatformRuns[]> {
  const names = options.platform ?? [];
  const platforms = await createPlatforms(config, names, context);
  // Of all platforms: one that keeps no records has its outcomes kept by another.
  const sinks = await createSinks(config, [], context);
  const trace = await openTrace();
  try {
    const only = await runOnlyOn(config, platforms, context);
    const listed = (await listManaged(platforms, context)).map((entry) => {
      const extra = entry.error === undefined ? (only.get(entry.platform.name) ?? []) : [];
      return { ...entry, objects: [...entry.objects, ...extra] };
    });
    const isMeant = selectorOf(options.keys ?? [], listed);
    warnOfUnknown(options.articles ?? [], listed, context);
    const notebooks = await openNotebooks(config, listed, sinks, context);
    const ran = await Promise.all(
      listed.map(async ({ platform, objects, error }): Promise<PlatformRuns> => {
        const notebook = notebooks.get(platform.name);
        const about = { name: platform.name, kind: platform.kind, recorded: 0 };
        const reason = error ?? (canRun(platform) ? undefined : 'huntsync cannot run queries on this kind of platform');
        const task = { objects: objects.toSorted(byName), ran: notebook?.ran, isMeant };
        const runs =
          reason === undefined && canRun(platform)
            ? await trace.span('huntsync.run', () => runOne({ ...task, platform }, config, options, context), {
                about: { 'huntsync.platform.name': platform.name, 'huntsync.platform.kind': platform.kind },
                tells: (all) => ({ 'huntsync.hunt.count': all.length, ...outcomeCounts(all) }),
                isFailure: (all) => all.some(({ outcome }) => outcome === 'failing'),
              })
            : [];
        const why = reason === undefined ? {} : { error: reason };
        const isUnread = error !== undefined;
        return { ...about, runs, requests: platform.requests(), ...why, ...(isUnread ? { isUnread } : {}) };
      }),
    );
    return await recordRuns(ran, notebooks, context);
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
    await trace.flush();
  }
}

/** An article may call for no hunt that is there, which is no fault; an id that was mistyped looks the same. */
function warnOfUnknown(articles: readonly string[], listed: readonly ManagedOn[], { log }: Context): void {
  if (listed.some(({ error }) => error !== undefined)) return;
  for (const id of articles) {
    if (listed.some(({ objects }) => objects.some((object) => isOf(object, [id])))) continue;
    log.warn(`No hunt here is called for by article ${oneLine(id)}: \`huntsync articles PATH --jsonl\` tells the ids.`);
  }
}

function outcomeCounts(runs: readonly HuntRun[]): TraceAttributes {
  return Object.fromEntries(
    Object.entries(countOutcomes(runs)).map(([outcome, count]) => [`huntsync.${outcome}`, count]),
  );
}

function byName(a: ActualObject, b: ActualObject): number {
  return a.name < b.name ? -1 : 1;
}

interface Task {
  readonly platform: RunningPlatform;
  readonly objects: readonly ActualObject[];
  /** Keys of the hunts that have run; undefined where nothing is kept. */
  readonly ran: ReadonlySet<string> | undefined;
  readonly isMeant: (object: ActualObject) => boolean;
}

async function runOne(
  { platform, objects, ran, isMeant }: Task,
  { policy, environment }: Config,
  { articles = [], onlyNew = false, window, evidence = 0, progress = silentProgress }: RunsOptions,
  { siems, now, signal, log }: Context,
): Promise<HuntRun[]> {
  const chosen = objects.filter(
    (object) =>
      isInUse(object, platform) &&
      isMeant(object) &&
      (articles.length === 0 || isOf(object, articles)) &&
      !(onlyNew && ran?.has(huntKeyOf(object.marker?.key ?? ''))),
  );
  if (onlyNew && !ran) log.warn(`${platform.name} keeps no records, so every hunt counts as one that has never run.`);
  const siem = siemOf(platform.kind, siems);
  progress.start(platform.name, chosen.length, 'run');
  const runs = await runHunts(platform, chosen, {
    over: async (query) => (await siem.withOpenRange?.(query, environment[platform.kind])) ?? query,
    sourcesOf: (query) => siem.sourcesOf(query, environment[platform.kind]),
    concurrency: policy.run.concurrency,
    limits: { seconds: policy.run.seconds, rows: policy.run.rows },
    noisyAbove: policy.noisyAbove,
    window,
    evidence,
    now,
    signal,
    onDone: () => progress.step(platform.name),
  });
  progress.finish(platform.name);
  return runs;
}

function isOf({ marker }: ActualObject, articles: readonly string[]): boolean {
  const ids = marker?.evidence.articles ?? [];
  // A platform may keep shortened ids.
  return articles.some((wanted) => ids.some((id) => id.startsWith(wanted) || wanted.startsWith(id)));
}
