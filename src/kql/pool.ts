import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { sha256 } from '../core/hash.ts';
import type { CheckedQuery, NativePolicy } from '../sync/query.ts';
import type { Verdicts } from '../sync/verdict-cache.ts';
import { cacheVersion, readCache, writeCache } from './cache.ts';
import type { SentinelEnvironment } from './schema.ts';
import { checkInWorkers, IS_COMPILED } from './workers/index.ts';
import { usableSnapshot } from './workers/snapshot-file.ts';

export interface BatchOptions {
  readonly environment: SentinelEnvironment;
  /** What to add to what passes; nothing where not given. */
  readonly native?: NativePolicy | undefined;
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string;
  /** Workers; as many as there are cores, and at most four, where not given. */
  readonly concurrency?: number;
  /** For one text, in milliseconds; one that takes longer is rejected (compiled code only). */
  readonly timeoutMs?: number;
}

/**
 * Number of texts from which one more worker pays off. A thread loads the language service and compiles what it runs of it, which costs
 * more than a second of processor time, and what compiles and collects garbage beside one thread is half of another. A process from the
 * build's snapshot is ready in a tenth of that.
 */
const TEXTS_A_THREAD = 200;
const TEXTS_A_PROCESS = 30;
/** Each has a language service of its own in memory, some 130 MiB. */
const MOST_WORKERS = 4;
const DEFAULT_TIMEOUT_MS = 20_000;

/**
 * Checks each distinct text once, in threads or processes, runs what passes on made rows, and remembers the verdicts. A text that kills or
 * holds up its worker is rejected and stops no other.
 */
export async function checkKqlBatch(
  sources: readonly string[],
  options: BatchOptions,
): Promise<Map<string, CheckedQuery[]>> {
  const distinct = new Map(sources.map((source) => [source, sha256(source)]));
  const version = options.cacheDir === undefined ? '' : cacheVersion(options.environment, options.native);
  const asked = new Set(distinct.values());
  const verdicts: Verdicts = options.cacheDir === undefined ? new Map() : readCache(options.cacheDir, version, asked);
  const open = [...distinct].filter(([, key]) => !verdicts.has(key)).map(([source]) => source);

  if (open.length > 0) {
    const checked = IS_COMPILED ? await inWorkers(open, options) : await inThisThread(open, options);
    for (const [source, result] of checked) verdicts.set(distinct.get(source) as string, result);
    const lasting = new Map([...verdicts].filter(([, result]) => lasts(result)));
    if (options.cacheDir !== undefined) writeCache(options.cacheDir, version, lasting);
  }
  return new Map([...distinct].map(([source, key]) => [source, [...(verdicts.get(key) ?? [])]]));
}

async function inThisThread(
  sources: readonly string[],
  { environment, native }: BatchOptions,
): Promise<Map<string, CheckedQuery[]>> {
  const [{ createSchema }, { checkKql }, { SAMPLE_HOUR }] = await Promise.all([
    import('./schema.ts'),
    import('./check.ts'),
    import('../prove/clock.ts'),
  ]);
  const schema = createSchema(environment);
  const results = new Map<string, CheckedQuery[]>();
  for (const source of sources) {
    results.set(source, checkKql(source, { schema, proveAt: SAMPLE_HOUR, native }));
    await setImmediate();
  }
  return results;
}

async function inWorkers(sources: readonly string[], options: BatchOptions): Promise<Map<string, CheckedQuery[]>> {
  // An invalid environment is the user's to fix: report it here rather than in each worker.
  const { createSchema } = await import('./schema.ts');
  createSchema(options.environment);
  const wanted = options.concurrency ?? Math.min(MOST_WORKERS, availableParallelism());
  const textsAWorker = usableSnapshot() === null ? TEXTS_A_THREAD : TEXTS_A_PROCESS;
  const checked = await checkInWorkers(sources, {
    environment: options.environment,
    native: options.native,
    workers: Math.max(1, Math.min(wanted, Math.ceil(sources.length / textsAWorker))),
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
  });
  return new Map(sources.map((source, index) => [source, [...(checked[index] ?? [unanswered(source)])]]));
}

const UNANSWERED = 'kql-unanswered';

function unanswered(text: string): CheckedQuery {
  const message = 'The parser gave no answer on this text in time.';
  const problem = { code: UNANSWERED, message, line: 1, column: 1, severity: 'error' } as const;
  return { text, verdict: 'rejected', repairs: [], problems: [problem], lookbackSeconds: null };
}

/** Whether a verdict may be cached: one that was merely too slow may not. */
function lasts(checked: readonly CheckedQuery[]): boolean {
  return checked.every(({ problems }) => problems.every(({ code }) => code !== UNANSWERED));
}
