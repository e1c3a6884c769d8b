import type { Problem } from '../core/problem.ts';

/** A briefing as it was read: raw text, not yet parsed. */
export interface BriefingDocument {
  readonly kind: 'briefing';
  /** As given by the user, with the path below the folder; what problems refer to. */
  readonly path: string;
  readonly text: string;
}

/** What a source can deliver. */
export type SourceDocument = BriefingDocument;

/** One reading of one source. */
export interface SourceReading {
  /** Stable name: what is recorded as the origin of articles and hunts. */
  readonly source: string;
  readonly authoritative: boolean;
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly Problem[];
  /** False where anything could not be read: then absence means nothing. */
  readonly complete: boolean;
}

/** Somewhere that articles come from. */
export interface Source {
  readonly name: string;
  /** Reads everything that there is now. Never throws for bad input: that is a problem and `complete: false`. */
  read(signal?: AbortSignal): Promise<SourceReading>;
}
