import pLimit from 'p-limit';
import { PlatformError } from '../../core/errors.ts';
import { redact } from '../../core/log.ts';
import type { Platform, QueryRows, RunLimits, RunWindow } from '../platform.ts';
import type { ActualObject } from '../types.ts';
import { hitsIn } from './hits.ts';
import { type HuntRun, outcomeOf } from './outcome.ts';

export interface RunHuntsOptions {
  /** What a query of the platform reads (`Siem.sourcesOf`). */
  sourcesOf(query: string): Promise<readonly string[]>;
  /** Queries that run at a time. */
  readonly concurrency: number;
  readonly limits: RunLimits;
  /** More rows than this are more than an analyst looks at. */
  readonly noisyAbove: number;
  /** Where it is not the object's own. */
  readonly window?: RunWindow | undefined;
  /** How many of the first rows to keep. */
  readonly evidence: number;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
  /** Called after each run. */
  readonly onDone?: () => void;
}

/** A platform that can run queries. */
export type RunningPlatform = Platform & Required<Pick<Platform, 'run'>>;

export function canRun(platform: Platform): platform is RunningPlatform {
  return platform.run !== undefined;
}

/** Whether an object is in use, so that it makes sense to run it. */
export function isInUse({ fields, marker }: ActualObject, { retiredFields }: Pick<Platform, 'retiredFields'>): boolean {
  if (!marker || marker.retired) return false;
  return !Object.entries(retiredFields).every(([name, value]) => fields[name] === value);
}

/**
 * Runs the query of each object as it stands on its platform, so that what an analyst tuned is what runs. In the order of the
 * objects; one that fails stops none of the others. What an abort leaves undone is not in the result.
 */
export async function runHunts(
  platform: RunningPlatform,
  objects: readonly ActualObject[],
  options: RunHuntsOptions,
): Promise<HuntRun[]> {
  const limit = pLimit(options.concurrency);
  const holds = dataOf(platform, options);
  const runs = objects.map((object) =>
    limit(async () => {
      if (options.signal?.aborted) return null;
      const run = await runObject(platform, object, holds, options);
      options.onDone?.();
      return run;
    }),
  );
  return (await Promise.all(runs)).filter((run) => run !== null);
}

/** Whether a source holds data in a window. */
type HasData = (source: string, window: RunWindow) => Promise<boolean>;

async function runObject(
  platform: RunningPlatform,
  { name, fields, marker }: ActualObject,
  holds: HasData,
  options: RunHuntsOptions,
): Promise<HuntRun | null> {
  const { limits, now, signal, noisyAbove, evidence } = options;
  const query = fields[platform.queryField] ?? '';
  const window = options.window ?? platform.windowOf?.(fields) ?? {};
  const started = now();
  const about = { key: marker?.key ?? name, name, window, ranAt: started.toISOString() };
  const ended = (found: QueryRows) => {
    const rows = found.rows.slice(0, limits.rows);
    return {
      ...about,
      durationMs: now().getTime() - started.getTime(),
      hits: rows.length,
      truncated: found.rows.length > rows.length,
      found: hitsIn({ ...found, rows }),
      ...(evidence > 0 && rows.length > 0 ? { rows: rows.slice(0, evidence) } : {}),
    };
  };
  try {
    const found = await platform.run(query, window, limits, signal);
    if (found.incomplete !== undefined) {
      return { ...ended(found), outcome: 'slow', missing: [], error: redact(found.incomplete) };
    }
    const reads = found.rows.length > 0 ? [] : await options.sourcesOf(query);
    const there = await Promise.all(reads.map((source) => holds(source, window)));
    const missing = reads.filter((_, at) => !there[at]);
    const run = ended(found);
    const outcome = outcomeOf({ hits: run.hits, missing: missing.length, reads: reads.length }, noisyAbove);
    return { ...run, outcome, missing };
  } catch (error) {
    if (signal?.aborted) return null;
    if (!(error instanceof PlatformError)) throw error;
    return { ...ended({ columns: [], rows: [] }), outcome: 'failing', missing: [], error: redact(error.message) };
  }
}

/** Asks the platform once about each source and window. One that cannot be asked about is taken to hold data: blind is never guessed. */
function dataOf(platform: RunningPlatform, { limits, signal }: RunHuntsOptions): HasData {
  const known = new Map<string, Promise<boolean>>();
  return (source, window) => {
    const about = JSON.stringify([source, window]);
    const asked =
      known.get(about) ??
      (platform.hasData?.(source, window, limits, signal) ?? Promise.resolve(true)).catch((error: unknown) => {
        if (!(error instanceof PlatformError)) throw error;
        return true;
      });
    known.set(about, asked);
    return asked;
  };
}
