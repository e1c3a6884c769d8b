import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costOf, type ProcessCost } from './process-cost.ts';

/** A hunt's two queries; either may be missing. */
export interface QueryPair {
  readonly spl: string | undefined;
  readonly kql: string | undefined;
}

export interface ProveBench {
  readonly hunts: number;
  /** With nothing remembered; the budget is 60 s of processor time for 1,500 hunts. */
  readonly cold: ProcessCost;
  /** With all verdicts remembered; the budget is 2 s. */
  readonly warm: ProcessCost;
}

const HUNTS_A_BRIEFING = 15;

/** `count` hunts that are all different: the pairs again and again, another number in the first text of each query. */
export function distinctPairs(pairs: readonly QueryPair[], count: number): QueryPair[] {
  return Array.from({ length: count }, (_, index) => {
    const { spl, kql } = pairs[index % pairs.length] as QueryPair;
    const round = Math.floor(index / pairs.length);
    return round === 0 ? { spl, kql } : { spl: numbered(spl, round), kql: numbered(kql, round) };
  });
}

/** The first plain text in quotes gets the number behind its first word; where there is none, a condition that always holds. */
function numbered(query: string | undefined, number: number): string | undefined {
  const changed = query?.replace(/"([A-Za-z][A-Za-z_-]{2,})([^"\\\n]*)"/, `"$1${number}$2"`);
  return changed === query && query !== undefined ? `${query}\n| where "${number}" != ""` : changed;
}

/** A briefing that holds the pairs. */
export function briefingOf(pairs: readonly QueryPair[], number: number): string {
  const sections = pairs.map(({ spl, kql }, index) => {
    const blocks = [
      ...(spl === undefined ? [] : [`**Splunk SPL (CIM):**\n\`\`\`spl\n${spl}\n\`\`\`\n`]),
      ...(kql === undefined ? [] : [`**Defender KQL:**\n\`\`\`kql\n${kql}\n\`\`\`\n`]),
    ];
    const head = `### Hunt ${number}-${index}\n\n\`UC_${number}_${index}\` · phase: **exploit** · confidence: **High**\n`;
    return [head, ...blocks].join('\n');
  });
  return [
    `# [HIGH] Made-up briefing ${number}`,
    '**Source:** Bench\n**Published:** 2099-01-02',
    `**Article:** https://blog.example/bench-${number}`,
    '## Recommended hunts',
    ...sections,
  ].join('\n\n');
}

/** A new folder of briefings that hold all pairs. */
export function writePairs(folder: string, all: readonly QueryPair[]): void {
  mkdirSync(folder);
  for (let number = 0; number * HUNTS_A_BRIEFING < all.length; number++) {
    const own = all.slice(number * HUNTS_A_BRIEFING, (number + 1) * HUNTS_A_BRIEFING);
    writeFileSync(join(folder, `${number}.md`), briefingOf(own, number));
  }
}

/** `huntsync prove` on so many hunts, cold and warm. */
export function benchProve(cli: string, pairs: readonly QueryPair[], count = 1500): ProveBench {
  const place = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  try {
    const folder = join(place, 'briefings');
    writePairs(folder, distinctPairs(pairs, count));
    const cold = proveOnce(cli, folder, place);
    const warm = proveOnce(cli, folder, place);
    return { hunts: cold.hunts, cold, warm };
  } finally {
    rmSync(place, { recursive: true });
  }
}

function proveOnce(cli: string, folder: string, place: string): ProcessCost & { readonly hunts: number } {
  const { stdout, ...cost } = costOf([cli, 'prove', folder, '--json'], place);
  const { hunts } = JSON.parse(stdout) as { hunts: unknown[] };
  return { hunts: hunts.length, ...cost };
}
