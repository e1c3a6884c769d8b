/**
 * The one definition of the records: what each SIEM has to keep them in (collections, lookups, tables, streams) and the
 * documentation follow from it, and a test holds each of them to it.
 */

import { articleSpec } from './fields/articles.ts';
import { huntSpec } from './fields/hunts.ts';
import { indicatorSpec } from './fields/indicators.ts';
import { runSpec } from './fields/runs.ts';
import type { FieldValue, RecordSpec, RecordType } from './fields/spec.ts';

export {
  type FieldSpec,
  type FieldType,
  type FieldValue,
  MAX_IDS,
  MAX_ITEMS,
  MAX_TEXT,
  RECORD_TYPES,
  type RecordSpec,
  type RecordType,
  SYNCED_TYPES,
  type SyncedType,
} from './fields/spec.ts';

export const RECORDS: Readonly<Record<RecordType, RecordSpec>> = {
  articles: articleSpec,
  hunts: huntSpec,
  indicators: indicatorSpec,
  runs: runSpec,
};

/** Fields that are set when a record is written. */
export interface Managed {
  readonly content_hash: string;
  readonly first_seen: string;
  readonly updated: string;
  readonly removed: boolean;
}

/** A record as sinks see it: a value for each field of the definition, by its snake_case name. */
export type RecordRow = Readonly<Record<string, FieldValue>> & Managed;
