import { z } from 'zod';
import { CHANGE_REASONS } from '../../sync/codes.ts';
import { campaignKeys, codeOf, count, type JsonOf, problem, severity, techniqueIds, text, texts } from './parts.ts';
import { proofCounts } from './prove.ts';
import { platformRuns } from './runs.ts';

const fieldChange = z.strictObject({
  field: text.describe("The platform's own name of the field, or one of articles, newest, sources, retired, hash."),
  before: text.nullable().describe('Null: was not there.'),
  after: text.nullable().describe('Null: will not be there, or is not known.'),
});

const key = text.describe("The hunt's key, with #n from the second statement on.");

/** A managed object that somebody edited on the platform. */
export const drift = z.strictObject({
  key,
  name: text,
  fields: z.array(fieldChange).describe('`before` is theirs, `after` is what the articles want.'),
  decision: z
    .enum(['keep', 'overwrite', 'fail'])
    .optional()
    .describe('What policy.onDrift made of it; absent in status, which decides nothing.'),
  actions: texts
    .optional()
    .describe('What somebody has the object do with what it finds: an article does not change these fields then.'),
});

/** An object without our marker. */
export const unmanagedObject = z.strictObject({ id: text, name: text });

const change = {
  op: z.enum(['create', 'update', 'retire', 'prune']),
  key,
  name: text,
  reason: codeOf(CHANGE_REASONS).optional(),
  severity: severity.optional().describe('Of the hunt; absent where nothing tells, as in operations by key.'),
  techniques: techniqueIds.optional().describe('That the hunt looks for; absent as severity is.'),
  callers: z
    .array(z.strictObject({ id: text, title: text.nullable().describe('Null where it was not read.') }))
    .optional()
    .describe('Those that call for the hunt, the newest first; absent as severity is.'),
  fields: z.array(fieldChange),
};

const applied = {
  outcome: z
    .enum(['done', 'conflict', 'failed', 'skipped'])
    .optional()
    .describe('Absent where nothing was written, because the run was refused.'),
  error: text.optional().describe('Why it is not done.'),
};

/** A change and what became of it. */
export const appliedChange = z.strictObject({ ...change, ...applied });

/** A creation beyond the budget. */
export const hold = z.strictObject({
  key,
  name: text,
  sources: texts.describe('Names of the sources that call for it.'),
  limit: z.enum(['maxCreate', 'maxCreatePerFeed']).describe('Which limit of the policy is used up.'),
});

/** Keys that describe a platform as it is; plan, sync and status have them. */
export const platformKeys = {
  name: text.describe('As the configuration names the platform.'),
  kind: text.describe('The kind of SIEM.'),
  drifted: count.describe('Length of drifts.'),
  retired: count.describe('Managed objects that are retired already.'),
  unmanaged: count.describe('Length of unmanagedObjects.'),
  requests: count.describe('Requests sent, retries included.'),
  error: text.optional().describe('Why the platform could not be read.'),
  drifts: z.array(drift),
  unmanagedObjects: z.array(unmanagedObject).describe('Objects without our marker, those that clash included.'),
};

const recordCounts = z.strictObject({
  total: count.describe('Records that the run made.'),
  sent: count.describe('Written; in a plan, what a sync would write.'),
  removed: count,
  unchanged: count,
  kept: count.describe('Not in this run, and still there.'),
  refusedEarlier: count.optional().describe('Not sent, because the platform has refused them as they are.'),
  failed: count,
});

const records = z
  .record(
    text,
    z.strictObject({
      articles: recordCounts.optional(),
      hunts: recordCounts.optional(),
      indicators: recordCounts.optional(),
      requests: count,
      errors: texts,
      notes: texts.optional().describe('What else is to be told.'),
    }),
  )
  .describe('By platform, where it keeps records. A type that could not be read is absent.');

function runSchema<Change extends z.ZodRawShape>(changeKeys: Change) {
  const platform = z.strictObject({
    ...platformKeys,
    create: count,
    update: count,
    retire: count,
    prune: count,
    unchanged: count,
    clashing: count.describe('Length of clashes.'),
    rejected: count.describe('Length of rejects.'),
    failed: count.describe('Writes that did not happen though the plan has them.'),
    held: count.describe('Length of holds.'),
    kept: count.describe('Managed objects that no article called for, and that no rule retires.'),
    remedy: text.optional().describe('What to do about the error.'),
    changes: z.array(z.strictObject(changeKeys)),
    clashes: z
      .array(z.strictObject({ key, id: text, name: text }))
      .describe('Unmanaged objects in the place of one that a hunt wants.'),
    holds: z.array(hold).describe('Creations beyond the budget, which wait for `huntsync quarantine --approve`.'),
    rejects: z.array(z.strictObject({ key, name: text, problems: z.array(problem) })),
    runOnly: z
      .array(z.strictObject({ key, name: text, reason: text }))
      .optional()
      .describe('Hunts that can be run here and not be kept, each with the reason.'),
    leftTo: z
      .strictObject({
        preferred: text,
        keepers: z.array(text),
        huntCount: count,
        takenCount: count.optional().describe('How many that they could keep and do not have are kept here.'),
        laterCount: count
          .optional()
          .describe('How many that they have stay here until a later run, because of policy.maxChangePercent.'),
      })
      .optional()
      .describe('How many hunts are left to the platforms that policy.prefer names, as it names them and by name.'),
    standby: z
      .array(z.strictObject({ op: change.op, key, name: text }))
      .optional()
      .describe('Writes that a sync does only if a preferred platform does not take what it is to get.'),
    tenantUntold: z
      .array(text)
      .optional()
      .describe(
        'Platforms that policy.prefer names and nothing is left to: whether they are of the same tenant cannot be told.',
      ),
  });
  return z.strictObject({
    complete: z.boolean().describe('False where a source or a platform could not be read whole.'),
    planHash: text.describe('What `sync --plan-hash` takes.'),
    platforms: z.array(platform),
    records,
    durationMs: count,
    articleCount: count.describe('Articles read.'),
    huntCount: count.describe('Distinct hunts of them.'),
    campaigns: z
      .array(z.strictObject({ ...campaignKeys, articleCount: count.describe('How many articles tell of it.') }))
      .describe('Operations that several articles of feeds tell of, the newest first: each has one set of hunts.'),
    proof: z.record(text, proofCounts).describe('By kind of SIEM: what running the queries on made rows showed.'),
    refused: texts.describe('Why nothing may be written; empty where the plan is safe.'),
    problems: z.array(problem),
  });
}

export const planJson = runSchema(change);
export const syncJson = runSchema({ ...change, ...applied }).extend({
  run: text
    .optional()
    .describe('What `huntsync undo` takes; absent where nothing was written, or nothing could be kept.'),
  runs: z.array(platformRuns).optional().describe('What the hunts found that `sync --run` ran afterwards.'),
});
export type RunJson = JsonOf<typeof syncJson>;

export const statusJson = z.strictObject({
  platforms: z.array(
    z.strictObject({
      ...platformKeys,
      managed: count.describe('Objects that carry our marker.'),
      huntsInUse: count.describe(
        'Hunts of which an object is in use, neither retired nor switched off on the platform; each once.',
      ),
      huntsRetired: count.describe('The other hunts of these objects.'),
    }),
  ),
});
export type StatusJson = JsonOf<typeof statusJson>;
