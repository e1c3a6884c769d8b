import { z } from 'zod';
import { azureAuth } from '../azure/auth.ts';
import { deadlineSeconds, httpsUrl, name, severity, standIn, unseen } from '../config/fields.ts';

/** What the configuration says of a Microsoft Defender XDR platform (config/huntsync.example.yaml explains it). */

/** How often a rule runs, in hours (https://learn.microsoft.com/defender-xdr/custom-detection-rules, "Rule frequency"). */
const period = z.enum(['1h', '3h', '12h', '24h']);

const detections = z.strictObject({
  /** Which rules are switched on: none, or those of hunts of these severities. */
  enabled: z.union([z.literal(false), z.array(severity).min(1)]).default(false),
  period: period.default('24h'),
});

export const defenderPlatform = z.strictObject({
  name,
  kind: z.literal('defender'),
  /** Overrides the address of Microsoft Graph. */
  endpoint: httpsUrl.optional(),
  ca: z.string().optional(),
  /** For one try to begin its answer. */
  timeoutSeconds: z.number().positive().max(3600).default(60),
  deadlineSeconds,
  auth: azureAuth.default('default'),
  /** Whose data it is, where `auth` does not name the tenant or names another. */
  tenantId: z.string().min(1).optional(),
  detections: detections.prefault({}),
  /** How far back `huntsync run` looks where a hunt does not limit its own time. */
  runDays: z.number().int().min(1).max(30).default(30),
});

/** The same for commands that connect to nothing. */
export const unconnectedDefender = defenderPlatform.extend({
  endpoint: standIn('https://unconnected.invalid'),
  ca: unseen,
  auth: standIn('default'),
});

/** What the tenant has beyond the reference; the checks assume it to be present. */
export const defenderEnvironment = z.strictObject({
  /** A workspace of Microsoft Sentinel is connected to the Defender portal: its tables can be asked too. */
  unified: z.boolean().default(false),
  /** Whose tables the checks know: Microsoft's published reference, or those that this tenant tells of. */
  schema: z.enum(['reference', 'live']).default('reference'),
  tables: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  functions: z.array(z.string()).default([]),
});

export type DefenderConfig = z.output<typeof defenderPlatform>;

/** `known`: what the tenant has told of itself (`schema: live`), as Kusto column lists by table, and functions. */
export type DefenderEnvironment = z.output<typeof defenderEnvironment> & {
  readonly known?: { readonly tables: Readonly<Record<string, string>>; readonly functions: readonly string[] };
};
