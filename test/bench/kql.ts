import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkKql } from '../../src/kql/check.ts';
import type { checkKqlBatch } from '../../src/kql/pool.ts';
import { workspaceTables } from '../../src/kql/reference.ts';
import { createSchema, EMPTY_ENVIRONMENT } from '../../src/kql/schema.ts';
import { bareKusto } from '../support/bare-kusto.ts';

export interface KqlBench {
  readonly queries: number;
  /** Processor milliseconds of one pass on one core, the best of several: the parser's own analysis of the source texts, in a process of its own. */
  readonly bareMs: number;
  /** The same for our whole check: translation, repairs, policy, and the analysis of what comes out. */
  readonly checkMs: number;
  /** checkMs / bareMs; the target is 0.8. */
  readonly ratio: number;
  /** Wall-clock milliseconds of a batch whose verdicts are all remembered; the target is 300. Compiled code only. */
  readonly warmMs?: number;
}

export interface KqlBenchOptions {
  readonly passes?: number;
  /** Address of the compiled `dist/kql/pool.js`: threads cannot start from TypeScript. */
  readonly compiledPool?: string;
}

export async function benchKql(queries: readonly string[], options: KqlBenchOptions = {}): Promise<KqlBench> {
  const bare = await bareKusto(workspaceTables());
  const schema = createSchema();
  const check = () => {
    for (const query of queries) checkKql(query, { schema });
  };
  const times = { bare: [] as number[], check: [] as number[] };
  // In turns, so that a busy machine weighs on both alike.
  for (let pass = 0; pass < (options.passes ?? 5); pass++) {
    times.bare.push((await bare.analyse(queries)).ms);
    times.check.push(processorMs(check));
  }
  bare.close();
  const bareMs = Math.min(...times.bare);
  const checkMs = Math.min(...times.check);
  return {
    queries: queries.length,
    bareMs,
    checkMs,
    ratio: checkMs / bareMs,
    ...(options.compiledPool === undefined ? {} : { warmMs: await rememberedMs(queries, options.compiledPool) }),
  };
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function rememberedMs(queries: readonly string[], pool: string): Promise<number> {
  const batch = ((await import(pool)) as { checkKqlBatch: typeof checkKqlBatch }).checkKqlBatch;
  const cacheDir = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  await batch(queries, { environment: EMPTY_ENVIRONMENT, cacheDir });
  const started = performance.now();
  await batch(queries, { environment: EMPTY_ENVIRONMENT, cacheDir });
  const took = performance.now() - started;
  rmSync(cacheDir, { recursive: true, force: true });
  return took;
}

/** The figures for people, as ratios first. */
export function describeKqlBench(bench: KqlBench): string {
  const ms = (value: number) => `${Math.round(value)} ms`;
  const lines = [
    `KQL: ${bench.queries} distinct queries`,
    `  check / bare analysis, one core   ${bench.ratio.toFixed(2)}   (${ms(bench.checkMs)} / ${ms(bench.bareMs)}; target 0.8)`,
  ];
  if (bench.warmMs !== undefined)
    lines.push(`  all verdicts remembered           ${ms(bench.warmMs)}   (target 300 ms)`);
  return lines.join('\n');
}
