/** Parts of the definition of records. */

/** Records that follow what the articles call for, and are compared with it by every sync. */
export const SYNCED_TYPES = ['articles', 'hunts', 'indicators'] as const;
export type SyncedType = (typeof SYNCED_TYPES)[number];
/** Those, and what came of running the hunts. */
export const RECORD_TYPES = [...SYNCED_TYPES, 'runs'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/**
 * `date`: `YYYY-MM-DD`; `datetime`: ISO 8601 in UTC with seconds; `strings`: an array. Null stands for "not known" in a
 * date, and an empty text for it in a string.
 */
export type FieldType = 'string' | 'int' | 'boolean' | 'date' | 'datetime' | 'strings';

/** A field's value: null only in dates. */
export type FieldValue = string | number | boolean | null | readonly string[];

export interface FieldSpec {
  /** snake_case; a platform may spell it otherwise. */
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly example: FieldValue;
  /** Longest text (each text of an array) in UTF-16 units; 256 where not given. */
  readonly max?: number;
  /** Most items of an array; the rest is left out. 80 where not given. */
  readonly maxItems?: number;
  /** Set when the record is written; no part of `content_hash`. */
  readonly managed?: true;
}

export interface RecordSpec {
  readonly type: RecordType;
  /** The field that tells one record from another. */
  readonly key: string;
  readonly description: string;
  readonly fields: readonly FieldSpec[];
}

export const MAX_TEXT = 256;
/** 80 texts of three bytes a character stay below 64 KB, the smallest limit of a field on any platform. */
export const MAX_ITEMS = 80;
/** Ids are 36 characters: 1,000 of them stay below the same limit. */
export const MAX_IDS = 1000;
