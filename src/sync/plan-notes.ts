import { oneLine, truncate } from '../core/text.ts';
import type { PlatformPlan } from './plan.ts';

/** What a plan leaves to another platform, and what it can only run, one line each; at most so many hunts by name. */
export function planNotes({ leftTo, tenantUntold, runOnly = [] }: PlatformPlan, limit: number): string[] {
  const lines = runOnly.slice(0, limit).map(({ name, reason }) => {
    return `. run only  ${truncate(oneLine(name), 110)}: ${oneLine(reason)}`;
  });
  if (runOnly.length > limit) lines.push(`. run only  … and ${runOnly.length - limit} more`);
  if (tenantUntold) lines.unshift(untoldLine(tenantUntold));
  if (leftTo) {
    const { keepers, huntCount } = leftTo;
    const hunts = huntCount === 1 ? '1 hunt' : `${huntCount} hunts`;
    const keeps = keepers.length === 1 ? 'it keeps' : 'they keep';
    lines.unshift(`. left to ${keepers.join(', ')}  ${hunts} that ${keeps} (policy.prefer)`);
  }
  return lines;
}

/** Why hunts stay here although `policy.prefer` names another platform. */
export function untoldLine(names: readonly string[]): string {
  return `! nothing left to ${names.join(', ')}  whether it is of the same tenant cannot be told: give both a tenantId (policy.prefer)`;
}
