import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CoresBench {
  /** Wall-clock milliseconds of the command with nothing remembered, the best of several, start of the process included. */
  readonly oneCoreMs: number;
  readonly twoCoresMs: number;
  /** oneCoreMs / twoCoresMs; at best 2. */
  readonly scaling: number;
}

/** `0-2,5` as in /proc/self/status: Cpus_allowed_list. */
export function coresOf(list: string): number[] {
  return list.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return part === '' || Number.isNaN(first)
      ? []
      : Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** `huntsync check` or `prove` held to one core, and to two, as a user meets it; a reason where this machine cannot tell. */
export function benchCores(cli: string, command: string, corpus: string, passes = 4): CoresBench | string {
  if (process.platform !== 'linux') return 'skipped: only Linux holds a process to a core';
  const status = readFileSync('/proc/self/status', 'utf8');
  const [first, second] = coresOf(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '');
  if (first === undefined || second === undefined) return 'skipped: one core only';
  if (spawnSync('taskset', ['--version']).error) return 'skipped: no taskset here';

  const times = { one: [] as number[], two: [] as number[] };
  // In turns, so that a busy machine weighs on both alike.
  for (let pass = 0; pass < passes; pass++) {
    times.one.push(commandMs(`${first}`, [cli, command, corpus]));
    times.two.push(commandMs(`${first},${second}`, [cli, command, corpus]));
  }
  const oneCoreMs = Math.min(...times.one);
  const twoCoresMs = Math.min(...times.two);
  return { oneCoreMs, twoCoresMs, scaling: oneCoreMs / twoCoresMs };
}

function commandMs(cores: string, args: readonly string[]): number {
  const home = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  const started = performance.now();
  const { status, stderr } = spawnSync('taskset', ['-c', cores, process.execPath, ...args], {
    env: { ...process.env, XDG_CACHE_HOME: home },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const took = performance.now() - started;
  rmSync(home, { recursive: true });
  if (status !== 0) throw new Error(`${args[1]} ended with ${status}: ${stderr}`);
  return took;
}
