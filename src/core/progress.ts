import type { Log } from './log.ts';

/** Reports the progress of a long step. */
export interface Progress {
  /** One platform's requests begin; `done` is what each of them is afterwards. */
  start(name: string, total: number, done?: 'written' | 'run'): void;
  /** One more is done; what failed or was not tried is none. */
  step(name: string): void;
  finish(name: string): void;
}

export const silentProgress: Progress = { start() {}, step() {}, finish() {} };

/** One bar per platform on a terminal; an occasional line elsewhere (a log, a mail from cron). */
export async function createProgress(stream: NodeJS.WriteStream, log: Pick<Log, 'info'>): Promise<Progress> {
  return stream.isTTY ? await createBars(stream) : createLines((line) => log.info(line));
}

/** Bars of platforms start in one column, unless a name is longer. */
const NAME_WIDTH = 20;
/** Columns of the name, the counts and the time beside a bar: `  name 1000/2000  1m20s left`. */
const AROUND_BAR = 2 + NAME_WIDTH + 1 + 24;
const LEAST_BAR = 5;
const MOST_BAR = 40;

async function createBars(stream: NodeJS.WriteStream): Promise<Progress> {
  const { default: cliProgress } = await import('cli-progress');
  const multi = new cliProgress.MultiBar(
    {
      stream,
      format: '  {name} {bar} {value}/{total}  {eta_formatted} left',
      barsize: Math.max(LEAST_BAR, Math.min(MOST_BAR, stream.columns - AROUND_BAR)),
      hideCursor: true,
      clearOnComplete: false,
    },
    cliProgress.Presets.shades_grey,
  );
  const bars = new Map<string, ReturnType<typeof multi.create>>();
  return {
    start(name, total) {
      bars.set(name, multi.create(total, 0, { name: name.padEnd(NAME_WIDTH) }));
    },
    step(name) {
      bars.get(name)?.increment();
    },
    finish(name) {
      bars.get(name)?.stop();
      bars.delete(name);
      if (bars.size === 0) multi.stop();
    },
  };
}

/** Between two lines of one platform, in milliseconds, so that the log of a few writes stays short. */
const LEAST_BETWEEN_MS = 1_000;

/** A line per ten percent, so that the log of thousands of writes stays short; of what is done within a second, only that it is. */
export function createLines(
  write: (line: string) => void,
  monotonic: () => number = () => performance.now(),
): Progress {
  const runs = new Map<string, { total: number; what: string; done: number; told: number; at: number }>();
  return {
    start(name, total, what = 'written') {
      runs.set(name, { total, what, done: 0, told: 0, at: monotonic() });
    },
    step(name) {
      const run = runs.get(name);
      if (!run) return;
      run.done += 1;
      const tenth = Math.floor((run.done * 10) / run.total);
      if (tenth === run.told) return;
      const at = monotonic();
      if (at - run.at < LEAST_BETWEEN_MS && run.done < run.total) return;
      run.told = tenth;
      run.at = at;
      write(`${name}: ${run.done}/${run.total} ${run.what}`);
    },
    finish(name) {
      runs.delete(name);
    },
  };
}
