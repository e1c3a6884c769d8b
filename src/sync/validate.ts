import pLimit from 'p-limit';
import type { PlatformPlan, RejectNote } from './plan.ts';
import type { Platform } from './platform.ts';
import type { Change } from './types.ts';

/**
 * The plan without the changes whose query the platform's own parser refuses. Only queries that would be written are checked.
 * Throws PlatformError if the parser cannot be reached.
 */
export async function askParser(
  platform: Platform,
  plan: PlatformPlan,
  options: { readonly concurrency: number; readonly signal?: AbortSignal | undefined },
): Promise<PlatformPlan> {
  const ask = platform.validate?.bind(platform);
  if (!ask) return plan;
  const limit = pLimit(options.concurrency);
  const verdicts = await Promise.all(
    plan.changes.map((change) =>
      limit(async (): Promise<RejectNote | Change> => {
        const query = newQuery(platform, change);
        const problems = query === undefined ? [] : await ask(query, options.signal);
        return problems.length > 0 ? { key: change.key, name: change.name, problems } : change;
      }),
    ),
  );
  const isChange = (entry: RejectNote | Change): entry is Change => 'op' in entry;
  const standby = await Promise.all(
    (plan.standby ?? []).map((change) =>
      limit(async () => {
        const query = newQuery(platform, change);
        return query === undefined || (await ask(query, options.signal)).length === 0 ? [change] : [];
      }),
    ),
  );
  return {
    ...plan,
    ...(plan.standby ? { standby: standby.flat() } : {}),
    changes: verdicts.filter(isChange),
    rejects: [...plan.rejects, ...verdicts.filter((entry): entry is RejectNote => !isChange(entry))],
  };
}

function newQuery({ queryField }: Platform, { op, fields, after }: Change): string | undefined {
  const isNew = (op === 'create' || op === 'update') && fields.some(({ field }) => field === queryField);
  return isNew ? after?.fields[queryField] : undefined;
}
