import { setMaxListeners } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../../src/commands/context.ts';
import { createLog } from '../../src/core/log.ts';
import { sandboxEnv } from '../../src/sandbox/env.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { SIEMS } from '../../src/siems.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SAMPLES = join(ROOT, 'config/samples');
/** Real briefings that are not part of the project; tests that read them skip where they are not there. */
export const CORPUS = resolve(ROOT, '../shared/corpus');
export const hasCorpus = existsSync(CORPUS);

/** A sandbox, a folder with a configuration that points at it, and a context that remembers what was printed. */
export interface World {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly config: string;
  readonly context: Context;
  readonly printed: string[];
  readonly logged: string[];
  /** What a child process needs in its environment to use `config`. */
  readonly env: Record<string, string>;
  /** Everything that both platforms hold, in a form that compares. */
  contents(): { splunk: Map<string, unknown>; sentinel: Map<string, unknown> };
  close(): Promise<void>;
}

export interface WorldOptions extends SandboxOptions {
  /** Folder of briefings; copied, so that a test may change it. */
  readonly briefings: string;
  /** YAML to put under `policy:`. */
  readonly policy?: string;
  readonly authoritative?: boolean;
  /** Whether the platforms keep records too; `hec`: Splunk's as events as well. */
  readonly records?: boolean | 'hec';
  /** Whether Defender is one of the platforms. */
  readonly defender?: boolean;
}

export async function createWorld({
  briefings,
  policy,
  authoritative,
  records,
  defender,
  ...options
}: WorldOptions): Promise<World> {
  const sandbox = await startSandbox(options);
  const folder = mkdtempSync(join(tmpdir(), 'huntsync-world-'));
  cpSync(briefings, join(folder, 'briefings'), { recursive: true });
  const config = join(folder, 'huntsync.yaml');
  writeFileSync(config, configText({ policy, authoritative, records, defender }));
  const env = sandboxEnv(sandbox);
  return {
    sandbox,
    folder,
    config,
    ...rememberingContext(env),
    env,
    contents: () => contentsOf(sandbox),
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A context that remembers what was printed. */
export function rememberingContext(env: Record<string, string>): Pick<World, 'context' | 'printed' | 'logged'> {
  const printed: string[] = [];
  const logged: string[] = [];
  const context: Context = {
    env,
    log: createLog({ write: (line) => logged.push(line) }),
    print: (text) => printed.push(text),
    stderr: { write: (text: string) => logged.push(text), isTTY: false } as unknown as NodeJS.WriteStream,
    now: () => new Date(),
    cacheDir: join(ROOT, 'node_modules/.cache/huntsync-test'),
    siems: SIEMS,
    signal: patientSignal(),
  };
  return { context, printed, logged };
}

/** As that of the program: every pending request adds a listener, and Node would warn from the eleventh on. */
function patientSignal(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

/** Writes a briefing into a world's folder. */
export function writeBriefing(world: Pick<World, 'folder'>, path: string, text: string): void {
  const file = join(world.folder, 'briefings', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Splunk's own searches are left out, and so are volatile parts (when, which revision), so that two ways to the same state compare equal. */
function contentsOf({ states }: Sandbox): ReturnType<World['contents']> {
  const all = Object.entries(states.splunk.confs['savedsearches'] ?? {});
  const searches = all.filter(([, { app }]) => app === 'huntsync');
  const queries = Object.entries(states.azure.savedSearches);
  return {
    splunk: new Map(searches.map(([id, { settings }]) => [id, settings] as const).sort(byId)),
    sentinel: new Map(queries.map(([id, { properties }]) => [id, properties] as const).sort(byId)),
  };
}

function byId([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

const DEFENDER = `  - name: defender
    kind: defender
    endpoint: \${SANDBOX_GRAPH_URL}
    ca: \${SANDBOX_CA}
    auth: { token: "\${SANDBOX_GRAPH_TOKEN}" }
    timeoutSeconds: 900
    deadlineSeconds: 900
environment: { defender: { unified: true } }
`;

function configText({
  policy = '{}',
  authoritative = false,
  records = false,
  defender = false,
}: Partial<WorldOptions>): string {
  const env = (name: string) => `"\${${name}}"`;
  const azure = env('SANDBOX_AZURE_URL');
  const hec = `hec: { url: ${env('SANDBOX_SPLUNK_URL')}, token: ${env('SANDBOX_HEC_TOKEN')}, index: main }`;
  const splunkRecords = `records: { kvStore: true${records === 'hec' ? `, ${hec}` : ''} }`;
  const sentinelRecords = `records: { endpoint: ${azure}, queryEndpoint: ${azure}, ruleId: ${env('SANDBOX_RULE_ID')} }`;
  return `
sources:
  - { kind: briefings, path: ./briefings, authoritative: ${authoritative} }
platforms:
  - name: splunk
    kind: splunk
    url: \${SANDBOX_SPLUNK_URL}
    token: \${SANDBOX_SPLUNK_TOKEN}
    timeoutSeconds: 900
    deadlineSeconds: 900
    ca: \${SANDBOX_CA}
    ${records ? splunkRecords : ''}
  - name: sentinel
    kind: sentinel
    subscriptionId: \${SANDBOX_SUBSCRIPTION}
    resourceGroup: \${SANDBOX_RESOURCE_GROUP}
    workspace: \${SANDBOX_WORKSPACE}
    endpoint: \${SANDBOX_AZURE_URL}
    ca: \${SANDBOX_CA}
    auth: { token: "\${SANDBOX_AZURE_TOKEN}" }
    timeoutSeconds: 900
    deadlineSeconds: 900
    ${records ? sentinelRecords : ''}
${defender ? DEFENDER : ''}policy: ${policy}
`;
}
