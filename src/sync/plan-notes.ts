import { oneLine, truncate } from '../core/text.ts';
import type { PlatformPlan } from './plan.ts';

/** What a plan leaves to another platform, and what it can only run, one line each; at most so many hunts by name. */
export function planNotes({ leftTo, runOnly = [] }: PlatformPlan, limit: number): string[] {
  const lines = runOnly.slice(0, limit).map(({ name, reason }) => {
    return `. run only  ${truncate(oneLine(name), 110)}: ${oneLine(reason)}`;
  });
  if (runOnly.length > limit) lines.push(`. run only  … and ${runOnly.length - limit} more`);
  if (leftTo) lines.unshift(`. left to ${leftTo.preferred}  ${leftTo.huntCount} hunts that it keeps (policy.prefer)`);
  return lines;
}
