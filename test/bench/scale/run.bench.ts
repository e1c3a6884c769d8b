import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { expect, test } from 'vitest';
import { ROOT } from '../../support/world.ts';
import { writeBriefings } from '../generator.ts';
import { type PartDone, runPart, type Tokens } from './part.ts';
import { type Look, startMany } from './stand-ins.ts';

/**
 * `npm run scale`: many hunts on many platforms, in parts side by side, as the indexed job of config/deploy/kubernetes runs them
 * (docs/scale.md). `HUNTSYNC_SCALE='{"articles":50000}'` changes what it is about.
 */
interface Settings {
  readonly articles: number;
  readonly platforms: number;
  /** Parts of each configuration, and processes at a time. */
  readonly shards: number;
  readonly parallel: number;
  /** `customers`: the articles are shared out among the platforms, each with a configuration of its own; `all`: each has every hunt. */
  readonly spread: 'customers' | 'all';
  readonly seed: number;
}

const DEFAULTS: Settings = { articles: 500, platforms: 20, shards: 2, parallel: 2, spread: 'customers', seed: 1 };
const HUNTS_PER_ARTICLE = 2;
const DIST = join(ROOT, 'dist');
/** Saved searches of one list request. */
const PAGE = 1000;

const settings: Settings = { ...DEFAULTS, ...(JSON.parse(process.env['HUNTSYNC_SCALE'] ?? '{}') as Partial<Settings>) };
const say = (line: string) => process.stdout.write(`${line}\n`);

/** One configuration: its articles, and the platforms that get their hunts. */
interface Customer {
  readonly config: string;
  readonly platforms: readonly number[];
  readonly firstArticle: number;
}

test('many hunts on many platforms, in parts', async () => {
  const { articles, platforms, shards, parallel, spread } = settings;
  const place = mkdtempSync(join(tmpdir(), 'huntsync-scale-'));
  const many = await startMany(DIST, platforms);
  try {
    const share = spread === 'all' ? articles : Math.ceil(articles / platforms);
    const customers = makeCustomers(place, many.envs, share);
    const hunts = share * HUNTS_PER_ARTICLE;
    const tokens = Object.fromEntries(
      many.envs.map((env, index) => [tokenName(index), env['SANDBOX_SPLUNK_TOKEN'] ?? '']),
    );
    say(
      `${share * customers.length} articles, ${hunts * customers.length} distinct hunts, ${platforms} platforms with ${hunts} each, ` +
        `${shards} parts of ${customers.length} configurations, ${parallel} processes at a time`,
    );
    for (const round of ['first', 'second']) {
      const { looks: before } = await many.look();
      const started = performance.now();
      const done = await runAll(place, customers, tokens);
      const seconds = (performance.now() - started) / 1000;
      const { looks: after, peakMb } = await many.look();
      const sum = (of: 'lists' | 'writes' | 'others') =>
        after.reduce((all, look, index) => all + look[of] - (before[index]?.[of] ?? 0), 0);
      tell(round, seconds, done, { lists: sum('lists'), writes: sum('writes'), others: sum('others') }, peakMb);
      for (const { platforms: own, firstArticle } of customers) {
        for (const index of own) expect(faultsOf(after[index], firstArticle, share)).toEqual([]);
      }
      if (round === 'first') continue;
      expect(done.filter(({ code }) => code !== 0)).toEqual([]);
      expect(sum('writes')).toBe(0);
      expect(sum('others')).toBe(0);
      expect(sum('lists')).toBe(Math.ceil(hunts / PAGE) * platforms * shards);
    }
  } finally {
    await many.close();
    rmSync(place, { recursive: true, force: true });
  }
});

function makeCustomers(place: string, envs: readonly Readonly<Record<string, string>>[], share: number): Customer[] {
  const all = envs.map((_, index) => index);
  const groups = settings.spread === 'all' ? [all] : all.map((index) => [index]);
  return groups.map((own, group) => {
    const firstArticle = group * share;
    const briefings = join(place, `articles-${group}`);
    const about = { seed: settings.seed, hunts: HUNTS_PER_ARTICLE, characters: 2000, from: firstArticle };
    writeBriefings(briefings, share, about);
    const config = join(place, `huntsync-${group}.yaml`);
    const entries = own.map((index) => platformOf(index, envs[index] ?? {}));
    // The first part to write makes the platform one that is not new: what the others create would wait for the next run.
    const text = `sources:\n  - { kind: briefings, path: "${briefings}" }\nplatforms:\n${entries.join('')}policy: { maxCreate: off }\n`;
    writeFileSync(config, text);
    return { config, platforms: own, firstArticle };
  });
}

function platformOf(index: number, env: Readonly<Record<string, string>>): string {
  const { SANDBOX_SPLUNK_URL: url, SANDBOX_CA: ca } = env;
  const token = `\${${tokenName(index)}}`;
  return `  - { name: soc-${index}, kind: splunk, url: "${url}", app: huntsync, token: "${token}", ca: "${ca}" }\n`;
}

/** The variable that has a platform's token: no configuration holds a secret. */
function tokenName(index: number): string {
  return `SCALE_TOKEN_${index}`;
}

async function runAll(place: string, customers: readonly Customer[], tokens: Tokens): Promise<PartDone[]> {
  const limit = pLimit(settings.parallel);
  const parts = customers.flatMap(({ config }, group) =>
    Array.from({ length: settings.shards }, (_, index) => ({
      config,
      shard: `${index + 1}/${settings.shards}`,
      cache: join(place, `cache-${group}-${index}`),
    })),
  );
  return Promise.all(parts.map((part) => limit(() => runPart(DIST, part, tokens))));
}

function tell(
  round: string,
  seconds: number,
  done: readonly PartDone[],
  { lists, writes, others }: Record<'lists' | 'writes' | 'others', number>,
  standInsMb: number,
): void {
  const peaks = done.map(({ peakMb }) => peakMb);
  const cpu = done.reduce((all, { cpuSeconds }) => all + cpuSeconds, 0);
  say(
    `${round} run: ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU in ${done.length} processes of ${Math.min(...peaks)} to ` +
      `${Math.max(...peaks)} MiB; ${lists} lists, ${writes} writes, ${others} other requests; stand-ins ${standInsMb} MiB`,
  );
  for (const { part, code, told } of done.filter((one) => one.code !== 0)) {
    say(`  part ${part.shard} of ${part.config} ended with ${code}: ${told}`);
  }
}

/** Every generated hunt names its article and its place there: `beacon 12x1` is in the name of one search, and nothing else is there. */
function faultsOf(look: Look | undefined, firstArticle: number, share: number): string[] {
  const found = new Map<string, number>();
  for (const name of look?.names ?? []) {
    const of = /(\d+x\d)(?=\D|$)/.exec(name)?.[1] ?? name;
    found.set(of, (found.get(of) ?? 0) + 1);
  }
  const wanted = new Set(
    Array.from({ length: share * HUNTS_PER_ARTICLE }, (_, index) => {
      return `${firstArticle + Math.floor(index / HUNTS_PER_ARTICLE)}x${index % HUNTS_PER_ARTICLE}`;
    }),
  );
  return [
    ...[...wanted].filter((one) => !found.has(one)).map((one) => `${one} is missing`),
    ...[...found].filter(([one]) => !wanted.has(one)).map(([one]) => `${one} is nobody's`),
    ...[...found].filter(([, times]) => times > 1).map(([one]) => `${one} is there twice`),
  ].slice(0, 10);
}
