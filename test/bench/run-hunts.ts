import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/commands/config.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { runOnPlatforms } from '../../src/commands/runs.ts';
import { createWorld } from '../support/world.ts';
import { startAway } from './away.ts';

export interface RunFigures {
  readonly hunts: number;
  readonly wallMs: number;
  /** Nothing but the queries, as many at a time as the policy allows. */
  readonly idealMs: number;
  /** Of this process. */
  readonly cpuMs: number;
  readonly requests: number;
}

/** `run` of many hunts on a Sentinel stand-in in a process of its own, where each query takes so long. */
export async function benchRun({ hunts = 200, queryMs = 500, concurrency = 4 } = {}): Promise<RunFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-bench-'));
  const sections = Array.from(
    { length: hunts },
    (_, n) =>
      `### Tool number ${n}\n\n\`UC_9_${n}\` · phase: **exploit** · confidence: **High**\n\n**Defender KQL:**\n\`\`\`kql\nDeviceProcessEvents\n| where TimeGenerated > ago(7d)\n| where FileName == "tool${n}.exe"\n\`\`\`\n`,
  );
  writeFileSync(
    join(folder, 'many.md'),
    `# [HIGH] Many tools\n\n**Source:** Made up\n**Published:** 2026-05-01\n**Article:** https://intel.example/many\n\n## Recommended hunts\n\n${sections.join('\n')}`,
  );
  // Without records the stand-in's address for queries would not be configured.
  const world = await createWorld({
    briefings: folder,
    records: true,
    policy: `{ run: { concurrency: ${concurrency} } }`,
  });
  const away = await startAway({ queryMs });
  try {
    const context = { ...world.context, env: away.env };
    const options = { config: world.config, json: true, platform: ['sentinel'] };
    await runOnce('sync', options, context);
    const started = performance.now();
    const before = process.cpuUsage();
    const config = await readConfig(world.config, context);
    const [ran] = await runOnPlatforms(config, { platform: ['sentinel'] }, context);
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    const failing = ran?.runs.filter(({ outcome }) => outcome === 'failing') ?? [];
    if (failing.length > 0) throw new Error(`${failing.length} hunts failed: ${failing[0]?.error}`);
    const count = ran?.runs.length ?? 0;
    const idealMs = (count * queryMs) / concurrency;
    return { hunts: count, wallMs, idealMs, cpuMs: (user + system) / 1000, requests: ran?.requests ?? 0 };
  } finally {
    await away.close();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
