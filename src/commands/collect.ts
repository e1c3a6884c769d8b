import type { Collected } from '../classify/collect.ts';
import type { ClassifyWithVetoes } from '../classify/verify/verified.ts';
import { counted } from '../core/counted.ts';
import { EXIT, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { oneLine } from '../core/text.ts';
import type { CollectJson } from '../report/schemas/files.ts';
import { deliveredItems } from '../sources/source.ts';
import { languagesOf } from '../sync/siem.ts';
import { readConfig } from './config.ts';
import type { Command } from './context.ts';
import { requireFolder } from './folder.ts';
import { logProblems } from './log-problems.ts';
import { createReading } from './parts.ts';

export interface CollectOptions {
  readonly config: string;
  /** Folder that the briefings are kept in: `2026-02-03/title.md`. */
  readonly out: string;
  readonly json?: boolean;
}

/** Feeds to classified briefings in a folder; only new and changed ones are written. */
export const collect: Command<CollectOptions> = async ({ config: file, out, json }, context) => {
  requireFolder(out);
  const config = await readConfig(file, context, ['platforms']);
  const feeds = config.sources.filter(({ kind }) => kind !== 'briefings');
  if (feeds.length === 0) {
    throw new UsageError(
      `The configuration ${file} names no feed to collect from.`,
      'Add a source of kind rss, feeds, kev or ghsa: `huntsync init --print` shows how.',
    );
  }
  const { sources, scores, verifier } = await createReading({ ...config, sources: feeds }, context);
  const [readings, scored] = await Promise.all([
    Promise.all(sources.map((source) => source.read(context.signal))),
    scores?.read(context.signal),
  ]);
  const [{ collectReadings }, { classifyItem }, { verifiedClassifier }, { itemOptionsOf, readOptionsOf }] =
    await Promise.all([
      import('../classify/collect.ts'),
      import('../classify/item.ts'),
      import('../classify/verify/verified.ts'),
      import('../pipeline/desired.ts'),
    ]);
  const languages = languagesOf(context.siems);
  const reading = readOptionsOf(config, { now: context.now(), siems: context.siems });
  const options = itemOptionsOf(reading, scored?.scores);
  const plain: ClassifyWithVetoes = (item, origin, vetoes) => classifyItem(item, origin, { ...options, vetoes });
  const verified = verifier && (await verifiedClassifier(deliveredItems(readings), plain, verifier, context.signal));
  const classify = verified?.classify ?? ((item, origin) => plain(item, origin, []));
  const read = await collectReadings(readings, classify, out, { languages });
  const beside = [
    ...(scored?.problems ?? []).map((problem) => ({ ...problem, source: 'EPSS' })),
    ...(verified?.problems ?? []).map((problem) => ({ ...problem, source: 'verifier' })),
  ];
  const collected = { ...read, problems: [...beside, ...read.problems] };
  if (json) context.print(jsonText(collectedToJson(collected)));
  else {
    for (const feed of collected.feeds) context.print(feedToText(feed));
    logProblems(collected.problems, context.log);
    context.log.info(`${counted(collected.written.length, 'briefing')} written to ${out}.`);
  }
  return collected.complete ? EXIT.ok : EXIT.failed;
};

/** The contract's keys, in its order. */
function collectedToJson({ feeds, written, problems }: Collected): CollectJson {
  const addresses = new Set(feeds.map(({ url }) => url));
  return {
    feeds: feeds.map(({ name, url, status, articles, written: count, unchanged }) => ({
      name,
      url,
      status,
      articles,
      written: count,
      unchanged,
    })),
    written,
    problems: problems.map(({ source, path, code, message }) => ({
      source,
      ...(path === undefined || addresses.has(path) ? {} : { item: path }),
      code,
      message,
    })),
  };
}

const STATUS = { ok: 'read', notModified: 'unmodified', failed: 'FAILED' } as const;

function feedToText({ name, status, articles, written, unchanged }: Collected['feeds'][number]): string {
  const counts = `${String(articles).padStart(4)} articles ${String(written).padStart(4)} written ${String(unchanged).padStart(4)} unchanged`;
  return `${STATUS[status].padEnd(11)} ${counts}  ${oneLine(name)}`;
}
