import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTimetable, repeat } from '../../src/commands/schedule.ts';
import { EXIT } from '../../src/core/errors.ts';
import { rememberingContext, SAMPLES } from '../support/world.ts';
import { configure, type Site, syncOnce } from './harness.ts';
import { keepSamples, VARIANTS, writeChanged, writeFirst } from './scenario.ts';
import type { Order } from './stand-ins.ts';

/** Memory is compared with that after so many runs, when everything has been loaded and every cache is filled. */
const WARM = 100;
const MOST_GROWTH_PERCENT = 10;
const INTERVAL_MS = 30 * 60_000;

/**
 * Runs a schedule in this process, half an hour a run by a clock that is turned on, and prints the heap after collection. New
 * sessions in every run, new tokens about once in a day of runs, changed briefings in every fifth, a fault in every seventh. Exits with 1 where the heap is more
 * than a tenth larger than after the hundredth run, or a run fails.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: 'string', default: '1000' },
      /** Writes a heap snapshot after each of these, into the working folder: `100,400`. */
      snapshots: { type: 'string', default: '' },
    },
  });
  const runs = Number(values.runs);
  const snapshots = new Set(values.snapshots.split(',').filter(Boolean).map(Number));
  const standIns = await startStandIns();
  Object.assign(process.env, standIns.env);
  const site = openSite(standIns.env);
  const stop = new AbortController();
  const collect = collector();
  const curve: { run: number; heapMb: number; rssMb: number }[] = [];
  let run = 0;
  let failed = 0;

  async function job() {
    run += 1;
    if (run % 10 === 5) writeChanged(site.world, run % VARIANTS);
    if (run % 10 === 0) writeFirst(site.world);
    if (run % 7 === 0) await standIns.order('fault');
    const { end } = await syncOnce(site);
    if (end !== 0) {
      failed += 1;
      say(`run ${run} ended with ${end}: ${site.outputs.join('\n').slice(-2000)}`);
    }
    site.outputs.splice(0);
    await standIns.order('forget');
    if (run === 1 || run === 10 || run % 50 === 0 || run === runs) {
      await collect();
      const { heapUsed, rss } = process.memoryUsage();
      const point = { run, heapMb: Math.round(heapUsed / 1e5) / 10, rssMb: Math.round(rss / 1e6) };
      curve.push(point);
      say(`run ${point.run}: heap ${point.heapMb} MB, resident ${point.rssMb} MB`);
    }
    if (snapshots.has(run)) writeHeapSnapshot(`soak-${run}.heapsnapshot`);
    if (run === runs) stop.abort();
    return end === 0 ? EXIT.ok : EXIT.failed;
  }

  let elapsed = 0;
  const monotonic = () => {
    elapsed += INTERVAL_MS;
    return elapsed;
  };
  await repeat(createTimetable({ every: '30m' }), job, { ...site.world.context, signal: stop.signal }, { monotonic });
  await standIns.end();
  rmSync(site.world.folder, { recursive: true, force: true });
  const warm = curve.find((point) => point.run === WARM);
  const last = curve.at(-1);
  const growth = warm && last ? (100 * (last.heapMb - warm.heapMb)) / warm.heapMb : Number.NaN;
  say(`${run} runs, ${failed} of them failed; heap ${growth.toFixed(1)} % above that after ${WARM}`);
  if (!(growth <= MOST_GROWTH_PERCENT) || failed > 0) process.exitCode = 1;
}

/** Two of the samples and the made-up articles in their first state. */
function openSite(env: Readonly<Record<string, string>>): Site {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-soak-'));
  cpSync(SAMPLES, join(folder, 'briefings'), { recursive: true });
  const world = { folder, config: join(folder, 'huntsync.yaml'), ...rememberingContext({ ...env }) };
  keepSamples(world, 2);
  writeFirst(world);
  configure({ world }, { signIn: 'log-in' });
  return { world, env, outputs: [] };
}

interface StandIns {
  readonly env: Readonly<Record<string, string>>;
  order(order: Order): Promise<void>;
  end(): Promise<void>;
}

async function startStandIns(): Promise<StandIns> {
  const child = fork(fileURLToPath(new URL('start.mjs', import.meta.url)), ['stand-ins']);
  const ended = once(child, 'exit');
  const next = async () => {
    const [message] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as unknown[];
    if (message === undefined) throw new Error('the stand-ins have ended');
    return message;
  };
  const env = (await next()) as Readonly<Record<string, string>>;
  return {
    env,
    async order(order) {
      const answer = next();
      child.send(order);
      await answer;
    },
    async end() {
      child.disconnect();
      await ended;
    },
  };
}

/** Collects after connections that are idle have had the time to end. */
function collector(): () => Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return async () => {
    await sleep(200);
    gc();
    await sleep(10);
    gc();
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
