import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/core/log.ts';
import type { RetryDeps } from '../../src/core/retry.ts';
import { type DefenderConfig, defenderPlatform } from '../../src/defender/config.ts';
import { partDetails } from '../../src/defender/details.ts';
import { createDefenderPlatform } from '../../src/defender/index.ts';
import type { GraphOptions } from '../../src/sandbox/graph/index.ts';
import type { ServeOptions } from '../../src/sandbox/server.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import { GRAPH_TOKEN, startGraph } from '../support/graph-stand-in.ts';

export interface DefenderUnderTest extends Awaited<ReturnType<typeof startGraph>> {
  readonly config: DefenderConfig;
  /** Milliseconds that the platform asked to wait; it does not really wait. */
  readonly waits: number[];
  connect(overrides?: Partial<DefenderConfig>, deps?: Partial<RetryDeps>): Platform;
  /** Everything stored, as id and query without what is added for an alert's details. */
  stored(): { id: string; query: string }[];
}

const folder = mkdtempSync(join(tmpdir(), 'huntsync-graph-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

export async function startDefender(options: GraphOptions = {}, serve: ServeOptions = {}): Promise<DefenderUnderTest> {
  const graph = await startGraph(options, serve);
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, graph.ca);
  const waits: number[] = [];
  const config = defenderPlatform.parse({
    name: 'soc-defender',
    kind: 'defender',
    endpoint: graph.server.url,
    ca,
    timeoutSeconds: 20,
    auth: { token: GRAPH_TOKEN },
  });
  return {
    ...graph,
    config,
    waits,
    connect: (overrides = {}, deps = {}) =>
      createDefenderPlatform(
        { ...config, ...overrides },
        {
          log: silentLog,
          now: () => new Date(),
          random: () => 0.5,
          sleep: async (ms) => {
            waits.push(ms);
          },
          ...deps,
        },
      ),
    stored: () =>
      Object.values(graph.state.rules).map(({ id, queryCondition }) => ({
        id,
        query: partDetails(queryCondition.queryText).query,
      })),
  };
}

/** The hunts of tests with what a check would say of their results: each names a device. */
export function readyForAlerts(hunts: readonly CheckedHunt[]): CheckedHunt[] {
  const alert = { entities: [{ kind: 'host' as const, columns: { id: 'DeviceId' } }] };
  return hunts.map(({ hunt, queries }) => {
    const own = queries['defender'] ?? queries['sentinel'] ?? [];
    return { hunt, queries: { ...queries, defender: own.map((query) => ({ alert, ...query })) } };
  });
}
