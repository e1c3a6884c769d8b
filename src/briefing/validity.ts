import type { IndicatorDays } from '../config/indicator-days.ts';
import type { IndicatorType } from './article.ts';

/** The last day (`YYYY-MM-DD`) on which an indicator holds whose newest article is of `published`; null where it never ends or is undated. */
export function validUntil(type: IndicatorType, published: string | null, days: IndicatorDays): string | null {
  const own = days[type];
  const from = published === null ? Number.NaN : Date.parse(`${published}T00:00:00Z`);
  if (own === undefined || own === 'off' || Number.isNaN(from)) return null;
  return new Date(from + own * 86_400_000).toISOString().slice(0, 10);
}

/** Is the last day past? Never where no day is known. */
export function isOver(until: string | null, today: string | undefined): boolean {
  return until !== null && today !== undefined && until < today;
}
