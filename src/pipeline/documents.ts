import { setImmediate } from 'node:timers/promises';
import type { Article } from '../briefing/article.ts';
import { articleShelf } from '../briefing/article-shelf.ts';
import { type ClassifyDocument, isWanted, readDocument } from '../briefing/read.ts';
import type { ItemOptions } from '../classify/item.ts';
import type { Verifier } from '../classify/verify/verifier.ts';
import { createKeeper } from '../core/flat.ts';
import type { Problem } from '../core/problem.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import {
  deliveredItems,
  type ItemDocument,
  type Source,
  type SourceDocument,
  type SourceReading,
} from '../sources/source.ts';

/** What one source gave. */
export interface SourceRead {
  readonly reading: SourceReading;
  /** Without those that are less severe than the source asks for. */
  readonly articles: readonly Article[];
  /** Files that gave no article at all, and why. */
  readonly lost: readonly Problem[];
}

export interface SourcesRead {
  readonly reads: readonly SourceRead[];
  /** Of the verifier. */
  readonly problems: readonly Problem[];
}

interface Deps {
  readonly languages: readonly QueryLanguage[];
  /** Known once the exploit scores are. */
  readonly optionsOf: () => Promise<ItemOptions>;
  readonly signal: AbortSignal | undefined;
}

/** Makes articles of documents as they are read, side by side for all sources: of a text nothing stays but its article. */
export async function readOneByOne(
  sources: readonly Source[],
  { languages, optionsOf, signal }: Deps,
): Promise<SourcesRead> {
  const putAway = articleShelf(createKeeper());
  let loading: Promise<ClassifyDocument> | undefined;
  const reads = await Promise.all(
    sources.map(async (source): Promise<SourceRead> => {
      const articles: Article[] = [];
      const lost: Problem[] = [];
      const fromFeeds = new Set<Article>();
      const take = async (document: SourceDocument, origin = source.name) => {
        // Classification is expensive to load, and only needed where a feed delivered something.
        if (document.kind === 'item') loading ??= classifierOf(optionsOf);
        const found = readDocument(document, origin, await loading, { languages });
        for (const made of found.articles) {
          const article = putAway(made);
          articles.push(article);
          if (document.kind === 'item') fromFeeds.add(article);
        }
        if (found.problem) lost.push(found.problem);
        // What other sources wait for from the network comes in between.
        if (document.kind === 'item') await setImmediate();
      };
      const reading = await source.read(signal, take);
      for (const document of reading.documents) await take(document, reading.source);
      return {
        reading: { ...reading, documents: [] },
        articles: articles.filter((article) => !fromFeeds.has(article) || isWanted(article, reading)),
        lost,
      };
    }),
  );
  return { reads, problems: [] };
}

/** The same where the documents are asked for, or where a verifier has to see all of them first. */
export async function readWhole(
  sources: readonly Source[],
  { languages, optionsOf, signal, verifier }: Deps & { readonly verifier: Verifier | undefined },
): Promise<SourcesRead> {
  const readings = await Promise.all(sources.map((source) => source.read(signal)));
  const delivered = deliveredItems(readings);
  const verified =
    verifier && delivered.length > 0 ? await verifiedOf(delivered, optionsOf, verifier, signal) : undefined;
  const classify = delivered.length > 0 ? (verified?.classify ?? (await classifierOf(optionsOf))) : undefined;
  const reads = readings.map((reading): SourceRead => {
    const all = reading.documents.map((document) => ({
      document,
      found: readDocument(document, reading.source, classify, { languages }),
    }));
    return {
      reading,
      articles: all.flatMap(({ document, found }) =>
        found.articles.filter((article) => document.kind !== 'item' || isWanted(article, reading)),
      ),
      lost: all.flatMap(({ found }) => found.problem ?? []),
    };
  });
  return { reads, problems: verified?.problems ?? [] };
}

async function classifierOf(optionsOf: Deps['optionsOf']): Promise<ClassifyDocument> {
  const [{ classifyItem }, { storiesOf }, options] = await Promise.all([
    import('../classify/item.ts'),
    import('../classify/round-up.ts'),
    optionsOf(),
  ]);
  return (item, origin) => storiesOf(item).map((story) => classifyItem(story, origin, options).article);
}

async function verifiedOf(
  delivered: ReturnType<typeof deliveredItems>,
  optionsOf: Deps['optionsOf'],
  verifier: Verifier,
  signal: AbortSignal | undefined,
) {
  const [{ classifyItem }, { storiesOf }, { verifiedClassifier }, options] = await Promise.all([
    import('../classify/item.ts'),
    import('../classify/round-up.ts'),
    import('../classify/verify/verified.ts'),
    optionsOf(),
  ]);
  const { classify, problems } = await verifiedClassifier(
    delivered,
    (item, origin, vetoes) => classifyItem(item, origin, { ...options, vetoes }),
    verifier,
    signal,
  );
  const all: ClassifyDocument = (item: ItemDocument, origin) =>
    storiesOf(item).map((story) => classify(story, origin).article);
  return { classify: all, problems };
}
