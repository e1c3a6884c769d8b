import { isWanted } from '../briefing/read.ts';
import { renderBriefing } from '../briefing/render.ts';
import { writableHeader } from '../briefing/writable.ts';
import { type BriefingFile, openBriefingFolder } from '../briefing/write.ts';
import { messageOf } from '../core/errors.ts';
import type { Problem } from '../core/problem.ts';
import type { LanguageOptions } from '../quoting/languages.ts';
import type { FeedStatus, ItemDocument, SourceReading } from '../sources/source.ts';
import { type Classification, headerOf } from './classify.ts';
import { extrasOf } from './extras.ts';
import { storiesOf } from './round-up.ts';

/** Makes an article of a feed's item; `classifyItem` is the real one. */
export type Classify = (item: ItemDocument, origin: string) => Classification;

/** The result for one feed. */
export interface CollectedFeed {
  readonly name: string;
  readonly url: string;
  readonly status: FeedStatus['status'];
  /** Articles read; each is written, unchanged, or has a problem. */
  readonly articles: number;
  readonly written: number;
  readonly unchanged: number;
}

export interface CollectProblem extends Problem {
  /** Name of the feed. */
  readonly source: string;
}

export interface Collected {
  readonly feeds: readonly CollectedFeed[];
  /** Paths of the files that are new or changed, sorted. */
  readonly written: readonly string[];
  readonly problems: readonly CollectProblem[];
  /** False if a feed or one of its articles could not be processed. */
  readonly complete: boolean;
}

/**
 * Classifies what feeds delivered and writes it as briefings into a folder. A failure with one article does not stop the others.
 */
export async function collectReadings(
  readings: readonly SourceReading[],
  classify: Classify,
  folder: string,
  options: LanguageOptions = {},
): Promise<Collected> {
  const told = new Map<SourceReading, Problem[]>(readings.map((reading) => [reading, [...reading.problems]]));
  const stories = readings.flatMap((reading) =>
    reading.documents.flatMap((item) =>
      item.kind === 'item' ? storiesOf(item).map((story) => ({ reading, story })) : [],
    ),
  );
  const headers = stories.map(({ story }) => {
    const header = headerOf(story);
    return { ...header, ...writableHeader(header) };
  });
  const open = await openBriefingFolder(folder, headers);
  /** Of the briefings that were made, in order. */
  const made: SourceReading[] = [];
  for (const [index, { reading, story }] of stories.entries()) {
    const problems = told.get(reading) ?? [];
    let file: BriefingFile | null = null;
    try {
      const classification = classify(story, reading.source);
      if (isWanted(classification.article, reading)) file = briefingOf(story, classification, options);
    } catch (error) {
      const message = `This article cannot be classified: ${messageOf(error)}`;
      problems.push({ code: 'unclassified', message, path: story.path });
    }
    if (file) {
      made.push(reading);
      problems.push(...file.article.problems);
    }
    await open.put(index, file);
  }
  const { files, problems: unwritten } = await open.close();
  const kept = files.map((file, n) => ({ ...file, reading: made[n] }));
  const problems: CollectProblem[] = [...told].flatMap(([{ source }, own]) =>
    own.map((problem) => ({ ...problem, source })),
  );
  for (const problem of unwritten) {
    const source = kept.find(({ path }) => path === problem.path)?.reading?.source ?? '';
    problems.push({ ...problem, source });
  }
  const feeds = readings.map((reading): CollectedFeed => {
    const own = kept.filter((file) => file.reading === reading);
    const count = (outcome: (typeof own)[number]['outcome']) => own.filter((file) => file.outcome === outcome).length;
    return {
      name: reading.source,
      url: reading.feed?.url ?? '',
      status: reading.feed?.status ?? (reading.complete ? 'ok' : 'failed'),
      articles: own.length,
      written: count('written'),
      unchanged: count('unchanged'),
    };
  });
  return {
    feeds,
    written: kept.flatMap(({ path, outcome }) => (outcome === 'written' ? [path] : [])).sort(),
    problems,
    complete:
      readings.every(({ complete }) => complete) &&
      feeds.every(({ status }) => status !== 'failed') &&
      kept.every(({ outcome }) => outcome !== 'failed') &&
      problems.every(({ code }) => code !== 'unclassified'),
  };
}

/** The briefing of one classified article. */
export function briefingOf(
  item: ItemDocument,
  classification: Classification,
  options: LanguageOptions = {},
): BriefingFile {
  const { article } = classification;
  const text = classification.briefing ?? renderBriefing(article, extrasOf(item, classification), options);
  return { article, text, ...(item.partial ? { partial: true } : {}) };
}
