import type { Config } from '../config/schema.ts';
import { reasonOf } from '../core/errors.ts';
import { type Progress, silentProgress } from '../core/progress.ts';
import type { RunWindow } from '../sync/platform.ts';
import type { RecordRow } from '../sync/records/schema.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { PlatformRuns } from '../sync/run/outcome.ts';
import { runRecords } from '../sync/run/records.ts';
import { canRun, isInUse, type RunningPlatform, runHunts } from '../sync/run/run.ts';
import type { ActualObject } from '../sync/types.ts';
import type { Context } from './context.ts';
import { selectorOf } from './keys.ts';
import { listManaged } from './managed.ts';
import { createPlatforms, createSinks, siemOf } from './parts.ts';

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
  const sinks = await createSinks(config, names, context);
  try {
    const listed = await listManaged(platforms, context);
    const isMeant = selectorOf(options.keys ?? [], listed);
    return await Promise.all(
      listed.map(async (entry) => {
        const { platform, error } = entry;
        const sink = sinks.find(({ name }) => name === platform.name);
        const reason = error ?? (canRun(platform) ? undefined : 'huntsync cannot run queries on this kind of platform');
        const done =
          reason === undefined && canRun(platform)
            ? await runOne(
                { platform, objects: entry.objects.toSorted(byName), sink, isMeant },
                config,
                options,
                context,
              )
            : { runs: [], recorded: 0, ...(reason === undefined ? {} : { error: reason }) };
        return { name: platform.name, kind: platform.kind, requests: platform.requests(), ...done };
      }),
    );
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
}

function byName(a: ActualObject, b: ActualObject): number {
  return a.name < b.name ? -1 : 1;
}

interface Task {
  readonly platform: RunningPlatform;
  readonly objects: readonly ActualObject[];
  readonly sink: RecordSink | undefined;
  readonly isMeant: (object: ActualObject) => boolean;
}

async function runOne(
  { platform, objects, sink, isMeant }: Task,
  { policy, environment }: Config,
  { articles = [], onlyNew = false, window, evidence = 0, progress = silentProgress }: RunsOptions,
  { siems, now, signal, log }: Context,
): Promise<Pick<PlatformRuns, 'runs' | 'recorded' | 'error'>> {
  const stored = sink ? await storedRuns(sink, signal) : [];
  const failure = typeof stored === 'string' ? stored : undefined;
  if (failure !== undefined) log.error(`${platform.name} records: ${failure}`);
  const rows = typeof stored === 'string' ? [] : stored;
  const ran = new Set(rows.map((row) => String(row['hunt_key'])));
  const chosen = objects.filter(
    (object) =>
      isInUse(object, platform) &&
      isMeant(object) &&
      (articles.length === 0 || isOf(object, articles)) &&
      !(onlyNew && ran.has(huntKeyOf(object.marker?.key ?? ''))),
  );
  if (onlyNew && !sink) log.warn(`${platform.name} keeps no records, so every hunt counts as one that has never run.`);
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
  if (!sink || runs.length === 0 || failure !== undefined) {
    return { runs, recorded: 0, ...(failure === undefined ? {} : { error: failure }) };
  }
  const keys = new Set(objects.map(({ marker }) => huntKeyOf(marker?.key ?? '')));
  const { sent, failed } = await sink.write('runs', runRecords(runs, rows, keys, now()), signal);
  const [lost] = failed;
  return {
    runs,
    recorded: sent,
    ...(lost ? { error: `${failed.length} outcomes not recorded: ${lost.message}` } : {}),
  };
}

/** What is stored of earlier runs; a text where that cannot be read. */
async function storedRuns(sink: RecordSink, signal: AbortSignal): Promise<readonly RecordRow[] | string> {
  try {
    return await sink.read('runs', signal);
  } catch (error) {
    return reasonOf(error);
  }
}

function isOf({ marker }: ActualObject, articles: readonly string[]): boolean {
  const ids = marker?.evidence.articles ?? [];
  // A platform may keep shortened ids.
  return articles.some((wanted) => ids.some((id) => id.startsWith(wanted) || wanted.startsWith(id)));
}
