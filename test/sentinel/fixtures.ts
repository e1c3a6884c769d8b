import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/core/log.ts';
import type { RetryDeps } from '../../src/core/retry.ts';
import type { AzureOptions } from '../../src/sandbox/azure/index.ts';
import type { ServeOptions } from '../../src/sandbox/server.ts';
import { createTls, type SandboxTls } from '../../src/sandbox/tls.ts';
import type { SentinelConfig } from '../../src/sentinel/config.ts';
import { createSentinelPlatform } from '../../src/sentinel/index.ts';
import { digestFields } from '../../src/sync/marker.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { SAVED_SEARCHES, startAzure, TOKEN, WORKSPACE } from '../support/azure-stand-in.ts';
import { HANG_MS } from '../support/hang.ts';

let made: Promise<{ tls: SandboxTls; caFile: string }> | undefined;

/** One certificate authority for a whole test file, and its PEM file. */
export function sharedTls(): Promise<{ tls: SandboxTls; caFile: string }> {
  made ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'huntsync-ca-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const tls = await createTls();
    const caFile = join(folder, 'ca.pem');
    writeFileSync(caFile, tls.ca);
    return { tls, caFile };
  })();
  return made;
}

/** A platform on the stand-in's workspace. */
export function makeConfig(endpoint: string, ca: string): SentinelConfig {
  return {
    name: 'soc-sentinel',
    kind: 'sentinel',
    subscriptionId: WORKSPACE.subscriptionId,
    resourceGroup: WORKSPACE.resourceGroup,
    workspace: WORKSPACE.name,
    cloud: 'public',
    endpoint,
    ca,
    timeoutSeconds: HANG_MS / 1000,
    deadlineSeconds: HANG_MS / 1000,
    auth: { token: TOKEN },
  };
}

export interface SentinelUnderTest extends Awaited<ReturnType<typeof startAzure>> {
  readonly config: SentinelConfig;
  /** Milliseconds that the platform's own policies asked to wait; they do not really wait. */
  readonly waits: number[];
  connect(overrides?: Partial<SentinelConfig>, deps?: Partial<RetryDeps>): Platform;
  /** The saved search as the stand-in has it. */
  stored(id: string): AzureSearch | undefined;
}

type AzureSearch = Awaited<ReturnType<typeof startAzure>>['state']['savedSearches'][string];

export async function startSentinel(options: AzureOptions = {}, serve: ServeOptions = {}): Promise<SentinelUnderTest> {
  const { tls, caFile } = await sharedTls();
  const azure = await startAzure(options, { tls, ...serve });
  const waits: number[] = [];
  const config = makeConfig(azure.server.url, caFile);
  return {
    ...azure,
    config,
    waits,
    connect: (overrides = {}, deps = {}) =>
      createSentinelPlatform(
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
    stored: (id) => azure.state.savedSearches[`${SAVED_SEARCHES}/${id}`.toLowerCase()],
  };
}

/** The change that would create the first object of a hunt. */
export function creation(platform: Platform, hunt: CheckedHunt): Change {
  const [want] = platform.wanted([hunt]);
  if (!want) throw new Error('the hunt wants nothing');
  const { id, name, fields } = want.render(want.evidence);
  const evidence = platform.recordable(want.evidence, null);
  const marker = { key: want.key, written: digestFields(fields), evidence, retired: null };
  return { op: 'create', key: want.key, id, name, fields: [], after: { fields, marker }, before: null };
}

/** The change that sets fields of an object that was read. */
export function update(before: ActualObject, fields: Record<string, string>): Change {
  if (!before.marker) throw new Error('not ours');
  const after = { ...before.fields, ...fields };
  const marker = { ...before.marker, written: digestFields(after) };
  const { id, name } = before;
  return { op: 'update', key: marker.key, id, name, fields: [], after: { fields: after, marker }, before };
}
