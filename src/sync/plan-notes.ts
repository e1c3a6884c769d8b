import { counted } from '../core/counted.ts';
import { oneLine, truncate } from '../core/text.ts';
import type { PlatformPlan } from './plan.ts';
import { huntKeyOf } from './retire.ts';

/** What a plan leaves to another platform, and what it can only run, one line each; at most so many hunts by name. */
export function planNotes({ leftTo, standby = [], tenantUntold, runOnly = [] }: PlatformPlan, limit: number): string[] {
  const lines = runOnly.slice(0, limit).map(({ name, reason }) => {
    return `. run only  ${truncate(oneLine(name), 110)}: ${oneLine(reason)}`;
  });
  if (runOnly.length > limit) lines.push(`. run only  … and ${runOnly.length - limit} more`);
  if (tenantUntold) lines.unshift(untoldLine(tenantUntold));
  if (leftTo) {
    const { keepers, huntCount, takenCount = 0, laterCount = 0 } = leftTo;
    const [names, isOne] = [keepers.join(', '), keepers.length === 1];
    const keeps = isOne ? 'it keeps' : 'they keep';
    const told =
      huntCount > 0 ? [`. left to ${names}  ${counted(huntCount, 'hunt')} that ${keeps} (policy.prefer)`] : [];
    const waiting = new Set(standby.map(({ wantedAs, key }) => huntKeyOf(wantedAs ?? key))).size;
    const [isToGet, takes, isSeen, has] = isOne
      ? ['it is to get', 'it does not take', 'it is', 'it is not seen to have']
      : ['they are to get', 'they do not take', 'they are', 'they are not all seen to have'];
    if (waiting > 0)
      told.push(`. stands by for ${names}  ${counted(waiting, 'hunt')} that ${isToGet}: what ${takes} is kept here`);
    if (takenCount > 0)
      told.push(`. kept for ${names}  ${counted(takenCount, 'hunt')} that ${has}; let go of once ${isSeen}`);
    if (laterCount > 0)
      told.push(
        `. let go of later  ${counted(laterCount, 'hunt')} that ${names} ${isOne ? 'has' : 'have'} too (policy.maxChangePercent)`,
      );
    lines.unshift(...told);
  }
  return lines;
}

/** Why hunts stay here although `policy.prefer` names another platform. */
export function untoldLine(names: readonly string[]): string {
  return `! nothing left to ${names.join(', ')}  whether it is of the same tenant cannot be told: give both a tenantId (policy.prefer)`;
}
