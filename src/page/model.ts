import type { Severity } from '../knowledge/vocabulary.ts';
import type { Outcome } from '../sync/run/outcome.ts';

/** What the page shows, as plain data: made by `build/`, rendered by `views/`. Texts are as they were read; none is trusted. */
export interface PageModel {
  /** What is shown, for the header: `sandbox`, or the configuration's name. */
  readonly place: string;
  /** ISO 8601: when the platforms were read. */
  readonly readAt: string;
  /** Where the articles stand: being read, or read at this time; null with `articlesError`. */
  readonly articlesReadAt: string | null;
  /** Why the articles could not be read, or not all of them. */
  readonly articlesError: string | null;
  readonly platforms: readonly PlatformView[];
  readonly queue: readonly QueueView[];
  /** Newest first. */
  readonly articles: readonly ArticleView[];
  /** The most severe first, then the newest. */
  readonly hunts: readonly HuntView[];
  readonly rejects: readonly RejectView[];
  readonly indicators: readonly IndicatorView[];
  readonly campaigns: readonly CampaignView[];
  readonly coverage: readonly TacticView[];
  /** What the last syncs changed, newest first. */
  readonly lately: readonly LatelyView[];
}

/** Something that has a page here. */
export interface Ref {
  readonly id: string;
  readonly title: string;
}

export interface PlatformView {
  /** As the configuration names it. */
  readonly name: string;
  readonly kind: string;
  /** The vendor's name for it. */
  readonly title: string;
  /** Why it could not be read. */
  readonly error: string | null;
  readonly inUse: number;
  readonly retired: number;
  readonly drifted: number;
  readonly unmanaged: number;
  readonly rejected: number;
  /** What the next sync would do, by kind of change; null while that is not known. */
  readonly pending: Readonly<Record<'create' | 'update' | 'retire' | 'prune', number>> | null;
  /** Hunts that are run there and not kept. */
  readonly runOnly: number;
  /** Whether it keeps records, or another one its outcomes; without them the page knows less. */
  readonly keepsRecords: boolean;
}

export interface QueueView {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly newHits: boolean;
  /** Names of the platforms on which it is in use. */
  readonly platforms: readonly string[];
}

export interface ArticleView {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly published: string | null;
  /** An http or https address, or empty. */
  readonly url: string;
  readonly publishers: readonly string[];
  readonly sources: readonly string[];
  readonly techniques: readonly TechniqueRef[];
  /** Ids of techniques that it tells of and none of its hunts looks for. */
  readonly gaps: readonly string[];
  readonly phases: readonly string[];
  readonly names: readonly string[];
  /** Why it tells of no threat; empty where it tells of one. */
  readonly noThreat: string;
  readonly campaign: Ref | null;
  readonly hunts: readonly HuntRef[];
  readonly indicators: readonly IndicatorRef[];
  /** Its words, each a list of lines. */
  readonly why: readonly string[];
  readonly profile: readonly string[];
  readonly reasons: readonly string[];
  readonly evidence: readonly string[];
  readonly actions: readonly string[];
  readonly notes: readonly string[];
}

export interface TechniqueRef {
  readonly id: string;
  readonly name: string;
}

export interface HuntRef extends Ref {
  readonly severity: Severity;
  readonly marks: readonly Mark[];
}

export interface IndicatorRef {
  readonly id: string;
  readonly type: string;
  readonly value: string;
}

export interface ArticleRefView extends Ref {
  readonly published: string | null;
  readonly publishers: readonly string[];
  readonly url: string;
}

/** A word that tells of a hunt's state, to be seen and filtered by. */
export type Mark =
  | 'in use'
  | 'new'
  | 'retired'
  | 'rejected'
  | 'no query'
  | 'held'
  | 'run only'
  | 'drift'
  | 'hits'
  | 'new hits'
  | 'noisy'
  | 'quiet'
  | 'blind'
  | 'failing'
  | 'slow';

export interface HuntView {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: string;
  readonly phase: string;
  readonly techniques: readonly TechniqueRef[];
  /** Techniques that its articles tell of and it does not look for. */
  readonly mentions: readonly TechniqueRef[];
  readonly tactics: readonly string[];
  /** The sentence that called for it. */
  readonly why: string;
  /** Why its newest article matters, in that article's words: what there is to say where no sentence is known. */
  readonly articleWhy: readonly string[];
  readonly callers: readonly ArticleRefView[];
  readonly campaign: Ref | null;
  readonly indicators: readonly IndicatorRef[];
  readonly triage: readonly string[];
  readonly falsePositives: readonly string[];
  /** What its use case is known not to find. */
  readonly doesNotCover: readonly UncoveredView[];
  readonly references: readonly string[];
  readonly notes: readonly string[];
  readonly sources: readonly string[];
  /** Day of the newest article. */
  readonly published: string | null;
  readonly marks: readonly Mark[];
  readonly places: readonly PlaceView[];
}

