import { counted } from '../core/counted.ts';
import type { DriftNote } from '../sync/plan.ts';
import { daysBetween } from '../sync/retire.ts';
import type { CoverageGap, CoverageLevel } from './coverage-matrix.ts';
import type { AgingHunt } from './retire-queue.ts';

/** How many rows a list of the weekly report has at most. */
export const SHOWN = 50;

export const LEVEL_WORDS: Readonly<Record<CoverageLevel, string>> = {
  proved: 'looked for, proved',
  covered: 'looked for',
  elsewhere: 'looked for by other articles',
  mentioned: 'mentioned only',
};

export const AGING_WORDS: Readonly<Record<AgingHunt['because'], string>> = {
  expired: 'its newest article is too old',
  aged: 'no new article of a feed calls for it',
  ended: 'its last indicator ends',
};

export const DRIFT_WORDS: Readonly<Record<DriftNote['decision'], string>> = {
  keep: 'the edit stays',
  overwrite: 'the next sync overwrites the edit',
  fail: 'not written until somebody decides',
};

/** What the report is called: of a week unless it goes further back, or less far. */
export function titleWords({ since, today }: { readonly since: string; readonly today: string }): string {
  return daysBetween(since, today) === 7 ? 'Hunts of the week' : `Hunts since ${since}`;
}

/** What is said of the widest gap. */
export function gapWords([gap]: readonly CoverageGap[], days: number | null): string {
  const span =
    days === null ? 'Of all articles (none is of the last 30 days)' : `Of the articles of the last ${days} days`;
  if (!gap) return `${span}, none mentions a technique that no hunt looks for.`;
  return `${span}, ${counted(gap.articles.length, 'mentions', 'mention')} it, and no hunt looks for it.`;
}
