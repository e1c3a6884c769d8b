import { silentProgress } from '../../src/core/progress.ts';
import { applyChanges } from '../../src/sync/apply.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import type { Change } from '../../src/sync/types.ts';
import { makeMany, makePlanContext } from '../support/hunts.ts';
import { createMemoryPlatform, createMemoryServer } from '../support/memory-siem/platform.ts';
import { cpuSeconds, leastOf } from './cost.ts';
import type { Row } from './table.ts';

/** What a platform is to hold, against what it holds: first nothing, then all of it. */
export async function benchPlanning(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const noOp: number[] = [];
  for (const size of sizes) {
    const hunts = makeMany(size);
    const platform = createMemoryPlatform(createMemoryServer());
    const context = makePlanContext(hunts);
    const plan = async () => planPlatform(platform, platform.wanted(hunts), await platform.list(), context);
    let creating = 0;
    const create = async () => {
      await plan();
      let changes: readonly Change[] = [];
      creating = await cpuSeconds(async () => {
        changes = (await plan()).changes;
      });
      await applyChanges(platform, changes, { concurrency: 8, progress: silentProgress });
    };
    // What was planned first is gone before the second plan is made, as it is in another run.
    await create();
    let changes = -1;
    const [again = 0] = await leastOf(3, async () => {
      changes = (await plan()).changes.length;
    });
    if (changes !== 0) throw new Error(`a second plan has ${changes} changes`);
    noOp.push(again);
    const heap = Math.round(process.memoryUsage().heapUsed / 2 ** 20);
    // Sizes rise, so that the peak of the process is that of the last one.
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    rows.push({
      what: `planning ${size.toLocaleString('en')} hunts, nothing to do`,
      value: again,
      unit: 's of CPU',
      from: `all new: ${creating.toFixed(2)} s; heap ${heap} MiB, peak of the process ${peak} MiB`,
    });
  }
  const [last = 0, before = 0] = noOp.slice(-2).reverse();
  return [
    ...rows,
    { what: 'planning: ten times the hunts', value: last / before, unit: 'times', isRatio: true, isCost: true },
  ];
}
