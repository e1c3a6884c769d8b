import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { compiled } from '../support/compiled.ts';
import { ROOT } from '../support/world.ts';
import type { Arena } from './harness.ts';

export const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const;

/** The compiled program, syncing; what it prints goes to the arena's outputs. */
export interface Child {
  kill(signal: (typeof SIGNALS)[number]): void;
  /** Resolves when it has ended: whether it reported a bug. */
  readonly ended: Promise<'fine' | 'bug'>;
}

/** Verdicts of checks are kept between rounds, as they are between the runs of a schedule. */
const HOME = join(ROOT, 'node_modules/.cache/huntsync-test/chaos-home');

/** @param home where the program keeps verdicts; an empty one makes it check every query. */
export function startChild(arena: Arena, identity: Readonly<Record<string, string>>, home = HOME): Child {
  const { PATH } = process.env;
  const child: ChildProcess = spawn(
    process.execPath,
    [join(compiled(), 'cli.js'), '--verbose', 'sync', '--config', arena.world.config],
    { env: { PATH, HOME: home, ...arena.env, ...identity }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  const ended = once(child, 'close').then(() => {
    arena.outputs.push(text);
    return /^\s+at |This is a bug/m.test(text) ? ('bug' as const) : ('fine' as const);
  });
  return { ended, kill: (signal) => void child.kill(signal) };
}
