import type { ZodRawShape } from 'zod';
import type { PlatformConfig, SiemSettings } from '../config/schema.ts';
import type { StixSettings } from '../config/stix.ts';
import type { CodeArea } from '../core/codes.ts';
import type { Log } from '../core/log.ts';
import type { ProxyRules } from '../core/proxy.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { Proving } from '../prove/language.ts';
import type { QueryLanguage } from '../quoting/languages.ts';
import type { Exported } from './exported.ts';
import type { Platform } from './platform.ts';
import type { PlatformStart } from './platform-start.ts';
import type { CheckedHunt, CheckedQuery, NativePolicy } from './query.ts';
import type { RecordSink } from './records/sink.ts';
import type { PlanContext } from './target.ts';

/** Log, clock and way of a connection, passed in so that tests control them. */
export interface SiemDeps {
  readonly log: Log;
  now(): Date;
  /** Where it is not given, requests go straight. */
  readonly proxy?: ProxyRules | undefined;
  /** Who signs indicators that are uploaded as STIX objects, and who may have them. */
  readonly stix?: StixSettings | undefined;
}

export interface QueryCheckOptions<Environment> {
  /** `environment.<kind>` of the configuration. */
  readonly environment: Environment;
  /** What is added to queries for the platform's pages; a kind without such pages adds nothing. */
  readonly native?: NativePolicy | undefined;
  /** Keeps verdicts between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
}

/** What an export is made of. */
export interface ExportInput<Config, Environment> {
  /** Made of `config`; nothing is sent to it. */
  readonly platform: Platform;
  readonly config: Config;
  readonly environment: Environment;
  readonly hunts: readonly CheckedHunt[];
  readonly context: PlanContext;
}

/** A piece of a query as a reader's eye takes it. */
export interface QuerySpan {
  readonly kind: 'text' | 'keyword' | 'function' | 'string' | 'number' | 'comment' | 'macro' | 'operator';
  readonly text: string;
}

/** The pieces of a query: their texts in a row are the query, whatever it is. */
export type Highlighter = (query: string) => readonly QuerySpan[];

/**
 * A kind of SIEM: everything that the rest of the code uses of a vendor's room. Load the room on first use, so that the list of
 * SIEMs does not slow down the start.
 */
export interface Siem<Config extends PlatformConfig = PlatformConfig, Environment = unknown> {
  /** `kind` of a platform in the configuration, and the key of its queries in `hunts --jsonl`. */
  readonly kind: string;
  /** The vendor's name for it. */
  readonly title: string;
  /** What its queries are written in; several SIEMs may share a language. */
  readonly language: QueryLanguage;
  /** What its native form is called, in the singular. */
  readonly nativeForm: string;
  /** Its part of the configuration. */
  settings(): Promise<SiemSettings>;
  /** How a new configuration begins with a platform of this kind; `huntsync init` does not offer a kind that has none. */
  start?(): Promise<PlatformStart>;
  /** Gets ready for a check that will come, while its texts are still being read. Changes nothing of what it gives. */
  prepareCheck?(options: QueryCheckOptions<Environment>): Promise<void>;
  /**
   * Checks, translates and repairs query texts: for each distinct text its queries in the form that would be pushed, or
   * rejected with reasons. A text may hold several. Never rejects for what a text says.
   */
  check(
    texts: readonly string[],
    options: QueryCheckOptions<Environment>,
  ): Promise<ReadonlyMap<string, readonly CheckedQuery[]>>;
  /**
   * The query with the window that it is dispatched over, on a platform that keeps that beside the query.
   *
   * @param lookbackSeconds how far the hunt's queries look back; null where none says so.
   */
  withWindow?(query: CheckedQuery, lookbackSeconds: number | null): CheckedQuery;
  /**
   * The query without a time range of its own, so that the window that it is run over holds; as it is where its time is not plain.
   * Absent where a query never has one.
   */
  withOpenRange?(text: string, environment: Environment): Promise<string>;
  /**
   * The query of one of our own use cases, with what lets a site tune it without an edit, where the environment says that the site has
   * what this takes; else the query itself.
   */
  tunable?(query: CheckedQuery, useCase: string, environment: Environment): Promise<CheckedQuery>;
  /**
   * The environment with what the configured platforms tell of themselves, where it asks for that; asked before a run's checks.
   * Absent where everything is in the configuration. Never rejects: what cannot be asked is told in the log.
   */
  learn?(
    environment: Environment,
    platforms: readonly Config[],
    deps: SiemDeps & { readonly cacheDir?: string | undefined },
    signal?: AbortSignal,
  ): Promise<Environment>;
  /**
   * Pure: the tenant whose data a platform holds, null where its configuration does not tell. `policy.prefer` takes a hunt off a
   * platform only for one of another kind, of the same file and tenant. Absent for a kind that knows no tenants.
   */
  tenantOf?(config: Config): string | null;
  /** Names of the tables, data models or datasets that a query reads, sorted; the text has passed the check. */
  sourcesOf(text: string, environment: Environment): Promise<readonly string[]>;
  /** For pages that show its queries; they are plain text where it is absent. */
  highlighter?(): Promise<Highlighter>;
  /** How its queries are run on sample rows, here; absent where nothing can. */
  proving?(environment: Environment): Promise<Proving>;
  /** One entry of `hunts --jsonl` under the SIEM's kind: names and query, without verdict, repairs and problems. */
  describe(hunt: Hunt, query: CheckedQuery, index: number): object;
  /** The keys that `describe` gives, for the schema of the output. */
  describes(): Promise<ZodRawShape>;
  /** Connects to nothing before the first call. Throws HuntsyncError where the configuration names a file that cannot be read. */
  connect(config: Config, deps: SiemDeps): Promise<Platform>;
  /** Where a platform keeps records; null where the configuration has it keep none. */
  records(config: Config, deps: SiemDeps): Promise<RecordSink | null>;
  /** What to do with the files of an export, in one sentence. */
  readonly exportAdvice: string;
  /** The hunts that a sync would create on an empty platform, as files. */
  exportHunts(input: ExportInput<Config, Environment>): Promise<Exported>;
  /** Every code of its checks and of its platforms' problems, and the name of every repair. */
  codes(): Promise<readonly CodeArea[]>;
  /** Those of them that are `minor`, told without the rules that come with all of them; absent where none is. */
  readonly minorCodes?: readonly string[];
}

/** The languages that these are written in, each once, in their order. */
export function languagesOf(siems: readonly Pick<Siem, 'language'>[]): readonly QueryLanguage[] {
  return [...new Map(siems.map(({ language }) => [language.id, language])).values()];
}

/**
 * Those that hunts are checked for: the configured kinds, and the first of each language that none of these speaks, so that every
 * query of a hunt is looked at.
 */
export function siemsFor<S extends Pick<Siem, 'kind' | 'language'>>(
  siems: readonly S[],
  kinds: readonly string[],
): S[] {
  const spoken = new Set(siems.filter(({ kind }) => kinds.includes(kind)).map(({ language }) => language.id));
  return siems.filter(({ kind, language }) => {
    if (kinds.includes(kind)) return true;
    const isNeeded = !spoken.has(language.id);
    spoken.add(language.id);
    return isNeeded;
  });
}
