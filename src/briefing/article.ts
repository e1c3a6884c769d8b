import type { Problem } from '../core/problem.ts';
import type { Confidence, Phase, Severity } from '../knowledge/vocabulary.ts';
import type { Queries } from '../quoting/languages.ts';
import type { Search } from '../quoting/search.ts';

export { type Confidence, PHASES, type Phase, SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';

export const INDICATOR_TYPES = [
  'cve',
  'ipv4',
  'ipv6',
  'domain',
  'url',
  'sha256',
  'sha1',
  'md5',
  'email',
  'sha512',
  'imphash',
  'ja3',
  'ja3s',
  'ja4',
  'jarm',
  'certificate_serial',
  'certificate_hash',
  'wallet',
] as const;
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/** The grammar that a briefing is written in; see `briefing/parse.ts`. */
export type Dialect = 'auto' | 'kev' | 'kev-v1' | 'curated' | 'curated-hybrid';

/** An ATT&CK technique as the article names it. `id`: `T1234` or `T1234.001`. */
export interface Technique {
  readonly id: string;
  readonly name: string;
}

/** An indicator of compromise, refanged, in the article's own spelling. */
export interface Indicator {
  readonly type: IndicatorType;
  readonly value: string;
  /** `YYYY-MM-DD`: the last day on which it is looked for; absent where it has no end. */
  readonly validUntil?: string;
}

/** Whose a thing is that an article names; `abused`: a legitimate one that attackers use. */
export const OBSERVABLE_ROLES = ['attacker', 'abused', 'victim', 'benign'] as const;

/** A thing that an article names and a log would show, beside its indicators. */
export interface ArticleObservable {
  /** `scheduledTask`, `pipe`, `userAgent`, …: docs/observables.md lists them. */
  readonly kind: string;
  /** As a log would have it. */
  readonly value: string;
  readonly role: (typeof OBSERVABLE_ROLES)[number];
  /** Why no hunt looks for it; absent where one does. */
  readonly unhunted?: string;
}

/** One hunt as one article gives it, before identity and deduplication. */
export interface ArticleHunt {
  /** As written, `[LLM] ` prefix included. */
  readonly title: string;
  /** The id as written (`UC_SUPPLY_CHAIN`, `UC_10_7`), or null. */
  readonly useCase: string | null;
  readonly phase: Phase | null;
  readonly confidence: Confidence | null;
  /** At least one; the exact text between the fences, CRLF to LF, without the final newline. */
  readonly queries: Queries;
  /** The sentence of the article that called for it, as one safe line; absent where none is known. */
  readonly why?: string;
  /** What the briefing says beside its queries, a safe line each; absent where it says nothing. */
  readonly notes?: readonly string[];
  /** The text is our catalogue's, not a briefing's: any briefing's text for the same use case outranks it. */
  readonly fromCatalogue?: true;
  /** What the queries were rendered of, where we wrote them and nobody has edited them since: hunts of one campaign become one by it. */
  readonly search?: Search;
}

/** An actor, malware or campaign by a name that an article uses. */
export interface ThreatLabel {
  readonly name: string;
  readonly kind: 'group' | 'malware' | 'campaign';
  /** The name is new: ATT&CK has none such. */
  readonly coined?: true;
}

/**
 * What a briefing says in words beside its facts, in file order, a safe line each. It is shown to analysts and never interpreted.
 */
export interface ArticleProse {
  /** The article's own text, as far as the briefing has it. */
  readonly profile: readonly string[];
  /** Why it matters. */
  readonly why: readonly string[];
  /** What the severity rests on, a reason each. */
  readonly reasons: readonly string[];
  /** What of the text supports the facts, each with its subject: `T1195.002: …`. */
  readonly evidence: readonly string[];
  /** What a SOC should do, the most urgent first. */
  readonly actions: readonly string[];
  /** Everything else: remarks on indicators and techniques, hunts that stand in shared templates, who reviewed it. */
  readonly notes: readonly string[];
}

/** One classified publication. */
export interface Article {
  /** The item's own for an item of a feed, else UUIDv5 of url and normalised title: see `identity.ts`. */
  readonly id: string;
  /** The same id, where the article is an item of a feed, read now or written down by `collect`; absent for briefings of others. */
  readonly itemId?: string;
  /** Ids that the whole had, or would have, of which this is one story: see `classify/round-up.ts`. */
  readonly partOf?: readonly string[];
  /** File or feed item that it was read from. */
  readonly path: string;
  /** Name of the configured source that delivered it. */
  readonly origin: string;
  readonly dialect: Dialect;
  readonly severity: Severity;
  /** What follows the severity tag, verbatim. */
  readonly title: string;
  readonly sources: readonly string[];
  /** `YYYY-MM-DD`, or null where the article is undated. */
  readonly published: string | null;
  readonly url: string;
  /** Unique by id, in file order. */
  readonly techniques: readonly Technique[];
  /** Sorted union of the declared phases, the hunts' phases and those of shared-template bullets. */
  readonly phases: readonly Phase[];
  /** In file order: typed bullets and bare CVE bullets, never values out of prose. */
  readonly indicators: readonly Indicator[];
  /** Tasks, pipes, accounts, user agents and the like, where classification found any. */
  readonly observables?: readonly ArticleObservable[];
  readonly hunts: readonly ArticleHunt[];
  /** Absent where it is not known in words: only what is made by hand lacks it. */
  readonly prose?: ArticleProse;
  /** Whom and what it names; only of articles that we classified. */
  readonly names?: readonly ThreatLabel[];
  /** Indicators that it takes back, where it is a correction. */
  readonly retracts?: readonly Indicator[];
  /** huntsync classified it in this run: its indicators end with time. What a briefing brings stays. */
  readonly classified?: true;
  /** Why it tells of no threat, as one line; absent where it tells of one, or nobody has judged. Such an article has no hunts. */
  readonly noThreat?: string;
  /** What could not be read, with 1-based lines. */
  readonly problems: readonly Problem[];
}
