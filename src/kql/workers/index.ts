import type { CheckedQuery, NativePolicy } from '../../sync/query.ts';
import type { SentinelEnvironment } from '../schema.ts';
import { giveUpSnapshot } from './snapshot-file.ts';
import { startThread, startWorker, type Worker } from './worker.ts';

export interface WorkersOptions {
  readonly environment: SentinelEnvironment;
  /** What to add to what passes; nothing where not given. */
  readonly native?: NativePolicy | undefined;
  readonly workers: number;
  /** For one text, in milliseconds; a worker that takes longer is replaced. */
  readonly timeoutMs: number;
  /** Starts a worker; by the number of texts where not given. */
  readonly start?: (environment: SentinelEnvironment) => Worker;
}

/** The compiled file, which Node can start a thread on; run from source (tests), all work stays in one thread. */
export const IS_COMPILED = import.meta.url.endsWith('.js');

/** How often workers are looked at, in milliseconds, at most. */
const WATCH_MS = 500;
/** Texts that a worker has ahead of it at most: this thread has the searches of another language to check meanwhile, and may be long in answering. */
const AHEAD = 16;
/** Texts from which it no longer matters how soon a worker is at speed; what they come from needs the memory. */
const MANY = 500;

type Checked = readonly CheckedQuery[] | null;

/** Texts that no worker has taken, by number. */
interface Open {
  take(): number | undefined;
  putBack(numbers: readonly number[]): void;
  readonly count: number;
}

/** Checks texts in workers. Null stands for a text that killed its worker or held it up. */
export async function checkInWorkers(texts: readonly string[], options: WorkersOptions): Promise<Checked[]> {
  const { environment, start = texts.length > MANY ? startThread : startWorker } = options;
  const open = openNumbers(texts.length);
  const results = texts.map((): Checked => null);
  const running = new Set<Worker>();

  /** Settles when there is nothing left to take; a worker that dies on a text is followed by another. */
  async function work(): Promise<void> {
    while (open.count > 0) {
      const worker = takeSpare(environment) ?? start(environment);
      running.add(worker);
      await served(worker, { texts, open, results, options });
      await worker.end();
      running.delete(worker);
    }
  }

  try {
    await Promise.all(Array.from({ length: options.workers }, work));
  } finally {
    await Promise.all([...running].map((worker) => worker.end()));
  }
  return results;
}

function openNumbers(length: number): Open {
  let next = 0;
  const returned: number[] = [];
  return {
    take: () => returned.pop() ?? (next < length ? next++ : undefined),
    putBack: (numbers) => void returned.push(...numbers),
    get count() {
      return length - next + returned.length;
    },
  };
}

interface Batch {
  readonly texts: readonly string[];
  readonly open: Open;
  readonly results: Checked[];
  readonly options: WorkersOptions;
}

/**
 * Keeps a worker supplied until nothing is open or it has ended. One that cannot load is a fault of the installation: throws, unless there
 * is another kind to start.
 */
function served(worker: Worker, { texts, open, results, options }: Batch): Promise<void> {
  const { native, timeoutMs, workers } = options;
  /** In the order in which it takes them: it is at the first. */
  const given: number[] = [];
  let readyAt: number | undefined;
  let since = 0;

  function supply(): void {
    // Less and less ahead towards the end, so that all workers end together.
    const ahead = Math.min(AHEAD, Math.ceil(open.count / (2 * workers)));
    while (given.length < Math.max(1, ahead)) {
      const number = open.take();
      if (number === undefined) return;
      given.push(number);
      worker.tell({ number, text: texts[number] as string, native });
    }
  }

  return new Promise((resolve, reject) => {
    const watch = setInterval(
      () => {
        if (given.length > 0 && performance.now() - since >= timeoutMs) void worker.end();
      },
      Math.min(WATCH_MS, timeoutMs),
    );
    worker.hear((said) => {
      since = performance.now();
      readyAt ??= since;
      if (said !== null) {
        const [number, checked] = said;
        results[number] = checked;
        given.splice(given.indexOf(number), 1);
      }
      supply();
      if (given.length > 0) return;
      clearInterval(watch);
      resolve();
    });
    void worker.ended.then((reason) => {
      clearInterval(watch);
      // The text that it was at stays without an answer.
      open.putBack(given.splice(0).slice(1));
      if (readyAt !== undefined) resolve();
      else if (worker.kind === 'process') {
        giveUpSnapshot();
        resolve();
      } else reject(reason ?? new Error('a thread of the KQL checks ended before it was ready'));
    });
  });
}

/** A worker that was started before there was anything to check. */
let spare: { readonly worker: Worker; readonly environment: string } | undefined;

/** Starts one worker for a batch to come. It keeps no program from ending. */
export function prepareWorker(environment: SentinelEnvironment): void {
  if (spare) return;
  const worker = startWorker(environment);
  // One that cannot load is told by the next, which is waited for.
  void worker.ended.then(() => {
    if (spare?.worker === worker) spare = undefined;
  });
  worker.hold(false);
  spare = { worker, environment: JSON.stringify(environment) };
}

function takeSpare(environment: SentinelEnvironment): Worker | undefined {
  if (spare?.environment !== JSON.stringify(environment)) return undefined;
  const { worker } = spare;
  spare = undefined;
  worker.hold(true);
  return worker;
}
