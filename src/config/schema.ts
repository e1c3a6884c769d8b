import { z } from 'zod';
import { briefingsSource, feedsSource, ghsaSource, kevSource, rssSource } from './sources.ts';

/** The configuration file's shape (config/huntsync.example.yaml explains it). Strict: a misspelt key is a problem. */

const severity = z.enum(['CRIT', 'HIGH', 'MED', 'LOW']);
const days = z.union([z.number().int().positive(), z.literal('off'), z.literal(false)]).transform((v) => v || 'off');
const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an https:// URL' })
  .refine((text) => !URL.canParse(text) || new URL(text).username === '', 'may not hold a user name or password');
const name = z.string().regex(/^[\w.-]{1,64}$/, 'may hold letters, digits, ".", "_" and "-" only (at most 64)');

const schedule = z.union([
  z.strictObject({ enabled: z.literal(false) }),
  z.strictObject({
    enabled: z.literal(true),
    /** Which hunts run by themselves. */
    severities: z.array(severity).min(1).default(['CRIT', 'HIGH']),
    every: z.enum(['hourly', 'daily']).default('daily'),
    /** What a scheduled run looks back over (a Splunk time modifier such as `-24h@h`); else what the hunt itself says. */
    window: z
      .string()
      .regex(/^-\d+[smhdw](@[smhdw])?$/, 'must be a relative time such as -24h@h')
      .optional(),
    /** At most so many scheduled hunts; the most severe and newest come first. */
    cap: z.number().int().positive().default(200),
  }),
]);

const splunkRecords = z
  .strictObject({
    /** Article, hunt and indicator documents in the app's KV store. */
    kvStore: z.boolean().default(false),
    /** What changes there, as events through the HTTP Event Collector too. */
    hec: z.strictObject({ url: httpsUrl, token: z.string().min(1), index: z.string().min(1) }).optional(),
  })
  .refine(({ kvStore, hec }) => kvStore || hec === undefined, {
    error: 'needs kvStore: true, which tells what has been sent already',
    path: ['hec'],
  });

const stream = (table: string) =>
  z
    .string()
    .regex(/^Custom-\w+$/, 'must be a stream of the data collection rule (Custom-…)')
    .default(`Custom-${table}`);

const sentinelRecords = z.strictObject({
  /** Logs Ingestion endpoint of the data collection rule. */
  endpoint: httpsUrl,
  ruleId: z.string().regex(/^dcr-/, 'must be the immutable id of a data collection rule (dcr-…)'),
  streams: z
    .strictObject({
      articles: stream('HuntArticles_CL'),
      hunts: stream('Hunts_CL'),
      indicators: stream('HuntIndicators_CL'),
    })
    .prefault({}),
  /** Overrides the cloud's address of the Log Analytics query API, which tells what the workspace has already. */
  queryEndpoint: httpsUrl.optional(),
  /** Indicators as STIX objects through Sentinel's threat-intelligence upload API too. */
  threatIntelligence: z.union([z.boolean(), z.strictObject({ endpoint: httpsUrl })]).default(false),
});

const splunkFields = z.strictObject({
  name,
  kind: z.literal('splunk'),
  /** splunkd's management address. */
  url: httpsUrl,
  app: z
    .string()
    .regex(/^[A-Za-z]\w*$/, 'must be a Splunk app id')
    .default('huntsync'),
  token: z.string().min(1).optional(),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  ca: z.string().optional(),
  insecureSkipVerify: z.boolean().default(false),
  /** `live`: splunkd's own parser is asked about each query that would be written. */
  validate: z.enum(['offline', 'live']).default('offline'),
  timeoutSeconds: z.number().positive().max(3600).default(30),
  schedule: schedule.default({ enabled: false }),
  /** Annotations that Splunk Enterprise Security shows (ATT&CK, kill chain, analytic story). */
  enterpriseSecurity: z.boolean().default(false),
  records: splunkRecords.optional(),
});

const splunkPlatform = splunkFields.refine(
  (p) => (p.token !== undefined) !== (p.username !== undefined && p.password !== undefined),
  { error: 'give either token, or username and password', path: ['token'] },
);

