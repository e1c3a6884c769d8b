import { readFence } from './fences.ts';
import type { Grammar } from './grammar.ts';
import { headingKind, type SectionKind } from './headings.ts';
import type { Report } from './lines.ts';
import { isMeta } from './meta.ts';

/** A part of a briefing, from its heading to the next. */
export interface Section {
  readonly kind: SectionKind;
  /** Index of the heading. */
  readonly start: number;
  /** Index after the last line. */
  readonly end: number;
  /** Of a `query` section. */
  readonly title: string | null;
}

export interface Layout {
  /** An analyst's overlay: prose that may hold anything. */
  readonly curated: boolean;
  /** A catalogue entry, which ends in the raw source text. */
  readonly kev: boolean;
}

const HOLDS_QUERIES: ReadonlySet<SectionKind> = new Set(['hunts', 'query', 'templates']);

/**
 * Cuts a briefing at its known headings. Fences count only where hunts are: an article's excerpt is cut at a fixed
 * length and may leave one open.
 */
export function findSections(lines: readonly string[], layout: Layout, grammar: Grammar, report: Report): Section[] {
  const starts: Omit<Section, 'end'>[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const within = starts.at(-1)?.kind;
    const fence = within && HOLDS_QUERIES.has(within) ? readFence(lines, i, grammar) : null;
    if (fence) {
      i = fence.end - 1;
      continue;
    }
    const kind = headingKind(line, grammar);
    if (kind === 'body' && !layout.kev) continue;
    if (kind) starts.push({ kind, start: i, title: grammar.queryTitle(line.slice(3)) });
    else if (within && mayHoldStrayHunts(within, layout) && isHuntTitle(lines, i)) {
      report(i, 'missing-heading', 'Hunts begin here without "## Recommended hunts" above them.');
      starts.push({ kind: 'hunts', start: i - 1, title: null });
    }
    if (kind === 'body') break;
  }
  const sections = starts.map((section, n) => ({ ...section, end: starts[n + 1]?.start ?? lines.length }));
  return layout.curated ? sections : withoutQuotedSections(sections, report);
}

function mayHoldStrayHunts(kind: SectionKind, layout: Layout): boolean {
  return !layout.curated && kind !== 'profile' && !HOLDS_QUERIES.has(kind);
}

function isHuntTitle(lines: readonly string[], index: number): boolean {
  if (!lines[index]?.startsWith('### ')) return false;
  const next = lines.slice(index + 1, index + 4).find((line) => line.trim() !== '');
  return next !== undefined && isMeta(next);
}

/**
 * An excerpt is untrusted text and may imitate sections, hunts included. The writer puts its own sections after the excerpt, in a
 * fixed order, so everything between the profile and the last indicators section that is followed by hunts is excerpt.
 */
function withoutQuotedSections(sections: readonly Section[], report: Report): Section[] {
  const lastHunts = sections.findLastIndex(({ kind }) => kind === 'hunts');
  const own = sections.findLastIndex(({ kind }, n) => kind === 'indicators' && n < lastHunts);
  const profile = sections.findIndex(({ kind }) => kind === 'profile');
  for (const { start } of sections.slice(profile + 1, Math.max(own, 0))) {
    report(
      start,
      'quoted-section',
      'The own sections of the briefing begin below; this one counts as text of the article.',
    );
  }
  return sections.filter((_, n) => n <= profile || n >= own);
}