/** Something that a hunt is known not to find. */
export interface UncoveredView {
  readonly text: string;
  /** The languages in which it does not; empty where that is so in all of the hunt's. */
  readonly only: readonly string[];
}

/** A hunt on one platform. */
export interface PlaceView {
  readonly platform: string;
  readonly kind: string;
  /** The vendor's name for the platform. */
  readonly title: string;
  /** What the query is written in. */
  readonly language: string;
  readonly state: 'in use' | 'new' | 'retired' | 'rejected' | 'no query' | 'held' | 'run only';
  /** Why it is run there and not kept, as a part of a sentence; empty where it is kept. */
  readonly runOnly: string;
  readonly retiredOn: string | null;
  readonly objects: readonly string[];
  /** As it stands there, edits included; as it would be written where it does not stand there yet. */
  readonly query: string;
  readonly repairs: readonly string[];
  readonly additions: readonly string[];
  readonly proof: string;
  readonly dataNeeds: readonly string[];
  readonly doesNotCover: readonly string[];
  readonly drift: readonly DriftView[];
  readonly problems: readonly ProblemView[];
  /** What the next sync would do to it. */
  readonly pending: readonly { readonly op: string; readonly reason: string; readonly fields: readonly string[] }[];
  readonly run: RunView | null;
}

/** A field that somebody edited on the platform. */
export interface DriftView {
  /** Name of the object. */
  readonly object: string;
  readonly field: string;
  /** As it stands on the platform. */
  readonly edited: string;
  /** As huntsync would have it; null while that is not known. */
  readonly wanted: string | null;
  /** What the next sync does with it: it stays, is overwritten, or fails the sync. */
  readonly decision: 'keep' | 'overwrite' | 'fail';
  /** What somebody has the object do with what it finds, so that no article changes the field; absent where it was edited. */
  readonly actions?: readonly string[];
}

/** Why a query may not be pushed. */
export interface ProblemView {
  readonly code: string;
  readonly message: string;
  /** What to do about it; empty where the code says nothing. */
  readonly remedy: string;
  /** 1-based; null where it has no place. */
  readonly line: number | null;
  /** The part of that line round the place, and how many characters of it stand before the place. */
  readonly excerpt: { readonly text: string; readonly caret: number } | null;
}

export interface RejectView {
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly language: string;
  /** Names of the platforms that do not get it. */
  readonly platforms: readonly string[];
  readonly problems: readonly ProblemView[];
}

/** The last run of a hunt on a platform. */
export interface RunView {
  readonly key: string;
  readonly huntTitle: string;
  readonly platform: string;
  readonly outcome: Outcome;
  readonly hits: number;
  readonly truncated: boolean;
  readonly newHits: boolean;
  /** ISO 8601. */
  readonly ranAt: string;
  readonly durationMs: number;
  readonly hosts: readonly string[];
  readonly users: readonly string[];
  readonly firstHit: string;
  readonly lastHit: string;
  readonly missing: readonly string[];
  readonly error: string;
  /** Newest first. */
  readonly history: readonly { readonly at: string; readonly outcome: string; readonly hits: string }[];
}

export interface IndicatorView extends IndicatorRef {
  readonly severity: Severity;
  readonly published: string | null;
  readonly validUntil: string | null;
  readonly articles: readonly Ref[];
  readonly hunts: readonly Ref[];
}

export interface CampaignView extends Ref {
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  readonly articles: readonly ArticleRefView[];
  readonly hunts: readonly HuntRef[];
}

/** One column of the coverage matrix. */
export interface TacticView {
  readonly id: string;
  readonly name: string;
  readonly techniques: readonly TechniqueView[];
}

export interface TechniqueView extends TechniqueRef {
  /** Hunts in use that look for it. */
  readonly inUse: number;
  /** Hunts that would be created by the next sync. */
  readonly waiting: number;
  /** Articles that tell of it. */
  readonly articles: number;
  /** A hunt for it has hits. */
  readonly hasHits: boolean;
}

/** What one sync changed in the records of a platform: the newest change of each record, so that older ones are not all there. */
export interface LatelyView {
  /** ISO 8601. */
  readonly at: string;
  readonly platform: string;
  readonly newHunts: readonly Ref[];
  readonly changedHunts: readonly Ref[];
  readonly articles: number;
  readonly indicators: number;
}