const auth = z.union([
  z.enum(['default', 'managedIdentity', 'workloadIdentity']),
  z.strictObject({ token: z.string().min(1) }),
  z.strictObject({ tenantId: z.string().min(1), clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  z.strictObject({ tenantId: z.string().min(1), clientId: z.string().min(1), certificatePath: z.string().min(1) }),
  z.strictObject({ managedIdentityClientId: z.string().min(1) }),
]);

const sentinelPlatform = z.strictObject({
  name,
  kind: z.literal('sentinel'),
  subscriptionId: z.string().min(1),
  resourceGroup: z.string().min(1).max(90),
  workspace: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, 'must be a Log Analytics workspace name'),
  cloud: z.enum(['public', 'usgov', 'china']).default('public'),
  /** Overrides the cloud's Azure Resource Manager address. */
  endpoint: httpsUrl.optional(),
  ca: z.string().optional(),
  timeoutSeconds: z.number().positive().max(3600).default(60),
  auth: auth.default('default'),
  records: sentinelRecords.optional(),
});

const policy = z.strictObject({
  retireAfterDays: days.default('off'),
  pruneAfterDays: days.default(180),
  onDrift: z.enum(['keep', 'overwrite', 'fail']).default('keep'),
  maxChangePercent: z.number().min(0).max(100).default(30),
  concurrency: z.number().int().min(1).max(64).default(8),
  /** Keys of hunts that an operator took out of use. */
  retire: z.array(z.string()).default([]),
  /** Names (Splunk) or ids (Sentinel) of existing objects that may be taken over. */
  adopt: z.array(z.string()).default([]),
});

const environment = z.strictObject({
  splunk: z
    .strictObject({
      macros: z.array(z.string()).default([]),
      commands: z.array(z.string()).default([]),
      lookups: z.array(z.string()).default([]),
      dataModels: z.record(z.string(), z.array(z.string())).default({}),
    })
    .prefault({}),
  sentinel: z
    .strictObject({
      tables: z.record(z.string(), z.record(z.string(), z.string())).default({}),
      functions: z.array(z.string()).default([]),
    })
    .prefault({}),
});

function refuseSameNames(platforms: readonly { readonly name: string }[], context: z.RefinementCtx): void {
  for (const [index, { name }] of platforms.entries()) {
    if (platforms.findIndex((other) => other.name === name) === index) continue;
    context.addIssue({ code: 'custom', path: [index, 'name'], message: `there is another platform named ${name}` });
  }
}

/** The whole file, after `${NAME}` was replaced. */
export const configSchema = z.strictObject({
  sources: z
    .array(z.discriminatedUnion('kind', [briefingsSource, rssSource, feedsSource, kevSource, ghsaSource]))
    .min(1),
  platforms: z
    .array(z.discriminatedUnion('kind', [splunkPlatform, sentinelPlatform]))
    .min(1)
    .superRefine(refuseSameNames),
  environment: environment.prefault({}),
  policy: policy.prefault({}),
});

/**
 * Parts of the file that name what is connected to. `connections`: how to reach the platforms, but not what they are called
 * and how hunts look there.
 */
export type Part = 'sources' | 'platforms' | 'connections';

const leftOut = z.array(z.unknown()).transform((): never[] => []);
const unseen = z
  .unknown()
  .optional()
  .transform(() => undefined);
const standIn = (value: string) =>
  z
    .unknown()
    .optional()
    .transform(() => value);

/** Platforms as they are where nothing connects to them: a host of RFC 6761's `invalid`, no account. */
const unconnected = z
  .array(
    z.discriminatedUnion('kind', [
      splunkFields.extend({
        url: standIn('https://unconnected.invalid:8089'),
        ...{ token: unseen, username: unseen, password: unseen, ca: unseen, records: unseen },
        validate: standIn('offline'),
      }),
      sentinelPlatform.extend({
        subscriptionId: standIn('unconnected'),
        resourceGroup: standIn('unconnected'),
        workspace: standIn('unconnected'),
        endpoint: standIn('https://unconnected.invalid'),
        ...{ ca: unseen, records: unseen },
        auth: standIn('default'),
      }),
    ]),
  )
  .min(1)
  .superRefine(refuseSameNames);

/** The same shape with these parts accepted unseen and left empty: for commands that need no connection, nor its secrets. */
export function schemaWithout(parts: readonly Part[]): typeof configSchema {
  const replaced = Object.fromEntries(
    parts.map((part) => (part === 'connections' ? ['platforms', unconnected] : [part, leftOut])),
  );
  return configSchema.extend(replaced) as unknown as typeof configSchema;
}

/** What the checks take as present where there is no configuration. */
export const DEFAULT_ENVIRONMENT: Environment = environment.parse({});

type Written = z.output<typeof configSchema>;
export type WrittenSource = Written['sources'][number];
/** A source, after lists of feeds were replaced by what they list. */
export type SourceConfig = Exclude<WrittenSource, { kind: 'feeds' }>;
export type Config = Omit<Written, 'sources'> & { readonly sources: SourceConfig[] };
export type SplunkConfig = z.output<typeof splunkPlatform>;
export type SentinelConfig = z.output<typeof sentinelPlatform>;
export type ScheduleConfig = SplunkConfig['schedule'];
export type Environment = Config['environment'];
