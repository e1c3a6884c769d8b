import { EXIT, reasonOf, UsageError } from '../core/errors.ts';
import { runSync } from '../pipeline.ts';
import { exitCodeOf, type RunResult } from '../report/result.ts';
import { type RecordedRuns, type Weekly, weeklyOf } from '../report/weekly.ts';
import type { Platform } from '../sync/platform.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { notebookSinkOf } from './notebooks.ts';
import { createPlatforms, createReading, createSinks, withLearned } from './parts.ts';
import { queueFor } from './queue.ts';
import { sinceOf } from './since.ts';
import { isStdout, writeOut } from './write-out.ts';

export interface ReportOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  /** Where the page goes. */
  readonly file?: string;
  readonly since: string;
  /** Where the Markdown goes. */
  readonly markdown?: string | true;
}

/** The report for the weekly meeting, from a plan, the queues and the records; writes nothing on a platform. */
export const report: Command<ReportOptions> = async (options, context) => {
  const { file, markdown } = options;
  if (file === undefined && markdown === undefined) {
    throw new UsageError('report needs a file.', 'Name one: `huntsync report hunts.html`, or - for stdout.');
  }
  if (file !== undefined && isStdout(file) && markdown !== undefined && isStdout(markdown)) {
    throw new UsageError('The page and the Markdown cannot both go to stdout.', 'Name a file for one of them.');
  }
  const { weekly, result } = await gather(options, context);
  if (file !== undefined) {
    const { weeklyToHtml } = await import('../report/weekly-html.ts');
    await writeOut(file, weeklyToHtml(weekly), context);
  }
  if (markdown !== undefined) {
    const { weeklyToMarkdown } = await import('../report/weekly-markdown.ts');
    await writeOut(markdown, weeklyToMarkdown(weekly), context);
  }
  // That a sync would change something, or be refused, is what the report tells, and no failure of it.
  const unread = weekly.queues.some(({ error }) => error !== undefined);
  return unread || exitCodeOf({ ...result, refusals: [] }) === EXIT.failed ? EXIT.failed : EXIT.ok;
};

async function gather(options: ReportOptions, context: Context): Promise<{ weekly: Weekly; result: RunResult }> {
  const now = context.now();
  const since = sinceOf(options.since, now);
  const config = await withLearned(await readConfig(options.config, context), context);
  const reading = await createReading(config, context);
  // Read once, for the severities and for the queues.
  const scored = await reading.scores?.read(context.signal);
  const platforms = await createPlatforms(config, options.platform ?? [], context);
  // Of all platforms: one that keeps no records has its outcomes kept by another.
  const sinks = await createSinks(config, [], context);
  const { siems, log, cacheDir, signal } = context;
  const sinkOf = (one: Platform) => notebookSinkOf(one, sinks, siems, config.platforms);
  try {
    const result = await runSync({
      config,
      siems,
      ...reading,
      scores: scored && { read: async () => scored },
      platforms,
      sinks: sinks.filter(({ name }) => platforms.some((platform) => platform.name === name)),
      mode: 'plan',
      log,
      now: context.now,
      cacheDir,
      signal,
    });
    const facts = { ...(scored ? { scores: scored.scores } : {}) };
    const runOnlyNow = (name: string) => result.platforms.find((one) => one.name === name)?.plan?.runOnly ?? [];
    const queues = await Promise.all(
      platforms.map((one) =>
        queueFor(one, sinkOf(one), context, { ...facts, runOnly: async () => runOnlyNow(one.name) }),
      ),
    );
    const runs = await Promise.all(
      [...shared(platforms, sinkOf)].map(([sink, names]) => recordedRuns(names, sink, context)),
    );
    return { weekly: weeklyOf({ result, queues, runs, siems, policy: config.policy, since, now }), result };
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
}

/** The platforms by the records that keep their outcomes: one outcome of a hunt for all that share them. */
function shared(
  platforms: readonly Platform[],
  sinkOf: (platform: Platform) => RecordSink | undefined,
): Map<RecordSink | undefined, string> {
  const names = new Map<RecordSink | undefined, string>();
  for (const platform of platforms) {
    const sink = sinkOf(platform);
    names.set(sink, [...(names.get(sink)?.split(', ') ?? []), platform.name].join(', '));
  }
  return names;
}

async function recordedRuns(
  platform: string,
  sink: RecordSink | undefined,
  { log, signal }: Context,
): Promise<RecordedRuns> {
  try {
    return { platform, rows: sink ? await sink.read('runs', signal) : null };
  } catch (error) {
    log.warn(`${platform} records: ${reasonOf(error)}`);
    return { platform, rows: null };
  }
}
