import { UsageError } from '../core/errors.ts';
import { sha256 } from '../core/hash.ts';
import type { PlatformPlan } from './plan.ts';
import { huntKeyOf } from './retire.ts';

/** The `index`-th (1-based) of `count` parts of all hunts, for several runs that share the work. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `2/5`. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (!index || !count || index > count) {
    throw new UsageError(
      `--shard ${text} is not a part of a whole.`,
      'Write I/N with I from 1 to N, such as --shard 1/3.',
    );
  }
  return { index, count };
}

/** All statements of a hunt are in the same shard. */
export function inShard(key: string, { index, count }: Shard): boolean {
  return Number.parseInt(sha256(huntKeyOf(key), 8), 16) % count === index - 1;
}

/**
 * The part of a plan that falls to a shard. The whole is planned first: objects are matched, schedules capped and
 * changes weighed against the limit over all hunts, whoever carries them out.
 */
export function onlyShard(plan: PlatformPlan, shard: Shard): PlatformPlan {
  const mine = <T extends { readonly key: string }>(items: readonly T[]) =>
    items.filter(({ key }) => inShard(key, shard));
  return {
    ...plan,
    changes: mine(plan.changes),
    ...(plan.standby ? { standby: mine(plan.standby) } : {}),
    drifts: mine(plan.drifts),
    clashes: mine(plan.clashes),
    rejects: mine(plan.rejects),
  };
}
