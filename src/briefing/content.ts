import type { Article, ArticleHunt, ArticleObservable, Indicator, Phase, Technique } from './article.ts';
import type { Counts } from './closing.ts';
import type { Grammar } from './grammar.ts';
import { readHunts } from './hunts.ts';
import { readIndicators } from './indicators.ts';
import type { Report } from './lines.ts';
import { readObservables } from './observables.ts';
import { readPhases } from './phases.ts';
import type { Layout, Section } from './sections.ts';
import { readTechniques } from './techniques.ts';

/** What the sections of a briefing hold, and what the closing sentence should count. */
export interface Content extends Pick<Article, 'techniques' | 'phases' | 'indicators' | 'hunts' | 'observables'> {
  readonly retracts: readonly Indicator[];
  readonly counts: Omit<Counts, 'severity'>;
  /** Lines of the sections of hunts that belong to no hunt. */
  readonly huntNotes: readonly string[];
}

/** Reads every section, in file order. */
export function readContent(
  lines: readonly string[],
  sections: readonly Section[],
  layout: Layout,
  grammar: Grammar,
  report: Report,
): Content {
  const indicators: Indicator[] = [];
  const retracts: Indicator[] = [];
  const techniques: Technique[] = [];
  const phases: (Phase | null)[] = [];
  const hunts: ArticleHunt[] = [];
  const huntNotes: string[] = [];
  const observables: ArticleObservable[] = [];
  let techniqueLines = 0;
  let useCases = 0;
  for (const section of sections) {
    if (section.kind === 'indicators') append(indicators, readIndicators(lines, section, layout.curated, report));
    if (section.kind === 'retracted') append(retracts, readIndicators(lines, section, layout.curated, report));
    if (section.kind === 'observables') append(observables, readObservables(lines, section, report));
    if (section.kind === 'phases') append(phases, readPhases(lines, section, report));
    if (section.kind === 'techniques') {
      const read = readTechniques(lines, section, report);
      append(techniques, read.flat());
      // A hybrid has two such sections; its closing sentence counts the second.
      techniqueLines = read.length;
    }
    if (section.kind === 'hunts' || section.kind === 'query' || section.kind === 'templates') {
      const read = readHunts(lines, section, grammar, report);
      append(hunts, read.hunts);
      append(huntNotes, read.notes);
      append(phases, read.references);
      append(
        phases,
        read.hunts.map((hunt) => hunt.phase),
      );
      if (section.kind === 'hunts') useCases += read.hunts.length + read.references.length;
    }
  }
  const cves = indicators.filter(({ type }) => type === 'cve').length;
  return {
    techniques: uniqueBy(techniques, ({ id }) => id),
    phases: [...new Set(phases.filter((phase) => phase !== null))].sort(),
    indicators: uniqueBy(indicators, indicatorKey),
    retracts: uniqueBy(retracts, indicatorKey),
    hunts,
    huntNotes,
    ...(observables.length > 0 ? { observables } : {}),
    counts: { useCases, techniques: techniqueLines, cves, otherIndicators: indicators.length - cves },
  };
}

function indicatorKey({ type, value }: Indicator): string {
  return `${type} ${type === 'url' ? value : value.toLowerCase()}`;
}

/** Not `push(...more)`: an untrusted list may be longer than the maximum number of arguments. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const item of more) list.push(item);
}

/** The first of each key, in order. */
function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}
