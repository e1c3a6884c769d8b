import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/core/log.ts';
import { silentProgress } from '../../src/core/progress.ts';
import type { ServeOptions } from '../../src/sandbox/server.ts';
import { type SplunkdOptions, startSplunkd } from '../../src/sandbox/splunkd/index.ts';
import { createTls } from '../../src/sandbox/tls.ts';
import type { SplunkConfig } from '../../src/splunk/config.ts';
import { subjectOf } from '../../src/splunk/enterprise-security/subject.ts';
import { createSplunkPlatform } from '../../src/splunk/index.ts';
import { applyChanges } from '../../src/sync/apply.ts';
import { planPlatform } from '../../src/sync/diff.ts';
import { digestFields } from '../../src/sync/marker.ts';
import type { PlatformPlan } from '../../src/sync/plan.ts';
import type { Platform } from '../../src/sync/platform.ts';
import type { CheckedHunt } from '../../src/sync/query.ts';
import type { PlanContext } from '../../src/sync/target.ts';
import type { ActualObject, Change } from '../../src/sync/types.ts';
import { HANG_MS } from '../support/hang.ts';
import { makeChecked, makePlanContext } from '../support/hunts.ts';

export const TOKEN = 'token-9d1f4c';
export const APP = 'huntsync';

/** A splunkd stand-in over TLS with our app in it, and platforms that talk to it without real waits. */
export async function setup(options: SplunkdOptions & Pick<ServeOptions, 'onExchange'> = {}) {
  const { ca, key, cert } = await createTls();
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-splunk-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, ca);
  const server = await startSplunkd({ tls: { key, cert }, apps: [APP, 'other'], tokens: [TOKEN], ...options });
  const waits: number[] = [];
  const open: Platform[] = [];
  const config = (overrides: Partial<SplunkConfig> = {}): SplunkConfig => ({
    name: 'soc-splunk',
    kind: 'splunk',
    url: server.url,
    app: APP,
    token: TOKEN,
    ca: caFile,
    insecureSkipVerify: false,
    validate: 'offline',
    timeoutSeconds: HANG_MS / 1000,
    deadlineSeconds: HANG_MS / 1000,
    schedule: { enabled: false },
    enterpriseSecurity: false,
    ...overrides,
  });
  return {
    server,
    folder,
    waits,
    config,
    /** Saved searches of our app by name, as splunkd would write them to the conf file. */
    stored: () =>
      Object.values(server.state.confs['savedsearches'] ?? {}).flatMap((object) =>
        object.app === APP ? [[object.name, object.settings] as const] : [],
      ),
    platform(overrides: Partial<SplunkConfig> = {}, deps: Partial<Parameters<typeof createSplunkPlatform>[1]> = {}) {
      const settled = {
        log: silentLog,
        now: () => new Date('2026-06-01T00:00:00Z'),
        sleep: async (ms: number) => {
          waits.push(ms);
        },
        random: () => 0,
        ...deps,
      };
      const platform = createSplunkPlatform(config(overrides), settled, subjectOf);
      open.push(platform);
      return platform;
    },
    async close() {
      for (const platform of open) await platform.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Every hunt runs by itself, once a day. */
export const ALL_DAILY: Extract<SplunkConfig['schedule'], { enabled: true }> = {
  enabled: true,
  severities: ['CRIT', 'HIGH', 'MED', 'LOW'],
  every: 'daily',
  cap: 9,
  output: 'none',
  summaryIndex: 'summary',
};

export type Setup = Awaited<ReturnType<typeof setup>>;

/** The change that creates what one hunt wants. */
export function creation(platform: Platform, overrides: Parameters<typeof makeChecked>[0] = {}): Change {
  const [want] = platform.wanted([makeChecked(overrides)]);
  if (!want) throw new Error('the hunt wants nothing');
  const { key, id, name, fields } = want.render(want.evidence);
  const marker = { key, written: digestFields(fields), evidence: want.evidence, retired: null };
  return { op: 'create', key, id, name, fields: [], after: { fields, marker }, before: null };
}

/** The change that gives an existing object other fields. */
export function revision(before: ActualObject, fields: Record<string, string>, retired: string | null = null): Change {
  if (!before.marker) throw new Error(`${before.name} is foreign`);
  const after = {
    fields: { ...before.fields, ...fields },
    marker: { ...before.marker, written: digestFields({ ...before.fields, ...fields }), retired },
  };
  const { id, name } = before;
  return { op: retired ? 'retire' : 'update', key: before.marker.key, id, name, fields: [], after, before };
}

/** One sync of a platform: what was planned, after it was written. Every write must succeed. */
export async function syncOnce(
  platform: Platform,
  hunts: readonly CheckedHunt[],
  context: Partial<PlanContext> = {},
): Promise<PlatformPlan> {
  const plan = planPlatform(platform, platform.wanted(hunts), await platform.list(), {
    ...makePlanContext(hunts),
    ...context,
  });
  const applied = await applyChanges(platform, plan.changes, { concurrency: 4, progress: silentProgress });
  const failed = applied.filter(({ outcome }) => outcome !== 'done');
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
  return plan;
}

/** A TCP relay that counts connections. */
export async function relay(target: number, host = '127.0.0.1') {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((inward) => {
    connections += 1;
    const outward = connect(target, '127.0.0.1');
    for (const socket of [inward, outward]) sockets.add(socket.on('error', () => {}));
    inward.pipe(outward).pipe(inward);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `https://${host}:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
