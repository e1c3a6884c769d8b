import { z } from 'zod';
import type { Problem } from '../core/problem.ts';
import type { Borrowed, SecretRules } from './allowed-secrets.ts';
import { type ClassifyConfig, classifySettings } from './classify.ts';
import { INDICATOR_DAYS } from './indicator-days.ts';
import { type NotifyConfig, notify } from './notify.ts';
import { proxySetting } from './proxy.ts';
import { DEFAULT_SITE, type SiteProfile, siteProfile } from './site.ts';
import {
  briefingsSource,
  type EpssConfig,
  epssSource,
  feedsSource,
  ghsaSource,
  kevSource,
  rssSource,
} from './sources.ts';
import { type StixSettings, stixSettings } from './stix.ts';

/** The configuration file's shape (config/huntsync.example.yaml explains it). Strict: a misspelt key is a problem. */

/** What one kind of SIEM adds to the configuration. */
export interface SiemSettings {
  readonly kind: string;
  /** Id of the query language that its platforms speak. */
  readonly language?: string;
  /** One entry of `platforms`: an object with `name`, the literal `kind`, and what else the kind needs. */
  readonly platform: z.ZodType;
  /** The same with connection settings unchecked: for commands that connect to nothing and have no secrets. */
  readonly unconnected: z.ZodType;
  /** `environment.<kind>`: an object whose keys all have defaults. */
  readonly environment: z.ZodType & { readonly shape?: Readonly<Record<string, unknown>> };
  /** Keys of a platform that hold paths, relative to the configuration file: `['auth', 'certificatePath']`. */
  readonly paths: readonly (readonly string[])[];
  /** Pure: the identity, in words, that a platform as it is written signs in as; undefined where it has a credential alone. Absent where none has. */
  readonly identityOf?: (written: Readonly<Record<string, unknown>>) => string | undefined;
  /** What a platform, as `platform` gives it, signs in with that is not in the configuration; nothing where absent. */
  readonly borrowed?: (platform: never) => Borrowed;
}

/** `platformsFrom`: globs of files with platforms, and what those files may name. */
export interface PlatformFiles extends SecretRules {
  readonly files: readonly string[];
}

/** What every platform has, whatever its kind. */
export interface PlatformConfig {
  readonly name: string;
  readonly kind: string;
  /** The file of `platformsFrom` that names it, absolute; absent where the configuration itself does. Never a key of a file. */
  readonly declaredIn?: string;
}

const days = z.union([z.number().int().positive(), z.literal('off'), z.literal(false)]).transform((v) => v || 'off');

/** How many at most. */
const limit = z.union([z.number().int().positive(), z.literal('off'), z.literal(false)]).transform((v) => v || 'off');

const policy = z.strictObject({
  retireAfterDays: days.default('off'),
  /** The same for hunts that only feeds have brought: nothing else says that nobody tells of a thing any more. */
  feedRetireAfterDays: days.default(180),
  pruneAfterDays: days.default(180),
  /** A shared hunt is as severe as the worst of the articles of the last so many days that call for it. */
  severityWindowDays: days.default(90),
  /** Days after its newest article that an indicator holds, by type; what is not named keeps its default. */
  indicatorDays: z
    .strictObject(Object.fromEntries(Object.entries(INDICATOR_DAYS).map(([type, own]) => [type, days.default(own)])))
    .prefault({}),
  /** How many hunts an article of a feed makes at most, its use cases' and its own; the rest is one combined search. */
  huntsPerArticle: z.number().int().min(1).max(100).default(8),
  onDrift: z.enum(['keep', 'overwrite', 'fail']).default('keep'),
  maxChangePercent: z.number().min(0).max(100).default(30),
  concurrency: z.number().int().min(1).max(64).default(8),
  /** Hunts that one run may create on a platform; the first sync of a platform is exempt. */
  maxCreate: limit.default(200),
  /** Hunts that one feed alone may bring to a platform in a day. */
  maxCreatePerFeed: limit.default(25),
  /** A run that finds more rows than this is noisy: more than an analyst looks at. */
  noisyAbove: z.number().int().positive().default(100),
  /** How much running one hunt may cost (`huntsync run`), and how many run at a time on a platform. */
  run: z
    .strictObject({
      seconds: z.number().int().min(1).max(600).default(60),
      rows: z.number().int().min(1).max(10_000).default(1000),
      concurrency: z.number().int().min(1).max(16).default(4),
    })
    .prefault({}),
  /** Whether what is pushed returns the columns that a platform's pages read entities from. */
  entities: z.enum(['columns', 'none']).default('columns'),
  /** Whose time range holds: the query's own, or that of the page which runs it. */
  timeRange: z.enum(['query', 'blade']).default('query'),
  /** Name or kind of the platform that keeps a hunt alone, where another kind beside it speaks its language; `both`: each keeps it. */
  prefer: z.string().default('both'),
  /** Keys of hunts that an operator took out of use. */
  retire: z.array(z.string()).default([]),
  /** Existing objects that may be taken over, by id or name, and hunts that may take one over, by key. */
  adopt: z.array(z.string()).default([]),
  /** Every existing object that has the query of a hunt may be taken over. */
  adoptSameQuery: z.boolean().default(false),
});

