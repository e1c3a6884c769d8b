import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './worker.ts';

export type Ran = JobResult | 'timeout';

/** One process that runs tests; a new one after each that had to be stopped: a fault may make a loop endless. */
export class Runner {
  readonly #root: string;
  #child: ChildProcess | null = null;

  /** @param root of the tree whose tests it runs. */
  constructor(root: string) {
    this.#root = root;
  }

  async run(job: Job, timeoutMs: number): Promise<Ran> {
    this.#child ??= await startWorker(this.#root);
    const child = this.#child;
    const answer = new Promise<Ran>((resolve) => {
      const timer = setTimeout(() => settle('timeout'), timeoutMs);
      const settle = (ran: Ran) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(ran);
      };
      child.once('message', (result) => settle(result as JobResult));
      child.once('exit', () => settle('timeout'));
    });
    child.send(job);
    const ran = await answer;
    if (ran === 'timeout') this.stop();
    return ran;
  }

  stop(): void {
    const pid = this.#child?.pid;
    this.#child = null;
    if (pid === undefined) return;
    try {
      // The whole group: vitest runs the tests in processes of its own.
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  }
}

async function startWorker(root: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./start.mjs', import.meta.url));
  const child = fork(script, ['worker', root], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  await once(child, 'message');
  return child;
}
