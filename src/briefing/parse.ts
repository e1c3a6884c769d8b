import type { Problem } from '../core/problem.ts';
import type { LanguageOptions } from '../quoting/languages.ts';
import type { BriefingDocument } from '../sources/source.ts';
import type { Article, Dialect } from './article.ts';
import { checkClosing } from './closing.ts';
import { type Content, readContent } from './content.ts';
import { queryOpening } from './fences.ts';
import { type Grammar, grammarOf } from './grammar.ts';
import { type Header, readHeader } from './header.ts';
import type { SectionKind } from './headings.ts';
import { articleId } from './identity.ts';
import { createReport, type Report, splitLines } from './lines.ts';
import { findSections, type Layout, type Section } from './sections.ts';
import { readProse, withSentences } from './told.ts';

/**
 * Reads a briefing: markdown by position, line by line, in one of five dialects.
 *
 *     [<!-- curated:true -->]            curated, curated-hybrid
 *     # [SEV] title
 *     **Source:** … **Published:** … **Article:** …      a line each, any order
 *     ## Threat Profile                  the article's own text, cut anywhere: nothing in it is structure
 *     ## Indicators of Compromise …      - **SHA256:** `…`            or  - CVE-… — note
 *     ## Retracted indicators            the same bullets: what the article takes back
 *     ## MITRE ATT&CK …                  - **T1234** — Name           or  - **T1234 — Name** (note)
 *     ## Kill chain phases observed      c2, exploit
 *     ## Observables                     - **scheduledTask** (attacker): `…`
 *     ## Recommended hunts               ### title / `ID` · phase: **p** · confidence: **c** / a fence for each language
 *     ## <language> — title              curated: a section a query
 *     ## Why this matters                … **SEV** based on: …, N use case(s) fired, M technique(s) inferred
 *     ## Source body                     kev, kev-v1: the article's own text, to the end of the file
 *
 * Never throws: what cannot be read is in `problems`, with its line, and the rest is read all the same.
 */
export function parseBriefing(
  document: BriefingDocument,
  origin: string,
  { languages }: LanguageOptions = {},
): Article {
  const grammar = grammarOf(languages);
  const problems: Problem[] = [];
  const report = createReport(document.path, problems);
  const lines = splitLines(document.text);
  const header = readHeader(lines, document.path, grammar, report);
  const layout = { curated: header.curated, kev: !header.curated && isCatalogueEntry(lines, header) };
  const sections = findSections(lines, layout, grammar, report);
  const content = readContent(lines, sections, layout, grammar, report);
  const dialect = dialectOf(layout, sections, content);
  reportMissingSections(lines, sections, layout, report);
  reportStrayQueries(lines, sections, grammar, report);
  for (const { start, end } of sections.filter(({ kind }) => kind === 'why')) {
    const counts = { ...content.counts, severity: dialect === 'curated-hybrid' ? null : header.severity };
    for (let i = start; i < end; i += 1) checkClosing(lines[i] ?? '', i, counts, report);
  }
  const { severity, title, sources, published, url } = header;
  const { techniques, phases, indicators, observables } = content;
  const prose = readProse(lines, sections, content.huntNotes, grammar, header.itemId !== undefined);
  return {
    id: header.itemId ?? articleId(url, title),
    ...(header.itemId === undefined ? {} : { itemId: header.itemId }),
    ...(header.partOf === undefined ? {} : { partOf: header.partOf }),
    path: document.path,
    origin,
    dialect,
    severity,
    title,
    sources,
    published,
    url,
    techniques,
    phases,
    indicators,
    ...(observables === undefined ? {} : { observables }),
    hunts: withSentences(content.hunts, prose),
    prose,
    ...(header.names === undefined ? {} : { names: header.names }),
    ...(content.retracts.length === 0 ? {} : { retracts: content.retracts }),
    ...(header.noThreat === undefined ? {} : { noThreat: header.noThreat }),
    problems: problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  };
}

/**
 * Is it an entry of CISA's catalogue? Two of three signs decide: its source, its raw text at the end, and that it declares
 * no phases. One alone could stand in an article's own text.
 */
function isCatalogueEntry(lines: readonly string[], header: Header): boolean {
  const signs = [
    header.sources.includes('CISA KEV'),
    lines.some((line) => line.trimEnd() === '## Source body'),
    !lines.some((line) => line.trimEnd() === '## Kill chain phases observed'),
  ];
  return signs.filter(Boolean).length >= 2;
}

function dialectOf(layout: Layout, sections: readonly Section[], content: Content): Dialect {
  if (layout.curated) return sections.some(({ kind }) => kind === 'hunts') ? 'curated-hybrid' : 'curated';
  if (!layout.kev) return 'auto';
  return content.hunts.length > 0 ? 'kev-v1' : 'kev';
}

/** The writers always emit these: a missing one was lost, most likely with the end of the file. */
function reportMissingSections(
  lines: readonly string[],
  sections: readonly Section[],
  layout: Layout,
  report: Report,
): void {
  const last = Math.max(
    0,
    lines.findLastIndex((line) => line !== ''),
  );
  const needed: readonly SectionKind[] = layout.curated ? ['why'] : ['indicators', 'techniques', 'hunts', 'why'];
  for (const kind of needed.filter((kind) => !sections.some((section) => section.kind === kind))) {
    report(last, 'missing-section', `The briefing has no section of ${kind}.`);
  }
}

/** Queries stand under hunts only; one elsewhere is not read. The article's own text may hold any. */
function reportStrayQueries(
  lines: readonly string[],
  sections: readonly Section[],
  grammar: Grammar,
  report: Report,
): void {
  for (const { kind, start, end } of sections) {
    if (!['indicators', 'techniques', 'phases', 'observables', 'actions', 'why'].includes(kind)) continue;
    for (let i = start; i < end; i += 1) {
      if (queryOpening(lines[i] ?? '', grammar))
        report(i, 'stray-query', 'This query stands outside the hunts and is not read.');
    }
  }
}
