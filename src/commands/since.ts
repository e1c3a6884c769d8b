import { UsageError } from '../core/errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The beginning of a window (`30d`, `12h`, `4w`) as ISO 8601, which every platform takes. Throws UsageError. */
export function sinceOf(text: string, now: Date): string {
  const [, count, unit = ''] = /^(\d+)\s*([mhdw])$/.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  if (!(ms > 0 && ms < now.getTime())) {
    throw new UsageError(`--since ${text} is not a time.`, 'Write a number and a unit, such as 30d, 12h or 4w.');
  }
  return new Date(now.getTime() - ms).toISOString();
}
