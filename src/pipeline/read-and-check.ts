import { NO_TRACE } from '../core/trace.ts';
import { type CheckHuntsOptions, checkHunts } from '../sync/check.ts';
import { proofsByKind } from '../sync/proofs.ts';
import { buildSharedRecords } from '../sync/records/shared.ts';
import { ageingOf } from '../sync/records/sync.ts';
import { contextOf, type ReadOptions, readDesired } from './desired.ts';
import { withoutArticleHunts, withoutContents } from './lean.ts';
import type { RunSyncOptions } from './options.ts';
import { CHECKING, READING } from './spans.ts';

/**
 * What a run goes on with: the hunts with their queries' verdicts, the articles' records, and of the rest as much as the platforms of this
 * run have to know. Nothing here outlives it that holds a whole article.
 */
export async function readAndCheck(
  readOptions: ReadOptions,
  check: CheckHuntsOptions & Pick<RunSyncOptions, 'siems'>,
  { config, sources, sinks = [], trace = NO_TRACE }: Pick<RunSyncOptions, 'config' | 'sources' | 'sinks' | 'trace'>,
  now: Date,
) {
  const { context, desired } = await trace
    .span('huntsync.read', () => readDesired(sources, readOptions), READING)
    .then((whole) => ({
      context: contextOf(whole, config.policy, now),
      desired: withoutArticleHunts(whole),
    }));
  const checked = await trace.span('huntsync.check', () => checkHunts(desired.hunts, check), CHECKING);
  return {
    context,
    desired: withoutContents({ ...desired, hunts: [] }),
    checked,
    proof: proofsByKind(checked, check.siems),
    shared: sinks.length === 0 ? undefined : buildSharedRecords(desired.merged, checked, ageingOf(context)),
  };
}