function refuseSameNames(platforms: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of platforms.entries()) {
    if (platforms.findIndex((other) => other.name === name) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'name'], message: `there is another platform named ${name}` });
  }
}

const sources = z
  .array(z.discriminatedUnion('kind', [briefingsSource, rssSource, feedsSource, kevSource, ghsaSource, epssSource]))
  .min(1)
  .refine((list) => list.length === 0 || list.some(({ kind }) => kind !== 'epss'), 'needs one that brings articles')
  .refine((list) => list.filter(({ kind }) => kind === 'epss').length <= 1, 'may have one of kind epss');

/**
 * Parts of the file that describe connections. `connections`: how to reach the platforms, but not their names and how hunts look
 * there. `platformless`: there may be no platforms at all.
 */
export type Part = 'sources' | 'platforms' | 'connections' | 'platformless';

const leftOut = z
  .array(z.unknown())
  .transform((): never[] => [])
  .default([]);

/**
 * The whole file, after `${NAME}` was replaced. Parts in `offline` are accepted unchecked and left empty: for commands that need
 * no connection and no secrets.
 */
export function configSchema(siems: readonly SiemSettings[], offline: readonly Part[] = []): z.ZodType<Written> {
  const platforms = (schemas: readonly z.ZodType[]) => {
    const list = z.array(z.discriminatedUnion('kind', schemas as unknown as [z.ZodObject, ...z.ZodObject[]]));
    const known = offline.includes('platformless') ? list.prefault([]) : list.min(1);
    return known.superRefine((all, context) => refuseSameNames(all as unknown as readonly PlatformConfig[], context));
  };
  const connected = platforms(siems.map(({ platform }) => platform));
  const unconnected = platforms(siems.map((siem) => siem.unconnected));
  const seen = offline.includes('platforms') ? leftOut : offline.includes('connections') ? unconnected : connected;
  const whole = z.strictObject({
    sources: offline.includes('sources') ? leftOut : sources,
    platforms: seen,
    classify: offline.includes('sources')
      ? z
          .unknown()
          .optional()
          .transform(() => ({}))
      : classifySettings.prefault({}),
    /** Files with further platforms; `platforms` may be left out then. */
    platformsFrom: platformsFrom.optional(),
    proxy: proxySetting.optional(),
    environment: environmentSchema(siems),
    policy: policy.prefault({}),
    stix: stixSettings.prefault({}),
    notify: offline.length > 0 ? leftOut : notify,
  });
  return whole as unknown as z.ZodType<Written>;
}

/** One text, or several. */
const texts = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((given) => (typeof given === 'string' ? [given] : given));

