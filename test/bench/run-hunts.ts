import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/commands/config.ts';
import { runOnce } from '../../src/commands/run-sync.ts';
import { runOnPlatforms } from '../../src/commands/runs.ts';
import { createWorld } from '../support/world.ts';

export interface RunFigures {
  readonly hunts: number;
  readonly wallMs: number;
  /** Nothing but the queries, as many at a time as the policy allows. */
  readonly idealMs: number;
  readonly requests: number;
}

/** `run` of many hunts on the Sentinel stand-in, each of whose answers is so late. */
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
  try {
    const options = { config: world.config, json: true, platform: ['sentinel'] };
    await runOnce('sync', options, world.context);
    world.sandbox.servers.azure.disturb(({ path }) => (/\/query$/.test(path) ? { delayMs: queryMs } : undefined));
    const started = performance.now();
    const config = await readConfig(world.config, world.context);
    const [ran] = await runOnPlatforms(config, { platform: ['sentinel'] }, world.context);
    const wallMs = performance.now() - started;
    const failing = ran?.runs.filter(({ outcome }) => outcome === 'failing') ?? [];
    if (failing.length > 0) throw new Error(`${failing.length} hunts failed: ${failing[0]?.error}`);
    const count = ran?.runs.length ?? 0;
    return { hunts: count, wallMs, idealMs: (count * queryMs) / concurrency, requests: ran?.requests ?? 0 };
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
