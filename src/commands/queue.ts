import { EXIT, messageOf, reasonOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { redact } from '../core/log.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import { queueToJson, queueToText } from '../report/queue.ts';
import type { Platform } from '../sync/platform.ts';
import { type PlatformQueue, queueOf } from '../sync/queue.ts';
import { queueItems, type RunOnlyHunt, runOnlyIn } from '../sync/queue-items.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { notebookSinkOf } from './notebooks.ts';
import { createPlatforms, createScores, createSinks } from './parts.ts';
import { runOnlyOn } from './run-only.ts';
import { wholeNumber } from './whole-number.ts';

export interface QueueOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly limit?: string;
  readonly json?: boolean;
}

const DEFAULT_LIMIT = 20;

/**
 * What to hunt first today, from what the platforms and their records say. Articles are read only where a platform runs hunts that it does
 * not keep, and no records tell of them.
 */
export const queue: Command<QueueOptions> = async (options, context) => {
  const limit = options.limit === undefined ? DEFAULT_LIMIT : wholeNumber(options.limit, '--limit', DEFAULT_LIMIT);
  const config = await readConfig(options.config, context);
  const names = options.platform ?? [];
  const platforms = await createPlatforms(config, names, context);
  // Of all platforms: one that keeps no records has its outcomes kept by another.
  const sinks = await createSinks(config, [], context);
  try {
    const scored = await (await createScores(config, context))?.read(context.signal);
    for (const { message } of scored?.problems ?? []) context.log.warn(message);
    let reading: ReturnType<typeof runOnlyOn> | undefined;
    // One reading of the sources, for all platforms that ask.
    const runOnlyHunts = () => (reading ??= runOnlyOn(config, platforms, context));
    const queues = await Promise.all(
      platforms.map((platform) =>
        queueFor(platform, notebookSinkOf(platform, sinks, context.siems, config.platforms), context, {
          ...(scored ? { scores: scored.scores } : {}),
          runOnly: () => runOnlyFrom(platform, runOnlyHunts, context),
        }),
      ),
    );
    context.print(
      options.json ? jsonText(queueToJson(queues)) : queueToText(queues, limit, context.siems, context.columns),
    );
    return queues.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
};

/**
 * The queue of one platform; one that cannot be read has its error in place of entries.
 *
 * @param sink the records that its outcomes are kept in: its own, or those that it shares with another platform.
 * @param runOnly finds what is run there and not kept, where the records do not tell.
 */
export async function queueFor(
  platform: Platform,
  sink: RecordSink | undefined,
  context: Context,
  {
    scores,
    runOnly,
  }: { readonly scores?: ExploitScores; readonly runOnly?: () => Promise<readonly RunOnlyHunt[]> } = {},
): Promise<PlatformQueue> {
  const { name, kind } = platform;
  const { log, signal, now } = context;
  try {
    const [objects, hunts, runs, articles] = await Promise.all([
      platform.list(signal),
      sink?.read('hunts', signal) ?? [],
      sink?.read('runs', signal) ?? [],
      sink?.read('articles', signal) ?? [],
    ]);
    if (!sink)
      log.warn(`${name} keeps no records, and no other platform does: its queue knows severities and dates only.`);
    const others = await (platform.detections?.(signal) ?? Promise.resolve(null)).catch((error: unknown) => {
      log.warn(`${name}: what else covers a technique is not known: ${reasonOf(error)}`);
      return null;
    });
    const only = platform.runOnly ? (runOnlyIn(hunts, name) ?? (await runOnly?.())) : [];
    const items = queueItems(platform, objects, { hunts, runs, articles }, only);
    return { name, kind, entries: queueOf(items, others, now().toISOString().slice(0, 10), scores) };
  } catch (error) {
    log.error(`${name}: ${reasonOf(error)}`);
    return { name, kind, entries: [], error: redact(messageOf(error)) };
  }
}

/** As the sources call for it now; nothing where they cannot be read, which is told. */
async function runOnlyFrom(
  platform: Platform,
  read: () => ReturnType<typeof runOnlyOn>,
  context: Context,
): Promise<readonly RunOnlyHunt[]> {
  try {
    const found = (await read()).get(platform.name) ?? [];
    return found.map(({ name, marker }) => ({ key: marker?.key ?? name, name }));
  } catch (error) {
    context.log.warn(`${platform.name}: hunts that are only run there are not listed: ${reasonOf(error)}`);
    return [];
  }
}
