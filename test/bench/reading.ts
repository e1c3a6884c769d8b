import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBriefingsSource } from '../../src/sources/briefings.ts';
import { readArticles } from '../support/read-articles.ts';
import { leastOf } from './cost.ts';
import { writeBriefings } from './generator.ts';
import type { Row } from './table.ts';

/** Reading briefings, against reading the same files and splitting them into lines. */
export async function benchReading(count: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  try {
    writeBriefings(folder, count);
    const ours = async () => {
      const source = createBriefingsSource({ name: 'bench', path: folder, authoritative: false });
      const { articles } = readArticles([await source.read()]);
      if (articles.length !== count) throw new Error(`${articles.length} of ${count} briefings were read`);
    };
    const bare = () => {
      for (const place of readdirSync(folder)) {
        for (const file of readdirSync(join(folder, place))) {
          readFileSync(join(folder, place, file), 'utf8').split('\n');
        }
      }
    };
    const [our = 0, least = 0] = await leastOf(5, ours, bare);
    return [
      {
        what: 'reading: briefings a second, one core',
        value: Math.round(count / our),
        atLeast: 3000,
        from: `${count} of 8 kB`,
      },
      {
        what: 'reading / reading and splitting lines',
        value: our / least,
        isRatio: true,
        isCost: true,
        from: 'the same files',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
