import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTimetable, repeat } from '../../src/commands/schedule.ts';
import { EXIT } from '../../src/core/errors.ts';
import { type Arena, openArena, syncOnce } from './harness.ts';
import { openIdentityEndpoint } from './identity.ts';
import { kindOf } from './requests.ts';
import { VARIANTS, writeChanged, writeFirst } from './scenario.ts';

/** Memory is compared with that after so many runs, when everything has been loaded and every cache is filled. */
const WARM = 100;
const MOST_GROWTH_PERCENT = 10;
const INTERVAL_MS = 30 * 60_000;

/**
 * Runs a schedule in this process, half an hour a run by a clock that is turned on, and prints the heap after collection. New
 * sessions and tokens in every run, changed briefings in every fifth, a fault in every seventh. Exits with 1 where the heap is more
 * than a tenth larger than after the hundredth run, or a run without a fault fails.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '1000' } } });
  const runs = Number(values.runs);
  const identity = await openIdentityEndpoint();
  Object.assign(process.env, identity.env);
  const arena = await openArena({ signIn: 'log-in', acks: false, identity, samples: 2 });
  const stop = new AbortController();
  const collect = collector();
  const curve: { run: number; heapMb: number; rssMb: number }[] = [];
  let run = 0;
  let failed = 0;

  async function job() {
    run += 1;
    if (run % 10 === 5) writeChanged(arena.world, run % VARIANTS);
    if (run % 10 === 0) writeFirst(arena.world);
    if (run % 7 === 0) faultOnce(arena);
    const { end } = await syncOnce(arena);
    if (end !== 0) failed += 1;
    forget(arena);
    if (run === 1 || run === 10 || run % 50 === 0 || run === runs) {
      collect();
      const { heapUsed, rss } = process.memoryUsage();
      const point = { run, heapMb: Math.round(heapUsed / 1e5) / 10, rssMb: Math.round(rss / 1e6) };
      curve.push(point);
      say(`run ${point.run}: heap ${point.heapMb} MB, resident ${point.rssMb} MB`);
    }
    if (run === runs) stop.abort();
    return end === 0 ? EXIT.ok : EXIT.failed;
  }

  let elapsed = 0;
  const monotonic = () => {
    elapsed += INTERVAL_MS;
    return elapsed;
  };
  const context = { ...arena.world.context, signal: stop.signal };
  await repeat(createTimetable({ every: '30m' }), job, context, { monotonic });
  await arena.close();
  identity.close();
  const warm = curve.find((point) => point.run === WARM);
  const last = curve.at(-1);
  const growth = warm && last ? (100 * (last.heapMb - warm.heapMb)) / warm.heapMb : Number.NaN;
  say(`${run} runs, ${failed} of them failed; heap ${growth.toFixed(1)} % above that after ${WARM}`);
  if (!(growth <= MOST_GROWTH_PERCENT) || failed > 0) process.exitCode = 1;
}

/** One that a run gets over by itself. */
function faultOnce({ world }: Arena): void {
  let isDone = false;
  world.sandbox.servers.splunk.disturb((request) => {
    if (isDone || kindOf(request) !== 'splunk list') return undefined;
    isDone = true;
    return { respond: { status: 503, headers: { 'retry-after': '1' } } };
  });
}

/** What the stand-ins remember of every run lives in this process too: all but the present is dropped. */
function forget({ world, outputs, secrets }: Arena): void {
  const { servers, states } = world.sandbox;
  for (const { log } of [servers.splunk, servers.azure]) (log as unknown[]).splice(0);
  states.splunk.events.splice(0);
  outputs.splice(0);
  secrets.clear();
  for (const [stream, rows] of Object.entries(states.azure.ingested)) {
    const all = rows as Record<string, unknown>[];
    const newest = new Map(all.map((row) => [row['HuntKey'] ?? row['ArticleId'] ?? row['IndicatorId'], row]));
    states.azure.ingested[stream] = [...newest.values()];
  }
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
