import type { CodeOf } from '../core/codes.ts';
import type { CHANGE_REASONS } from './codes.ts';

/** The plan's vocabulary: plain data that serialises to JSON, the same for preview and apply, for every platform. */

/**
 * The fields of a native object that huntsync manages, by the platform's own names (`search`, `dispatch.earliest_time`;
 * `displayName`, `query`, `tactics`), each normalised to one string, so that equal strings mean equal.
 */
export type Fields = Readonly<Record<string, string>>;

/** The newest of the articles that call for an object. */
export interface NewestArticle {
  /** `YYYY-MM-DD`; null where undated. */
  readonly published: string | null;
  readonly article: string;
  /** The text is our catalogue's, not a briefing's. */
  readonly fromCatalogue: boolean;
  /**
   * Only feeds ever called for the object: the day on which it had its newest caller, `YYYY-MM-DD`, empty until it is planned. Absent where
   * anybody else's briefing calls for it.
   */
  readonly calledOn?: string;
}

/** Why a native object exists: what huntsync records on it beside its fields. */
export interface Evidence {
  /** Ids of the articles that call for it, newest first. A platform may keep shortened ids, and a capped list. */
  readonly articles: readonly string[];
  /** The article that the text is from; null if none is known. */
  readonly newest: NewestArticle | null;
  /** Names of the sources that ever delivered one of the articles, sorted. */
  readonly sources: readonly string[];
}

/** What huntsync writes on an object to recognise it. An object without a readable marker is unmanaged. */
export interface Marker {
  /** Hunt key, with `#n` from the second statement of a hunt on. */
  readonly key: string;
  /** Digest of each managed field as huntsync last wrote it (`formsOf` in `src/sync/marker.ts`). */
  readonly written: Fields;
  readonly evidence: Evidence;
  /** `YYYY-MM-DD` when it was retired; null while in use. */
  readonly retired: string | null;
  /** An operator took it out of use, so no article brings it back; only with `retired`. */
  readonly requested?: true;
}

/** An object as it should be. */
export interface DesiredObject {
  readonly key: string;
  /** The platform's identifier for a new object: a saved search's name, a hunting query's GUID. */
  readonly id: string;
  /** The name shown in lists. */
  readonly name: string;
  readonly fields: Fields;
}

/** An object as it is on the platform. */
export interface ActualObject {
  readonly id: string;
  readonly name: string;
  readonly fields: Fields;
  /** Null where the object is unmanaged. */
  readonly marker: Marker | null;
  /** The platform's version tag, where it has one. */
  readonly etag?: string;
  /** The platform does not allow anybody to delete it. */
  readonly permanent?: true;
  /**
   * What somebody has it do by itself with what it finds, by the platform's names; not what huntsync has set, nor messages to
   * people. Absent where there is nothing.
   */
  readonly actions?: readonly string[];
  /** What others have added to the object and a write must preserve, in the platform's own terms. */
  readonly extra?: Readonly<Record<string, string>>;
}

export type ChangeReason = CodeOf<typeof CHANGE_REASONS>;

export type ChangeOp = 'create' | 'update' | 'retire' | 'prune';

export interface FieldChange {
  readonly field: string;
  /** Null: did not exist. */
  readonly before: string | null;
  /** Null: will not exist. */
  readonly after: string | null;
}

/** One write. */
export interface Change {
  readonly op: ChangeOp;
  readonly key: string;
  readonly id: string;
  readonly name: string;
  /** Why, where it is not obvious. */
  readonly reason?: ChangeReason;
  /** Key of the hunt's own statement, where the object has that of another one with the same query and the change depends on another platform. */
  readonly wantedAs?: string;
  /** Only fields that describe the articles differ: the hunt runs as before. */
  readonly aboutOnly?: true;
  /** What differs, evidence included (`articles`, `sources`, `newest`, `retired`). */
  readonly fields: readonly FieldChange[];
  /** The whole object after the change; null for a prune. */
  readonly after: { readonly fields: Fields; readonly marker: Marker } | null;
  /** The object as it was read; null for a create. */
  readonly before: ActualObject | null;
}
