import type { Verifier } from '../classify/verify/verifier.ts';
import { proxyRulesOf } from '../config/proxy.ts';
import type { Config, PlatformConfig } from '../config/schema.ts';
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import type { ScoreSource } from '../sources/epss.ts';
import type { Source } from '../sources/source.ts';
import type { Platform } from '../sync/platform.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import type { Siem, SiemDeps } from '../sync/siem.ts';
import type { Context } from './context.ts';

/** What the sources are read with. */
export interface Reading {
  readonly sources: readonly Source[];
  readonly scores: ScoreSource | undefined;
  readonly verifier: Verifier | undefined;
}

/** The configured sources with all that has a say in what is made of them. */
export async function createReading(config: Config, context: Context): Promise<Reading> {
  const [sources, scores, verifier] = await Promise.all([
    createSources(config, context),
    createScores(config, context),
    createVetoes(config, context),
  ]);
  return { sources, scores, verifier };
}

/** The configured sources, ready to be read. Feeds share one fetcher, which limits requests per host. */
export async function createSources(config: Config, context: Context): Promise<Source[]> {
  const feeds = config.sources.some(({ kind }) => kind !== 'briefings')
    ? await import('../sources/index.ts')
    : undefined;
  const { createBriefingsSource } = await import('../sources/briefings.ts');
  const { cacheDir, now, log, resolve } = context;
  const proxy = proxyRulesOf(config.proxy, context.env, log);
  const fetcher = feeds?.createFetcher({ now, log, proxy, ...(resolve ? { resolve } : {}) });
  return config.sources.flatMap((source) => {
    if (source.kind === 'briefings') return createBriefingsSource(source);
    return feeds && fetcher ? feeds.createFeedSource(source, { fetch: fetcher.fetch, cacheDir, now, log }) : [];
  });
}

/** Where exploit scores come from; undefined where none are configured. */
export async function createScores({ scores, proxy }: Config, context: Context): Promise<ScoreSource | undefined> {
  if (scores === undefined) return undefined;
  const { createFetcher, createScoreSource } = await import('../sources/index.ts');
  const { cacheDir, now, log, env } = context;
  const { fetch } = createFetcher({ now, log, proxy: proxyRulesOf(proxy, env, log) });
  return createScoreSource(scores, { fetch, cacheDir, now, log });
}

/** What may veto that use cases fire, for one run; undefined where nothing is configured. */
async function createVetoes({ classify, proxy }: Config, context: Context): Promise<Verifier | undefined> {
  if (classify?.verifier === undefined) return undefined;
  const { createVerifier } = await import('../classify/verify/verifier.ts');
  const { cacheDir, now, log, env } = context;
  return createVerifier(classify.verifier, { env, now, cacheDir, proxy: proxyRulesOf(proxy, env, log) });
}

/** Where the configured platforms, or the named ones of them, keep records; none for a platform that does not. */
export async function createSinks(config: Config, names: readonly string[], context: Context): Promise<RecordSink[]> {
  const sinks = await Promise.all(
    chosen(config, names, context).map(({ siem, platform }) => siem.records(platform, depsOf(config, context))),
  );
  return sinks.filter((sink) => sink !== null);
}

/** The configured platforms, or the named ones of them. Their client libraries load here, not at start. */
export function createPlatforms(config: Config, names: readonly string[], context: Context): Promise<Platform[]> {
  const deps = depsOf(config, context);
  return Promise.all(chosen(config, names, context).map(({ siem, platform }) => siem.connect(platform, deps)));
}

/** The configuration with what the platforms tell of themselves, where it asks for that (`Siem.learn`). */
export async function withLearned(config: Config, context: Context): Promise<Config> {
  const deps = { ...depsOf(config, context), cacheDir: context.cacheDir };
  const learned = context.siems.flatMap(({ kind, learn }) => {
    const own = config.platforms.filter((platform) => platform.kind === kind);
    return learn && own.length > 0 ? [{ kind, learn, own }] : [];
  });
  const entries = await Promise.all(
    learned.map(async ({ kind, learn, own }) => {
      return [kind, await learn(config.environment[kind], own, deps, context.signal)] as const;
    }),
  );
  return { ...config, environment: { ...config.environment, ...Object.fromEntries(entries) } };
}

function depsOf({ proxy, stix }: Config, { env, log, now, sleep }: Context): SiemDeps {
  return { log, now, proxy: proxyRulesOf(proxy, env, log), stix, ...(sleep ? { sleep } : {}) };
}

interface Chosen {
  readonly platform: PlatformConfig;
  readonly siem: Siem;
}

function chosen({ platforms }: Config, names: readonly string[], { siems }: Context): Chosen[] {
  const known = platforms.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    const meant = unknown.map((one) => didYouMean(one, known)).find((words) => words !== '') ?? '';
    throw new UsageError(
      `There is no platform ${unknown.join(', ')}${meant}.`,
      `The configuration has ${known.join(', ')}.`,
    );
  }
  const wanted = platforms.filter(({ name }) => names.length === 0 || names.includes(name));
  return wanted.map((platform) => ({ platform, siem: siemOf(platform.kind, siems) }));
}

/** The SIEM of a kind that the configuration's schema has let through. */
export function siemOf(kind: string, siems: readonly Siem[]): Siem {
  const siem = siems.find((one) => one.kind === kind);
  if (!siem) throw new Error(`no SIEM of kind ${kind}`);
  return siem;
}
