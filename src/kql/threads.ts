import { Worker } from 'node:worker_threads';
import type { CheckedQuery, NativePolicy } from '../sync/query.ts';
import type { SentinelEnvironment } from './schema.ts';
import { type SharedTexts, shareTexts } from './shared-texts.ts';

/** What a thread is given once it is ready; the counters are shared by all threads of a batch. */
export interface Share {
  readonly native: NativePolicy | undefined;
  readonly texts: SharedTexts;
  /** Int32: first how many texts have been taken, then for each thread the number of its text from 1; 0 while it loads. */
  readonly taken: SharedArrayBuffer;
  /** Where the thread's own counter stands. */
  readonly slot: number;
}

export interface ThreadOptions {
  readonly environment: SentinelEnvironment;
  /** What to add to what passes; nothing where not given. */
  readonly native?: NativePolicy | undefined;
  readonly threads: number;
  /** For one text, in milliseconds; a thread that takes longer is replaced. */
  readonly timeoutMs: number;
}

/** The compiled file, which Node can start a thread on; run from source (tests), all work stays in one thread. */
export const IS_COMPILED = import.meta.url.endsWith('.js');

/** How often threads are looked at, in milliseconds, at most. */
const WATCH_MS = 500;

/**
 * Checks texts in threads. They take the texts themselves, one after the other, so that none waits for this thread, which has the
 * searches of another language to check meanwhile. Null stands for a text that killed its thread or held it up.
 */
export async function checkInThreads(
  texts: readonly string[],
  { environment, native, threads, timeoutMs }: ThreadOptions,
): Promise<(readonly CheckedQuery[] | null)[]> {
  const taken = new SharedArrayBuffer((threads + 1) * Int32Array.BYTES_PER_ELEMENT);
  const counters = new Int32Array(taken);
  const shared = shareTexts(texts);
  const results = texts.map((): readonly CheckedQuery[] | null => null);
  const workers = new Set<Worker>();

  /** Settles when there is nothing left to take; a thread that dies on a text is followed by another. */
  async function work(slot: number): Promise<void> {
    while (Atomics.load(counters, 0) < texts.length) {
      Atomics.store(counters, slot, 0);
      const worker = takeSpare(environment) ?? startWorker(environment);
      workers.add(worker);
      worker.postMessage({ native, texts: shared, taken, slot } satisfies Share);
      worker.on('message', ([number, checked]: [number, CheckedQuery[]]) => {
        results[number] = checked;
      });
      await ended(worker, () => Atomics.load(counters, slot), timeoutMs);
      workers.delete(worker);
    }
  }

  try {
    await Promise.all(Array.from({ length: threads }, (_, index) => work(index + 1)));
  } finally {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
  return results;
}

/** A thread that was started before there was anything to check. */
let spare: { readonly worker: Worker; readonly environment: string } | undefined;

/** Starts one thread for a batch to come. It keeps no program from ending. */
export function prepareThread(environment: SentinelEnvironment): void {
  if (spare) return;
  const worker = startWorker(environment);
  const forget = () => {
    if (spare?.worker === worker) spare = undefined;
  };
  // One that cannot load is told by the next, which is waited for.
  worker.on('error', forget).once('exit', forget);
  worker.unref();
  spare = { worker, environment: JSON.stringify(environment) };
}

function takeSpare(environment: SentinelEnvironment): Worker | undefined {
  if (spare?.environment !== JSON.stringify(environment)) return undefined;
  const { worker } = spare;
  spare = undefined;
  worker.ref();
  return worker;
}

function startWorker(environment: SentinelEnvironment): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { environment },
    execArgv: [],
    // Syntax trees are short-lived. Twice as much would save 4 % of the time, and take 25 MiB more of memory for each thread.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
}

/** Waits for a thread to end, and ends it where it stays with one text. One that cannot load is a fault of the installation: throws. */
function ended(worker: Worker, current: () => number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = { number: 0, since: performance.now() };
    const watch = setInterval(
      () => {
        const number = current();
        if (number !== seen.number) seen = { number, since: performance.now() };
        else if (number > 0 && performance.now() - seen.since >= timeoutMs) void worker.terminate();
      },
      Math.min(WATCH_MS, timeoutMs),
    );
    let failure: unknown;
    worker.once('error', (error) => {
      failure = error;
    });
    worker.once('exit', (code) => {
      clearInterval(watch);
      if (current() > 0 || (code === 0 && failure === undefined)) resolve();
      else reject(failure ?? new Error(`a thread of the KQL checks ended with ${code} before it was ready`));
    });
  });
}
