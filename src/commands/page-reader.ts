import { setMaxListeners } from 'node:events';
import type { Config } from '../config/schema.ts';
import { messageOf, reasonOf } from '../core/errors.ts';
import { redact } from '../core/log.ts';
import { buildModel } from '../page/build/index.ts';
import type { PageModel } from '../page/model.ts';
import type { SeenArticles, SeenPlatform } from '../page/seen.ts';
import type { Highlighters } from '../page/views/query.ts';
import { contextOf } from '../pipeline/desired.ts';
import { draftPlatform } from '../pipeline/draft.ts';
import { findCode } from '../report/codes.ts';
import type { Platform } from '../sync/platform.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { siemsFor } from '../sync/siem.ts';
import { codeAreas } from './code-areas.ts';
import type { Context } from './context.ts';
import { notebookSinkOf } from './notebooks.ts';
import { createPlatforms, createSinks, withLearned } from './parts.ts';
import { readConfigured } from './read-config.ts';

export interface PageReaderOptions {
  /** What is shown, for the header. */
  readonly place: string;
  /** How long what was read of platforms is shown before it is read again, in milliseconds. */
  readonly platformMs: number;
  /** The same of articles. */
  readonly articleMs: number;
}

export interface PageReader {
  /** What to show now. Platforms are read where what is known is too old; articles are read beside it, and nobody waits for them. */
  model(): Promise<PageModel>;
  /** Ends when the articles have been read, if they are being read. */
  settled(): Promise<void>;
}

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/** Reads platforms and sources for the page, and writes nothing. */
export async function createPageReader(
  config: Config,
  { place, platformMs, articleMs }: PageReaderOptions,
  context: Context,
): Promise<PageReader> {
  const areas = await codeAreas(context.siems);
  const remedyOf = (code: string) => findCode(areas, code)?.remedy;
  let articles: Kept<SeenArticles> | undefined;
  let articlesError: string | undefined;
  let tried = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  let shown: Kept<PageModel> | undefined;
  let making: Promise<PageModel> | undefined;

  function readArticles(): void {
    if (reading || context.now().getTime() - tried < articleMs) return;
    tried = context.now().getTime();
    reading = seeArticles(config, withOwnSignal(context))
      .then((value) => {
        articles = { value, at: context.now().getTime() };
        articlesError = value.desired.complete ? undefined : incomplete(value);
      })
      .catch((error: unknown) => {
        articlesError = redact(messageOf(error));
        context.log.error(`The articles could not be read: ${reasonOf(error)}`);
      })
      .finally(() => {
        reading = undefined;
        // What is shown knows nothing of them.
        shown = undefined;
      });
  }

  async function make(): Promise<PageModel> {
    const known = articles?.value;
    const platforms = await seePlatforms(config, known, withOwnSignal(context));
    const now = context.now();
    const value = buildModel({
      place,
      now,
      siems: context.siems,
      articles: known,
      articlesError,
      platforms,
      remedyOf,
    });
    // Read while articles came in: the next one asks again.
    if (articles?.value === known) shown = { value, at: now.getTime() };
    return value;
  }

  return {
    async model() {
      readArticles();
      if (shown && context.now().getTime() - shown.at < platformMs) return shown.value;
      making ??= make().finally(() => {
        making = undefined;
      });
      return making;
    },
    settled: async () => {
      await reading;
    },
  };
}

/** The pieces of queries by kind of SIEM, for kinds that can tell. */
export async function highlightersOf({ siems }: Pick<Context, 'siems'>): Promise<Highlighters> {
  const found = await Promise.all(
    siems.map(async ({ kind, highlighter }) => (highlighter ? [[kind, await highlighter()] as const] : [])),
  );
  return new Map(found.flat());
}

/**
 * Each reading has a signal of its own, so that listeners do not accumulate over the readings of a page that stays up. Every pending
 * request adds one; Node would warn from the eleventh on.
 */
function withOwnSignal(context: Context): Context {
  const signal = AbortSignal.any([context.signal]);
  setMaxListeners(0, signal);
  return { ...context, signal };
}

async function seeArticles(written: Config, context: Context): Promise<SeenArticles> {
  const config = await withLearned(written, context);
  const siems = siemsFor(
    context.siems,
    config.platforms.map(({ kind }) => kind),
  );
  return { ...(await readConfigured(config, context, siems)), readAt: context.now().toISOString() };
}

function incomplete({ desired }: SeenArticles): string {
  const lost = desired.readings.filter(({ complete }) => !complete).map(({ source }) => source);
  return `not every source could be read whole: ${lost.join(', ')}`;
}

async function seePlatforms(
  config: Config,
  articles: SeenArticles | undefined,
  context: Context,
): Promise<SeenPlatform[]> {
  const platforms = await createPlatforms(config, [], context);
  const sinks = await createSinks(config, [], context);
  try {
    return await Promise.all(
      platforms.map((platform) =>
        seePlatform(
          platform,
          notebookSinkOf(platform, sinks, context.siems, config.platforms),
          articles,
          config,
          context,
        ),
      ),
    );
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
}

async function seePlatform(
  platform: Platform,
  sink: RecordSink | undefined,
  articles: SeenArticles | undefined,
  config: Config,
  { log, signal, now, siems }: Context,
): Promise<SeenPlatform> {
  const empty = { platform, objects: [], records: null, detections: null };
  try {
    const own = sink?.name === platform.name ? sink : undefined;
    const [drafted, records, sharedRuns, detections] = await Promise.all([
      articles
        ? draftPlatform(platform, articles.checked, contextOf(articles.desired, config.policy, now()), config, {
            siems,
            signal,
          })
        : platform.list(signal).then((actual) => ({ actual, plan: undefined, held: [] })),
      own ? readRecords(own, signal) : null,
      sink && !own ? sink.read('runs', signal) : undefined,
      (platform.detections?.(signal) ?? Promise.resolve(null)).catch(() => null),
    ]);
    const { actual: objects, plan, held } = drafted;
    return { platform, objects, plan, held, records, detections, ...(sharedRuns ? { sharedRuns } : {}) };
  } catch (error) {
    log.error(`${platform.name}: ${reasonOf(error)}`);
    return { ...empty, error: redact(messageOf(error)) };
  }
}

async function readRecords(sink: RecordSink, signal: AbortSignal): Promise<NonNullable<SeenPlatform['records']>> {
  const [articles, hunts, indicators, runs] = await Promise.all(
    (['articles', 'hunts', 'indicators', 'runs'] as const).map((type) => sink.read(type, signal)),
  );
  return { articles: articles ?? [], hunts: hunts ?? [], indicators: indicators ?? [], runs: runs ?? [] };
}
