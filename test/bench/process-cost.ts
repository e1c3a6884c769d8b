import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProcessCost {
  /** Of all threads, user and system. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the process held, in MiB. */
  readonly memoryMb: number;
}

/** Writes what the process has used, all its threads together, as it ends. */
const METER = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.HUNTSYNC_BENCH_USAGE, JSON.stringify(process.resourceUsage())));`;

/** What the command takes, start of the process included. What it remembers lies in `place`, for the next one. */
export function costOf(command: readonly string[], place: string): ProcessCost & { readonly stdout: string } {
  const usage = join(place, 'usage.json');
  const meter = `data:text/javascript,${encodeURIComponent(METER)}`;
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', meter, ...command], {
    env: { ...process.env, XDG_CACHE_HOME: join(place, 'cache'), HUNTSYNC_BENCH_USAGE: usage },
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const wallSeconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${command[1]} ended with ${status}: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usage, 'utf8')) as NodeJS.ResourceUsage;
  return { stdout, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, wallSeconds, memoryMb: Math.round(maxRSS / 1024) };
}
