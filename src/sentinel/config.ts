import { z } from 'zod';
import { azureAuth } from '../azure/auth.ts';
import { deadlineSeconds, httpsUrl, name, standIn, unseen } from '../config/fields.ts';

/** What the configuration says of a Microsoft Sentinel platform (config/huntsync.example.yaml explains it). */

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
      runs: stream('HuntRuns_CL'),
    })
    .prefault({}),
  /** Overrides the cloud's address of the Log Analytics query API, which lists the stored records. */
  queryEndpoint: httpsUrl.optional(),
  /** Indicators as STIX objects through Sentinel's threat-intelligence upload API too. */
  threatIntelligence: z.union([z.boolean(), z.strictObject({ endpoint: httpsUrl })]).default(false),
});

export const sentinelPlatform = z.strictObject({
  name,
  kind: z.literal('sentinel'),
  subscriptionId: z.string().min(1),
  resourceGroup: z.string().min(1).max(90),
  workspace: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, 'must be a Log Analytics workspace name'),
  cloud: z.enum(['public', 'usgov', 'china']).default('public'),
  /** Overrides the cloud's Azure Resource Manager address. */
  endpoint: httpsUrl.optional(),
  ca: z.string().optional(),
  /** For one try to begin its answer. */
  timeoutSeconds: z.number().positive().max(3600).default(60),
  deadlineSeconds,
  auth: azureAuth.default('default'),
  /** Whose data it is, where `auth` does not name the tenant or names another. */
  tenantId: z.string().min(1).optional(),
  records: sentinelRecords.optional(),
});

/** The same for commands that connect to nothing. */
export const unconnectedSentinel = sentinelPlatform.extend({
  subscriptionId: standIn('unconnected'),
  resourceGroup: standIn('unconnected'),
  workspace: standIn('unconnected'),
  endpoint: standIn('https://unconnected.invalid'),
  ...{ ca: unseen, records: unseen },
  auth: standIn('default'),
});

/** What the workspaces have beyond the reference; the checks assume it to be present. */
export const sentinelEnvironment = z.strictObject({
  tables: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  functions: z.array(z.string()).default([]),
  /** Aliases of watchlists. */
  watchlists: z
    .strictObject({
      /** What the hunts of our own use cases leave out: its search keys are accounts, hosts, addresses, domains and file hashes. */
      allow: z
        .string()
        .regex(/^[\w-]{1,64}$/, 'must be the alias of a watchlist')
        .optional(),
    })
    .default({}),
});

export type SentinelConfig = z.output<typeof sentinelPlatform>;
