import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SplunkConfig } from '../../src/splunk/config.ts';
import { compiled } from '../support/compiled.ts';

/** The sandbox in a process of its own, so that what it computes is not counted as ours. */
export interface SandboxAway {
  /** As `huntsync sandbox` prints it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export interface AwayOptions {
  /** Of every answer. */
  readonly latencyMs?: number;
  /** How long a query of the workspace takes, what the stand-in computes for it included. */
  readonly queryMs?: number;
}

export async function startAway({ latencyMs = 0, queryMs = 0 }: AwayOptions): Promise<SandboxAway> {
  const module = (path: string) => JSON.stringify(pathToFileURL(join(compiled(), path)).href);
  const script = `
    const [{ startSandbox }, { sandboxEnv }] = await Promise.all([import(${module('sandbox/index.js')}), import(${module('sandbox/env.js')})]);
    const sandbox = await startSandbox({ latencyMs: ${latencyMs} });
    const through = async (request, handle) => {
      const late = new Promise((resolve) => setTimeout(resolve, ${queryMs}));
      const answer = await handle(request);
      await late;
      return answer;
    };
    sandbox.servers.azure.disturb(({ path }) => (${queryMs} > 0 && path.endsWith('/query') ? { through } : undefined));
    process.stdout.write(JSON.stringify(sandboxEnv(sandbox)) + '\\n');
    process.stdin.on('end', () => sandbox.close()).resume();`;
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  return {
    env: JSON.parse(line.toString()) as Record<string, string>,
    async close() {
      child.stdin?.end();
      await once(child, 'close');
    },
  };
}

/** The settings of a Splunk platform at such a stand-in. */
export function splunkOf(env: Readonly<Record<string, string>>): SplunkConfig {
  return {
    name: 'bench',
    kind: 'splunk',
    url: env['SANDBOX_SPLUNK_URL'] ?? '',
    app: 'huntsync',
    token: env['SANDBOX_SPLUNK_TOKEN'],
    ca: env['SANDBOX_CA'],
    insecureSkipVerify: false,
    validate: 'offline',
    timeoutSeconds: 600,
    deadlineSeconds: 600,
    schedule: { enabled: false },
    enterpriseSecurity: false,
  };
}
