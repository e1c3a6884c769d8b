import { compareText } from '../core/compare.ts';
import type { MergedArticle } from '../hunts/merge.ts';
import { attackTechnique, currentTechniqueId } from '../knowledge/attack.ts';
import { SEVERITIES, type Severity } from '../knowledge/vocabulary.ts';
import { proofOf } from '../sync/proofs.ts';
import { type CheckedHunt, queriesFor } from '../sync/query.ts';
import { daysBetween } from '../sync/retire.ts';

/**
 * How far a technique that an article tells of, or that its hunts look for, is covered. `proved`: a hunt of the article looks for it, and some
 * row was seen to make it hit; `covered`: a hunt of the article looks for it; `elsewhere`: only hunts of other articles do; `mentioned`: none does.
 */
export const COVERAGE_LEVELS = ['proved', 'covered', 'elsewhere', 'mentioned'] as const;
export type CoverageLevel = (typeof COVERAGE_LEVELS)[number];

export interface CoverageCell {
  /** ATT&CK id, as it is now. */
  readonly technique: string;
  readonly name: string;
  readonly level: CoverageLevel;
}

/** One article with its techniques. */
export interface CoverageRow {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** `YYYY-MM-DD` or null. */
  readonly published: string | null;
  readonly severity: Severity;
  /** Sorted by technique. */
  readonly cells: readonly CoverageCell[];
}

/** A technique that articles tell of and no hunt looks for. */
export interface CoverageGap {
  readonly technique: string;
  readonly name: string;
  /** The articles that tell of it, newest first. */
  readonly articles: readonly Pick<CoverageRow, 'id' | 'title' | 'severity' | 'published'>[];
}

/**
 * What each article tells of and what is looked for, newest article first. A hunt counts where one of its queries for these kinds of SIEM may
 * be pushed. Articles without techniques are left out, and so are ids that ATT&CK never had or has deprecated. Pure.
 */
export function coverageMatrix(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  kinds: readonly string[],
): CoverageRow[] {
  const counted = hunts.flatMap((checked) => {
    const queries = kinds.flatMap((kind) => queriesFor(checked, kind)).filter(({ verdict }) => verdict !== 'rejected');
    return queries.length > 0 ? [{ hunt: checked.hunt, proved: proofOf(queries)?.verdict === 'proved' }] : [];
  });
  const anywhere = new Set(counted.flatMap(({ hunt }) => hunt.techniques.map(currentTechniqueId)));
  const levels = new Map<string, Map<string, CoverageLevel>>();
  for (const { hunt, proved } of counted) {
    for (const { id } of hunt.articles) {
      const own = levels.get(id) ?? new Map<string, CoverageLevel>();
      levels.set(id, own);
      for (const technique of hunt.techniques.map(currentTechniqueId)) {
        if (proved || !own.has(technique)) own.set(technique, proved ? 'proved' : 'covered');
      }
    }
  }
  return [...articles]
    .sort(
      ({ article: a }, { article: b }) => compareText(b.published ?? '', a.published ?? '') || compareText(a.id, b.id),
    )
    .flatMap(({ article: { id, title, url, published, severity, techniques } }) => {
      const own = new Map(levels.get(id));
      for (const technique of techniques.map((one) => currentTechniqueId(one.id))) {
        if (!own.has(technique)) own.set(technique, anywhere.has(technique) ? 'elsewhere' : 'mentioned');
      }
      const cells = [...own]
        .sort(([a], [b]) => compareText(a, b))
        .flatMap(([technique, level]) => {
          const known = attackTechnique(technique);
          return known?.status === 'current' ? [{ technique, name: known.name, level }] : [];
        });
      return cells.length > 0 ? [{ id, title, url, published, severity, cells }] : [];
    });
}

const WEIGHT: Readonly<Record<Severity, number>> = { CRIT: 8, HIGH: 4, MED: 2, LOW: 1 };

/**
 * The techniques that no hunt looks for, by how many articles of the last `days` tell of them and how severe these are, the widest gap first.
 * Undated articles do not count.
 */
export function coverageGaps(rows: readonly CoverageRow[], today: string, days: number): CoverageGap[] {
  const recent = rows.filter(({ published }) => published !== null && daysBetween(published, today) <= days);
  const found = new Map<string, { name: string; articles: CoverageRow[] }>();
  for (const row of recent) {
    for (const { technique, name, level } of row.cells) {
      if (level !== 'mentioned') continue;
      const gap = found.get(technique) ?? { name, articles: [] };
      found.set(technique, gap);
      gap.articles.push(row);
    }
  }
  const weightOf = (articles: readonly CoverageRow[]) =>
    articles.reduce((sum, { severity }) => sum + WEIGHT[severity], 0);
  return [...found]
    .sort(([a, x], [b, y]) => weightOf(y.articles) - weightOf(x.articles) || compareText(a, b))
    .map(([technique, { name, articles }]) => ({
      technique,
      name,
      articles: [...articles]
        .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
        .map(({ id, title, severity, published }) => ({ id, title, severity, published })),
    }));
}

/** How many cells of each level some rows have. */
export function countLevels(rows: readonly CoverageRow[]): Record<CoverageLevel, number> {
  const counts = { proved: 0, covered: 0, elsewhere: 0, mentioned: 0 };
  for (const { cells } of rows) for (const { level } of cells) counts[level] += 1;
  return counts;
}
