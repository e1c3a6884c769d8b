import pLimit from 'p-limit';
import { PlatformError } from '../../core/errors.ts';
import { redact } from '../../core/log.ts';
import type { Platform, QueryRows, RunLimits, RunWindow } from '../platform.ts';
import type { ActualObject } from '../types.ts';
import { hitsIn } from './hits.ts';
import { type HuntRun, outcomeOf } from './outcome.ts';

export interface RunHuntsOptions {
  /** A query as it is run over `window` (`Siem.withOpenRange`). */
  over?(query: string): Promise<string>;
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

/** What a source holds in a window. */
type Held = 'data' | 'nothing' | 'denied';
type HeldBy = (source: string, window: RunWindow) => Promise<Held>;

const MISSING: Readonly<Record<Held, (source: string) => readonly string[]>> = {
  data: () => [],
  nothing: (source) => [source],
  denied: (source) => [`${source} (may not be read)`],
};

async function runObject(
  platform: RunningPlatform,
  { name, fields, marker }: ActualObject,
  holds: HeldBy,
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
    const text = options.window && options.over ? await options.over(query) : query;
    const found = await platform.run(text, window, limits, signal);
    if (found.incomplete !== undefined) {
      return { ...ended(found), outcome: 'slow', missing: [], error: redact(found.incomplete) };
    }
    const reads = found.rows.length > 0 ? [] : await options.sourcesOf(query);
    const held = await Promise.all(reads.map((source) => holds(source, window)));
    const missing = reads.flatMap((source, at) => MISSING[held[at] ?? 'data'](source));
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
function dataOf(platform: RunningPlatform, { limits, signal }: RunHuntsOptions): HeldBy {
  const known = new Map<string, Promise<Held>>();
  const ask = async (source: string, window: RunWindow): Promise<Held> => {
    try {
      const has = (await platform.hasData?.(source, window, limits, signal)) ?? true;
      return has ? 'data' : 'nothing';
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return error.status === 403 ? 'denied' : 'data';
    }
  };
  return (source, window) => {
    const about = JSON.stringify([source, window]);
    const asked = known.get(about) ?? ask(source, window);
    known.set(about, asked);
    return asked;
  };
}
