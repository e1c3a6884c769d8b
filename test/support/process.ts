import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { CACHE, compiled } from './compiled.ts';
import { HANG_MS } from './hang.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** Verdicts and kept runs of tests stay apart from those of the developer. */
const HOME = join(CACHE, 'home');

/**
 * The program as its users start it, in as small an environment as a fresh shell has, so that a test cannot lean on the
 * developer's own.
 */
export function start(
  args: readonly string[],
  env: Record<string, string> = {},
  stdout: 'pipe' | number = 'pipe',
): ChildProcess {
  const { PATH } = process.env;
  return spawn(process.execPath, [join(compiled(), 'cli.js'), ...args], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', stdout, 'pipe'],
  });
}

export async function finish(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, out, err };
}

export const run = (args: readonly string[], env?: Record<string, string>): Promise<Ended> => finish(start(args, env));

/** Waits for what a program that starts slowly on a busy machine will do. */
export async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < HANG_MS / 10 && !condition(); i += 1) await sleep(10);
  expect(condition()).toBe(true);
}
