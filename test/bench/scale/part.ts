import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** One run of one part, in a process of its own. */
export interface Part {
  readonly config: string;
  /** `1/8` */
  readonly shard: string;
  /** Folder of what it keeps between runs: a pod has its own. */
  readonly cache: string;
}

/** By the name of a variable that the configuration takes it from. */
export type Tokens = Readonly<Record<string, string>>;

export interface PartDone {
  readonly part: Part;
  readonly code: number;
  readonly peakMb: number;
  readonly cpuSeconds: number;
  /** The end of what it told. */
  readonly told: string;
}

/** Tells at its end what a process took; the last line on stderr. */
const TELL = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write('\\n' + JSON.stringify({ peakMb: Math.round(process.resourceUsage().maxRSS / 1024), cpuSeconds: (user + system) / 1e6 }));
});`;

/** `huntsync sync` as a container runs it. */
export async function runPart(dist: string, part: Part, tokens: Tokens): Promise<PartDone> {
  const { config, shard, cache } = part;
  const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const args = ['--import', tell, join(dist, 'cli.js'), 'sync', '--config', config, '--shard', shard];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...tokens, XDG_CACHE_HOME: cache, NO_COLOR: '1' },
  });
  let told = '';
  child.stderr?.on('data', (data: Buffer) => {
    told = (told + data.toString()).slice(-4000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = told.trimEnd().split('\n');
  const { peakMb, cpuSeconds } = JSON.parse(lines.at(-1) ?? '{}') as Pick<PartDone, 'peakMb' | 'cpuSeconds'>;
  return { part, code: code ?? -1, peakMb, cpuSeconds, told: lines.slice(0, -1).join('\n').slice(-600) };
}
