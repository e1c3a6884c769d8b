import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBriefings } from './generator.ts';
import { costOf } from './process-cost.ts';
import type { Row } from './table.ts';

/** `huntsync check` of so many briefings, against ten times as many: with nothing remembered, and again with all of it. */
export function benchGrowth(cli: string, count: number): Row[] {
  const place = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  try {
    const [few, many] = [count, 10 * count].map((size) => {
      const home = join(place, `${size}`);
      const folder = join(home, 'briefings');
      mkdirSync(folder, { recursive: true });
      writeBriefings(folder, size);
      const check = () => costOf([cli, 'check', folder, '--json'], home);
      return [check(), check()] as const;
    });
    return ['nothing remembered', 'all remembered'].map((what, pass) => {
      const [less, more] = [few?.[pass], many?.[pass]];
      const value = (more?.cpuSeconds ?? Number.NaN) / (less?.cpuSeconds ?? Number.NaN);
      const from = `check of ${count} and ${10 * count}: ${less?.cpuSeconds.toFixed(2)} / ${more?.cpuSeconds.toFixed(2)} s of CPU, ${more?.memoryMb} MiB`;
      return {
        what: `ten times the articles, ${what}`,
        value,
        unit: 'times',
        atMost: 11,
        isRatio: true,
        isCost: true,
        from,
      };
    });
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
