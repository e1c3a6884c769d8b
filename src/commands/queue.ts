import { EXIT, messageOf, reasonOf } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { redact } from '../core/log.ts';
import type { Severity } from '../knowledge/vocabulary.ts';
import { queueToJson, queueToText } from '../report/queue.ts';
import type { Platform } from '../sync/platform.ts';
import { type PlatformQueue, type QueueItem, queueOf } from '../sync/queue.ts';
import type { RecordRow } from '../sync/records/schema.ts';
import type { RecordSink } from '../sync/records/sink.ts';
import { huntKeyOf } from '../sync/retire.ts';
import { isInUse } from '../sync/run/run.ts';
import { readConfig } from './config.ts';
import type { Command, Context } from './context.ts';
import { createPlatforms, createSinks } from './parts.ts';

export interface QueueOptions {
  readonly config: string;
  readonly platform?: readonly string[];
  readonly limit?: string;
  readonly json?: boolean;
}

const DEFAULT_LIMIT = 20;

/** What to hunt first today, from what the platforms and their records say; no article is read. */
export const queue: Command<QueueOptions> = async (options, context) => {
  const config = await readConfig(options.config, context);
  const names = options.platform ?? [];
  const platforms = await createPlatforms(config, names, context);
  const sinks = await createSinks(config, names, context);
  try {
    const queues = await Promise.all(
      platforms.map((platform) =>
        queueFor(
          platform,
          sinks.find(({ name }) => name === platform.name),
          context,
        ),
      ),
    );
    const limit = options.limit === undefined ? DEFAULT_LIMIT : Math.max(1, Number(options.limit) || DEFAULT_LIMIT);
    context.print(options.json ? jsonText(queueToJson(queues)) : queueToText(queues, limit, context.siems));
    return queues.some(({ error }) => error !== undefined) ? EXIT.failed : EXIT.ok;
  } finally {
    await Promise.all([...platforms, ...sinks].map((end) => end.close()));
  }
};

async function queueFor(platform: Platform, sink: RecordSink | undefined, context: Context): Promise<PlatformQueue> {
  const { name, kind } = platform;
  const { log, signal, now } = context;
  try {
    const [objects, hunts, runs, articles] = await Promise.all([
      platform.list(signal),
      sink?.read('hunts', signal) ?? [],
      sink?.read('runs', signal) ?? [],
      sink?.read('articles', signal) ?? [],
    ]);
    if (!sink) log.warn(`${name} keeps no records: the queue knows severities and dates only.`);
    const others = await (platform.detections?.(signal) ?? Promise.resolve(null)).catch((error: unknown) => {
      log.warn(`${name}: what else covers a technique is not known: ${reasonOf(error)}`);
      return null;
    });
    const rows = keyed(hunts);
    const exploited = new Set(articles.filter(tellsOfExploitation).map((row) => String(row['article_id'])));
    const ran = keyed(runs);
    const items = new Map<string, QueueItem>();
    for (const object of objects.filter((one) => isInUse(one, platform))) {
      const key = huntKeyOf(object.marker?.key ?? '');
      if (!items.has(key))
        items.set(key, itemOf(key, object, platform, { row: rows.get(key), run: ran.get(key), exploited }));
    }
    return { name, kind, entries: queueOf([...items.values()], others, now().toISOString().slice(0, 10)) };
  } catch (error) {
    log.error(`${name}: ${reasonOf(error)}`);
    return { name, kind, entries: [], error: redact(messageOf(error)) };
  }
}

function keyed(rows: readonly RecordRow[]): ReadonlyMap<string, RecordRow> {
  return new Map(rows.map((row) => [String(row['hunt_key']), row]));
}

/** What its severity rests on, in the words of `src/classify/severity.ts` or of whoever wrote the briefing. */
function tellsOfExploitation({ severity_reasons: reasons }: RecordRow): boolean {
  return String(reasons ?? '')
    .split('\n')
    .some((line) => /\bexploited\b|\bexploitation\b/i.test(line) && !/\b(?:no|not|never|without|if)\b/i.test(line));
}

/** What the records know of a hunt. */
interface Known {
  readonly row: RecordRow | undefined;
  readonly run: RecordRow | undefined;
  /** Ids of the articles that tell of exploitation. */
  readonly exploited: ReadonlySet<string>;
}

function itemOf(
  key: string,
  { name, fields, marker }: Awaited<ReturnType<Platform['list']>>[number],
  platform: Platform,
  { row, run, exploited }: Known,
): QueueItem {
  const callers = (row?.['article_ids'] as readonly string[] | undefined) ?? [];
  return {
    key,
    ...(callers.some((id) => exploited.has(id)) ? { exploited: true } : {}),
    title: String(row?.['hunt_title'] ?? name),
    severity: severityOf(String(row?.['severity'] ?? fields[platform.severityField] ?? '')),
    techniques: (row?.['techniques'] as readonly string[] | undefined) ?? [],
    published: (row?.['published'] as string | null | undefined) ?? marker?.evidence.newest?.published ?? null,
    articleTitle: String(row?.['article_title'] ?? ''),
    articleUrl: String(row?.['article_url'] ?? ''),
    proof: (row?.['proof'] as QueueItem['proof'] | undefined) ?? '',
    run: run
      ? {
          outcome: run['outcome'] as NonNullable<QueueItem['run']>['outcome'],
          hits: Number(run['hits']),
          newHits: run['new_hits'] === true,
          ranAt: String(run['ran_at']),
          missing: (run['missing'] as readonly string[] | undefined) ?? [],
        }
      : null,
  };
}

function severityOf(text: string): Severity {
  const [word = ''] = text.split(' ');
  return word === 'CRIT' || word === 'HIGH' || word === 'MED' ? word : 'LOW';
}
