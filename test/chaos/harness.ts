import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../src/commands/context.ts';
import { type RunCommandOptions, runOnce } from '../../src/commands/run-sync.ts';
import { HuntsyncError } from '../../src/core/errors.ts';
import { exitCodeOf, type RunResult } from '../../src/report/result.ts';
import { sandboxEnv } from '../../src/sandbox/env.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import type { StandInRequest, StandInResponse } from '../../src/sandbox/server.ts';
import { createWorld, SAMPLES, type World } from '../support/world.ts';
import { DISTURBED_DEADLINE_S, DISTURBED_TIMEOUT_S } from './faults.ts';
import type { IdentityEndpoint } from './identity.ts';
import { kindOf } from './requests.ts';
import { keepSamples, writeFirst } from './scenario.ts';

/** Tokens as they are configured, or sessions and tokens that are fetched and renewed. */
export type SignIn = 'tokens' | 'log-in';

/** What a sync needs. */
export interface Site {
  readonly world: Pick<World, 'folder' | 'config' | 'context' | 'printed' | 'logged'>;
  /** What the configuration takes from the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything that any run printed or logged. */
  readonly outputs: string[];
}

export interface Arena extends Site {
  readonly world: World;
  readonly secrets: Set<string>;
  /** Called with each exchange, before its answer is sent. */
  onExchange: (request: StandInRequest, response: StandInResponse) => void;
  requests: number;
  /** Sessions and issued tokens end. */
  expire(): void;
  close(): Promise<void>;
}

export interface ArenaOptions {
  readonly signIn: SignIn;
  /** The HTTP Event Collector acknowledges. */
  readonly acks: boolean;
  readonly identity: IdentityEndpoint;
  /** How many of the sample briefings there are. Default 5. */
  readonly samples?: number;
}

/** The stand-ins with briefings in their first state and a configuration with everything that keeps records. */
export async function openArena({ signIn, acks, identity, samples = 5 }: ArenaOptions): Promise<Arena> {
  let aheadMs = 0;
  const hear = (request: StandInRequest, response: StandInResponse) => {
    if (kindOf(request)) arena.requests += 1;
    harvest(String(response.body ?? ''), arena.secrets);
    arena.onExchange(request, response);
  };
  const world = await createWorld({
    briefings: SAMPLES,
    records: 'hec',
    now: () => new Date(Date.now() + aheadMs),
    splunk: { onExchange: hear, ...(acks ? { hecAcksAfter: 1 } : {}) },
    azure: { onExchange: hear },
    graph: { onExchange: hear },
  });
  const { splunk, azure, graph } = world.sandbox;
  const arena: Arena = {
    world,
    env: envOf(world.sandbox),
    outputs: [],
    secrets: new Set([
      splunk.password,
      splunk.token,
      splunk.hecToken,
      azure.token,
      azure.app.clientSecret,
      graph.token,
    ]),
    onExchange: () => undefined,
    requests: 0,
    expire() {
      aheadMs += 2 * 3_600_000;
    },
    close: () => world.close(),
  };
  identity.serve(world.sandbox);
  keepSamples(world, samples);
  writeFirst(world);
  configure(arena, { signIn });
  return arena;
}

/** Session keys and tokens that the stand-ins give away. */
function harvest(body: string, secrets: Set<string>): void {
  for (const [, secret = ''] of body.matchAll(/"(?:sessionKey|access_token)":\s*"([^"]{12,})"/g)) secrets.add(secret);
}

/** Writes the configuration: with a short time-out while requests are disturbed, and with one more source where a `feed` is given. */
export function configure(
  { world }: Pick<Site, 'world'>,
  { signIn, isDisturbed = false, feed }: { signIn: SignIn; isDisturbed?: boolean; feed?: string | undefined },
) {
  const [timeoutS, deadlineS] = isDisturbed ? [DISTURBED_TIMEOUT_S, DISTURBED_DEADLINE_S] : [30, 120];
  const timeout = `timeoutSeconds: ${timeoutS}\n    deadlineSeconds: ${deadlineS}`;
  const isLogIn = signIn === 'log-in';
  const text = `
sources:
  - { kind: briefings, path: ./briefings }
${feed === undefined ? '' : `  - { kind: rss, name: Feed, url: "${feed}" }\n`}platforms:
  - name: splunk
    kind: splunk
    url: \${SANDBOX_SPLUNK_URL}
    ${isLogIn ? `username: admin\n    password: "\${SANDBOX_SPLUNK_PASSWORD}"` : `token: "\${SANDBOX_SPLUNK_TOKEN}"`}
    ca: \${SANDBOX_CA}
    ${timeout}
    records: { kvStore: true, hec: { url: "\${SANDBOX_SPLUNK_URL}", token: "\${SANDBOX_HEC_TOKEN}", index: main } }
  - name: sentinel
    kind: sentinel
    subscriptionId: \${SANDBOX_SUBSCRIPTION}
    resourceGroup: \${SANDBOX_RESOURCE_GROUP}
    workspace: \${SANDBOX_WORKSPACE}
    endpoint: \${SANDBOX_AZURE_URL}
    ca: \${SANDBOX_CA}
    ${timeout}
    auth: ${isLogIn ? 'managedIdentity' : `{ token: "\${SANDBOX_AZURE_TOKEN}" }`}
    records:
      endpoint: "\${SANDBOX_AZURE_URL}"
      queryEndpoint: "\${SANDBOX_AZURE_URL}"
      ruleId: "\${SANDBOX_RULE_ID}"
      threatIntelligence: { endpoint: "\${SANDBOX_AZURE_URL}" }
  - name: defender
    kind: defender
    endpoint: \${SANDBOX_GRAPH_URL}
    ca: \${SANDBOX_CA}
    ${timeout}
    auth: ${isLogIn ? 'managedIdentity' : `{ token: "\${SANDBOX_GRAPH_TOKEN}" }`}
environment: { defender: { unified: true } }
policy: { maxChangePercent: 100 }
`;
  writeFileSync(world.config, text);
}

/** What the configuration takes from the environment. */
export function envOf(sandbox: Sandbox): Record<string, string> {
  return { ...sandboxEnv(sandbox), SANDBOX_SPLUNK_PASSWORD: sandbox.splunk.password };
}

/** Waits are as long as the program wants them, divided by this. */
const HASTE = 100;

export interface Synced {
  /** Undefined where it threw. */
  readonly result?: RunResult;
  /** An exit code; `bug` for an exception that is none of ours. */
  readonly end: number | 'bug';
}

/** One sync in this process; waits are shortened, and in their order. */
export async function syncOnce(
  { world, env, outputs }: Site,
  {
    options = {},
    ...own
  }: { options?: Partial<RunCommandOptions> } & Partial<Pick<Context, 'signal' | 'resolve'>> = {},
): Promise<Synced> {
  const context: Context = {
    ...world.context,
    env,
    sleep: async (ms, stop) => void (await sleep(ms / HASTE, undefined, stop ? { signal: stop } : {})),
    ...own,
  };
  try {
    const result = await runOnce('sync', { config: world.config, json: true, ...options }, context);
    return { result, end: exitCodeOf(result) };
  } catch (error) {
    outputs.push(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
    return { end: error instanceof HuntsyncError ? error.exitCode : 'bug' };
  } finally {
    outputs.push(...world.printed.splice(0), ...world.logged.splice(0));
  }
}