/** Globs of files, alone or with what those files may name. */
const platformsFrom = z
  .union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1),
    z.strictObject({ files: texts, environment: texts.optional(), secretFiles: texts.optional() }),
  ])
  .transform((given): PlatformFiles => {
    if (typeof given === 'string') return { files: [given] };
    return Array.isArray(given) ? { files: given } : given;
  });

/** A file that `platformsFrom` names: several platforms, or one. */
export function platformFileSchema(
  siems: readonly SiemSettings[],
  offline: readonly Part[],
  one: boolean,
): z.ZodType<readonly PlatformConfig[]> {
  const schemas = siems.map((siem) => (offline.includes('connections') ? siem.unconnected : siem.platform));
  const platform = z.discriminatedUnion('kind', schemas as unknown as [z.ZodObject, ...z.ZodObject[]]);
  const file = one
    ? platform.transform((own) => [own])
    : z.strictObject({ platforms: z.array(platform).min(1) }).transform(({ platforms }) => platforms);
  return file as unknown as z.ZodType<readonly PlatformConfig[]>;
}

function environmentSchema(siems: readonly SiemSettings[]): z.ZodType<Environment> {
  const kinds = siems.map(({ kind, environment }) => [kind, environment.prefault({})] as const);
  const whole = z.strictObject({ site: siteProfile.prefault({}), ...Object.fromEntries(kinds) });
  return z.preprocess((given) => withCimVersion(given, siems), whole.prefault({})) as unknown as z.ZodType<Environment>;
}

/** The site's version of the Common Information Model, where a kind of SIEM has one and is not told another. */
function withCimVersion(given: unknown, siems: readonly SiemSettings[]): unknown {
  const environment = given as Readonly<Record<string, object>> | undefined;
  const version = (environment?.['site'] as Partial<SiteProfile> | undefined)?.cimVersion;
  if (typeof version !== 'string') return given;
  const versioned = siems.filter(({ environment: { shape } }) => 'cimVersion' in (shape ?? {}));
  return {
    ...environment,
    ...Object.fromEntries(versioned.map(({ kind }) => [kind, { cimVersion: version, ...environment?.[kind] }])),
  };
}

/** What is known of the site, whatever its platforms are. */
export function siteOf(environment: Environment): SiteProfile {
  return (environment['site'] as SiteProfile | undefined) ?? DEFAULT_SITE;
}

/** A configuration without sources and platforms, where there is no file: every policy at its default. */
export function bareConfig(siems: readonly SiemSettings[]): Config {
  return configSchema(siems, ['sources', 'platforms']).parse({}) as Config;
}

/** What the checks assume to be present where there is no configuration. */
export function defaultEnvironment(siems: readonly SiemSettings[]): Environment {
  return environmentSchema(siems).parse({});
}

/** What the user's platforms have beyond the defaults, by kind of SIEM; each kind knows its own. `site` is for all of them. */
export type Environment = Readonly<Record<string, unknown>>;

interface Written {
  readonly sources: z.output<typeof sources>;
  readonly platforms: PlatformConfig[];
  /** Absent only where the configuration is made by hand. */
  readonly classify?: ClassifyConfig;
  readonly platformsFrom?: PlatformFiles | undefined;
  readonly proxy?: z.output<typeof proxySetting> | undefined;
  readonly environment: Environment;
  readonly policy: z.output<typeof policy>;
  readonly stix: StixSettings;
  readonly notify: readonly NotifyConfig[];
}
export type WrittenSource = Written['sources'][number];
/** A source of articles, after lists of feeds were replaced by what they list. */
export type SourceConfig = Exclude<WrittenSource, { kind: 'feeds' | 'epss' }>;
export type Config = Omit<Written, 'sources'> & {
  readonly sources: SourceConfig[];
  /** The source of exploit scores, which brings no articles. */
  readonly scores?: EpssConfig;
  /** What several files of platforms sign in with (`shared-credential`); absent where there are none. */
  readonly sharedCredentials?: readonly Problem[];
  /** Problems of files of platforms that are left out (`LoadOptions.partly`); absent where there are none. */
  readonly refusedFiles?: readonly Problem[];
};
