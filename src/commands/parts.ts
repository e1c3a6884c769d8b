import type { Config } from '../config/schema.ts';
import { UsageError } from '../core/errors.ts';
import type { Source } from '../sources/source.ts';
import type { Platform } from '../sync/platform.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import type { Context } from './context.ts';

/** The configured sources, ready to be read. Feeds share one fetcher, which knows whose turn it is. */
export async function createSources(config: Config, context: Context): Promise<Source[]> {
  const feeds = config.sources.some(({ kind }) => kind !== 'briefings')
    ? await import('../sources/index.ts')
    : undefined;
  const { createBriefingsSource } = await import('../sources/briefings.ts');
  const fetcher = feeds?.createFetcher();
  const { cacheDir, now, log } = context;
  return config.sources.flatMap((source) => {
    if (source.kind === 'briefings') return createBriefingsSource(source);
    return feeds && fetcher ? feeds.createFeedSource(source, { fetch: fetcher.fetch, cacheDir, now, log }) : [];
  });
}

/** Where the configured platforms, or the named ones of them, keep records; none for a platform that does not. */
export async function createSinks(config: Config, names: readonly string[], context: Context): Promise<RecordSink[]> {
  const deps = { log: context.log, now: context.now };
  const wanted = config.platforms.filter(({ name }) => names.length === 0 || names.includes(name));
  const sinks = wanted.map(async (platform): Promise<RecordSink[]> => {
    if (platform.kind === 'splunk') {
      if (!platform.records?.kvStore) return [];
      const { createSplunkRecordSink } = await import('../splunk/records/index.ts');
      return [createSplunkRecordSink(platform, deps)];
    }
    if (!platform.records) return [];
    const { createSentinelRecordSink } = await import('../sentinel/records/index.ts');
    return [createSentinelRecordSink(platform, deps)];
  });
  return (await Promise.all(sinks)).flat();
}

/** The configured platforms, or the named ones of them. Their client libraries load here, not at start. */
export async function createPlatforms(config: Config, names: readonly string[], context: Context): Promise<Platform[]> {
  const known = config.platforms.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no platform ${unknown.join(', ')}.`, `The configuration has ${known.join(', ')}.`);
  }
  const wanted = config.platforms.filter(({ name }) => names.length === 0 || names.includes(name));
  const deps = { log: context.log, now: context.now };
  return Promise.all(
    wanted.map(async (platform) => {
      if (platform.kind === 'splunk') {
        const { createSplunkPlatform } = await import('../splunk/index.ts');
        return createSplunkPlatform(platform, deps);
      }
      const { createSentinelPlatform } = await import('../sentinel/index.ts');
      return createSentinelPlatform(platform, deps);
    }),
  );
}
