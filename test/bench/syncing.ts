import { silentLog } from '../../src/core/log.ts';
import { silentProgress } from '../../src/core/progress.ts';
import { createSplunkPlatform } from '../../src/splunk/index.ts';
import { applyChanges } from '../../src/sync/apply.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import { makeMany, makePlanContext } from '../support/hunts.ts';
import { splunkOf, startAway } from './away.ts';
import { CREATING, NOTHING_TO_DO, secondsOf } from './peers.ts';
import type { Row } from './table.ts';

const LATENCY_MS = 20;
const CONCURRENCY = 8;
/** A peer's pattern is tried on this part of the hunts, and counted for all. */
const PART = 20;

/** Syncs beside what the request patterns of other tools take, against one stand-in of splunkd with latency. */
export async function benchSyncing(count: number): Promise<Row[]> {
  const away = await startAway({ latencyMs: LATENCY_MS });
  const hunts = makeMany(count);
  const sync = async (wanted: readonly CheckedHunt[]) => {
    const platform = createSplunkPlatform(splunkOf(away.env), { log: silentLog, now: () => new Date() });
    const started = performance.now();
    const plan = planPlatform(platform, platform.wanted(wanted), await platform.list(), makePlanContext(wanted));
    const applied = await applyChanges(platform, plan.changes, { concurrency: CONCURRENCY, progress: silentProgress });
    const seconds = (performance.now() - started) / 1000;
    const failed = applied.filter(({ outcome }) => outcome !== 'done').length;
    if (failed > 0) throw new Error(`${failed} of ${plan.changes.length} changes failed`);
    const found = { seconds, changes: plan.changes.length, requests: platform.requests() };
    await platform.close();
    return found;
  };
  try {
    const names = (what: string) => Array.from({ length: Math.ceil(count / PART) }, (_, index) => `${what}${index}`);
    const peers = async (all: typeof CREATING, what: (peer: string) => string) => {
      const seconds: Record<string, number> = {};
      for (const peer of all) seconds[peer.name] = (await secondsOf(peer, names(what(peer.name)), away.env)) * PART;
      return seconds;
    };
    const first = await sync(hunts);
    const none = await sync(hunts);
    const touched = hunts.map((one, index) =>
      index % 100 === 0 ? { ...one, hunt: { ...one.hunt, severity: 'LOW' as const } } : one,
    );
    const few = await sync(touched);
    if (none.changes !== 0 || few.changes !== Math.ceil(count / 100)) throw new Error('the syncs did something else');
    const creating = await peers(CREATING, (peer) => `created-by-${peer}-`);
    const idle = await peers(NOTHING_TO_DO, (peer) => `created-by-${peer}-`);
    const ideal = (count * LATENCY_MS) / 1000 / CONCURRENCY;
    const at = `${count} hunts, ${LATENCY_MS} ms, ${CONCURRENCY} at a time`;
    return [
      {
        what: 'sync, first: against latency alone',
        value: first.seconds / ideal,
        atMost: 1.2,
        isRatio: true,
        from: `${at}: ${first.seconds.toFixed(2)} s`,
      },
      ...Object.entries(creating).map(
        ([name, seconds]): Row => ({
          what: `sync, first: ${name}'s pattern / ours`,
          value: seconds / first.seconds,
          isRatio: true,
          ...(name === 'droid' ? { atLeast: 30 } : {}),
          from: `${seconds.toFixed(1)} s, of ${Math.ceil(count / PART)} hunts`,
        }),
      ),
      {
        what: 'sync, nothing to do: requests',
        value: none.requests,
        atMost: Math.ceil(count / 1000),
        from: `${none.seconds.toFixed(2)} s`,
      },
      ...Object.entries(idle).map(
        ([name, seconds]): Row => ({
          what: `sync, nothing to do: ${name}'s pattern / ours`,
          value: seconds / none.seconds,
          isRatio: true,
          from: `${seconds.toFixed(1)} s`,
        }),
      ),
      {
        what: 'sync, 1 % changed: requests',
        value: few.requests,
        from: `${few.changes} changes, ${few.seconds.toFixed(2)} s`,
      },
    ];
  } finally {
    await away.close();
  }
}
