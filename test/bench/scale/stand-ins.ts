import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** What one stand-in was asked, and holds. */
export interface Look {
  readonly lists: number;
  readonly writes: number;
  readonly others: number;
  /** Names of the saved searches in our app. */
  readonly names: readonly string[];
}

/** Many sandboxes in one process of their own, so that their memory is not counted as ours. */
export interface ManyStandIns {
  /** Of each, as `huntsync sandbox` prints it. */
  readonly envs: readonly Readonly<Record<string, string>>[];
  look(): Promise<{ readonly peakMb: number; readonly looks: readonly Look[] }>;
  close(): Promise<void>;
}

/** @param dist folder of the compiled program. */
export async function startMany(dist: string, count: number): Promise<ManyStandIns> {
  const module = (path: string) => JSON.stringify(pathToFileURL(join(dist, path)).href);
  const script = `
    const [{ startSandbox }, { sandboxEnv }] = await Promise.all([import(${module('sandbox/index.js')}), import(${module('sandbox/env.js')})]);
    const counts = Array.from({ length: ${count} }, () => ({ lists: 0, writes: 0, others: 0 }));
    const sandboxes = [];
    for (const own of counts) {
      const onExchange = ({ method, path }) => {
        if (method !== 'GET') own.writes += 1;
        else if (/\\/saved\\/searches\\/?(?:\\?|$)/.test(path)) own.lists += 1;
        else own.others += 1;
      };
      sandboxes.push(await startSandbox({ splunk: { onExchange } }));
    }
    const say = (data) => process.stdout.write(JSON.stringify(data) + '\\n');
    say(sandboxes.map(sandboxEnv));
    process.stdin.on('data', () => say({
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
      looks: sandboxes.map(({ states }, index) => ({
        ...counts[index],
        names: Object.values(states.splunk.confs.savedsearches ?? {})
          .filter(({ app }) => app === 'huntsync').map(({ name }) => name),
      })),
    }));
    process.stdin.on('end', () => process.exit());`;
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
  const next = async () => JSON.parse(((await once(lines, 'line')) as [string])[0]) as unknown;
  const envs = (await next()) as Record<string, string>[];
  return {
    envs,
    async look() {
      const answer = next();
      child.stdin?.write('look\n');
      return (await answer) as Awaited<ReturnType<ManyStandIns['look']>>;
    },
    async close() {
      child.stdin?.end();
      await once(child, 'close');
    },
  };
}
