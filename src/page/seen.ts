import type { Desired } from '../pipeline/desired.ts';
import type { HeldNote } from '../sync/budget.ts';
import type { PlatformPlan } from '../sync/plan.ts';
import type { Detection, Platform } from '../sync/platform.ts';
import type { CheckedHunt } from '../sync/query.ts';
import type { RecordRow, RecordType } from '../sync/records/schema.ts';
import type { Siem } from '../sync/siem.ts';
import type { ActualObject } from '../sync/types.ts';

/** What the sources called for when they were last read. */
export interface SeenArticles {
  readonly desired: Desired;
  readonly checked: readonly CheckedHunt[];
  /** ISO 8601. */
  readonly readAt: string;
}

/** What a platform held when it was last read. */
export interface SeenPlatform {
  readonly platform: Pick<Platform, 'name' | 'kind' | 'queryField' | 'severityField' | 'retiredFields' | 'inUseFields'>;
  readonly objects: readonly ActualObject[];
  /** Undefined while the articles are not read. */
  readonly plan?: PlatformPlan | undefined;
  readonly held?: readonly HeldNote[];
  /** Null where it keeps none. */
  readonly records: Readonly<Record<RecordType, readonly RecordRow[]>> | null;
  /** Outcomes of its runs, where it keeps no records and another platform keeps them. */
  readonly sharedRuns?: readonly RecordRow[];
  /** What else looks for attacks there; null where that is not known. */
  readonly detections: readonly Detection[] | null;
  /** Why it, or its records, could not be read. */
  readonly error?: string;
}

/** Everything that the page is made of. */
export interface Seen {
  readonly place: string;
  readonly now: Date;
  readonly siems: readonly Pick<Siem, 'kind' | 'title' | 'language'>[];
  /** Undefined while they are being read. */
  readonly articles?: SeenArticles | undefined;
  readonly articlesError?: string | undefined;
  readonly platforms: readonly SeenPlatform[];
  /** What to do about a code; undefined for one that nobody has documented. */
  readonly remedyOf: (code: string) => string | undefined;
}
