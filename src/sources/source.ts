import type { Problem } from '../core/problem.ts';
import type { Severity } from '../knowledge/vocabulary.ts';

/** A briefing as it was read: raw text, not yet parsed. */
export interface BriefingDocument {
  readonly kind: 'briefing';
  /** As given by the user, with the path below the folder; what problems refer to. */
  readonly path: string;
  readonly text: string;
}

/** An article of a feed, not yet classified. Its text is untrusted; only markup has been removed. */
export interface ItemDocument {
  readonly kind: 'item';
  /** Address of the feed and the item in it; what problems refer to. */
  readonly path: string;
  /** What the briefing names as its source: `Snyk`, `CISA KEV`. */
  readonly publisher: string;
  /** What its feed tells it from other items by: a guid, an Atom id, an advisory's number, else its address. */
  readonly id?: string;
  /** One line. */
  readonly title: string;
  /** Of the article itself; empty where the feed gives none. */
  readonly url: string;
  /** `YYYY-MM-DD` (UTC), or null where the feed does not say. */
  readonly published: string | null;
  /** Plain text: paragraphs separated by blank lines, code blocks and table rows on lines of their own. */
  readonly text: string;
  /**
   * The text is known to be incomplete: the page could not be read, or the feed was cut. What is missing must not make a fuller
   * reading of the same article look superseded.
   */
  readonly partial?: true;
  /** The round-up that it is one story of. */
  readonly partOf?: Pick<ItemDocument, 'id' | 'url' | 'title' | 'publisher'>;
}

/** What a source can deliver. */
export type SourceDocument = BriefingDocument | ItemDocument;

/** One reading of one source. */
export interface SourceReading {
  /** Stable name: what is recorded as the origin of articles and hunts. */
  readonly source: string;
  readonly authoritative: boolean;
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
  /** False where anything could not be read: then absence means nothing. */
  readonly complete: boolean;
  /** Articles below it are left out, corrections apart: `minSeverity` of the source. */
  readonly minSeverity?: Severity;
  /** How a feed was reached; absent for folders. */
  readonly feed?: FeedStatus;
}

/** The items of all readings, each with its source. */
export function deliveredItems(
  readings: readonly SourceReading[],
): { readonly item: ItemDocument; readonly origin: string }[] {
  return readings.flatMap(({ source, documents }) =>
    documents.flatMap((item) => (item.kind === 'item' ? [{ item, origin: source }] : [])),
  );
}

/** One feed in one run. */
export interface FeedStatus {
  readonly url: string;
  /** `notModified`: the server says that nothing is new; the items are those of the last reading. */
  readonly status: 'ok' | 'notModified' | 'failed';
}

/** Is given documents one at a time, in order; the source waits for it before it reads on. */
export type Deliver = (document: SourceDocument) => void | Promise<void>;

/** A place that delivers articles. */
export interface Source {
  readonly name: string;
  /**
   * Reads everything that there is now. Never throws for bad input: that is a problem and `complete: false`.
   *
   * @param deliver gets the documents in place of the reading, so that nobody has to hold all of their texts; a source that lists them
   * in its reading all the same is as good.
   */
  read(signal?: AbortSignal, deliver?: Deliver): Promise<SourceReading>;
}
