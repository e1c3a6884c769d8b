import { z } from 'zod';
import { deadlineSeconds, httpsUrl, name, severity, standIn, unseen } from '../config/fields.ts';

/** What the configuration says of a Splunk platform (config/huntsync.example.yaml explains it). */

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
    /** What becomes of what they find. `notable` and `risk` are actions of Enterprise Security. */
    output: z.enum(['none', 'summaryIndex', 'notable', 'risk']).default('none'),
    /** The index of `output: summaryIndex`, which has to exist. */
    summaryIndex: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be the name of an index')
      .default('summary'),
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
  /** The longest silence on a connection. */
  timeoutSeconds: z.number().positive().max(3600).default(30),
  deadlineSeconds,
  schedule: schedule.default({ enabled: false }),
  /** The searches are listed by Splunk Enterprise Security, with annotations, drill-downs and risk objects. */
  enterpriseSecurity: z.boolean().default(false),
  records: splunkRecords.optional(),
});

const OUTPUT_FAULT = { error: 'needs enterpriseSecurity: true', path: ['schedule', 'output'] };

export const splunkPlatform = splunkFields
  .refine((p) => (p.token !== undefined) !== (p.username !== undefined && p.password !== undefined), {
    error: 'give either token, or username and password',
    path: ['token'],
  })
  .refine(outputExists, OUTPUT_FAULT);

/** Findings and risk are made by Enterprise Security, which has to know the search. */
function outputExists({
  schedule: policy,
  enterpriseSecurity,
}: Pick<z.output<typeof splunkFields>, 'schedule' | 'enterpriseSecurity'>): boolean {
  return enterpriseSecurity || !policy.enabled || policy.output === 'none' || policy.output === 'summaryIndex';
}

/**
 * The same for commands that connect to nothing: a host below `invalid`, which nobody can own
 * (https://www.rfc-editor.org/rfc/rfc6761), and no account.
 */
export const unconnectedSplunk = splunkFields
  .extend({
    url: standIn('https://unconnected.invalid:8089'),
    ...{ token: unseen, username: unseen, password: unseen, ca: unseen, records: unseen },
    validate: standIn('offline'),
  })
  .refine(outputExists, OUTPUT_FAULT);

/** What the Splunk platforms have beyond Splunk, CIM and our app; the checks assume it to be present. */
export const splunkEnvironment = z.strictObject({
  macros: z.array(z.string()).default([]),
  commands: z.array(z.string()).default([]),
  lookups: z.array(z.string()).default([]),
  dataModels: z.record(z.string(), z.array(z.string())).default({}),
  /**
   * The app there has the filter macros of this version (splunk_app/default/macros.conf), so that the searches of our own use cases
   * may end with theirs.
   */
  filterMacros: z.boolean().default(false),
  /** Version of the Common Information Model add-on; 4.20 is the oldest that the checks know. */
  cimVersion: z
    .string()
    .regex(/^\d+(\.\d+){1,2}$/, 'must be a version such as 8.5.0')
    .default('4.20.0'),
});

export type SplunkConfig = z.output<typeof splunkPlatform>;
export type ScheduleConfig = SplunkConfig['schedule'];
export type SplunkEnvironment = z.output<typeof splunkEnvironment>;
