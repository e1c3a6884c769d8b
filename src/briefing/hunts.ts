import type { ArticleHunt, Phase } from './article.ts';
import { isOpening, type QueryLanguage, readFence } from './fences.ts';
import { queryTitle } from './headings.ts';
import type { Report } from './lines.ts';
import { isMeta, isReference, type Meta, parseMeta, referencePhase } from './meta.ts';
import type { Section } from './sections.ts';

/** What a section of hunts holds. */
export interface SectionHunts {
  readonly hunts: ArticleHunt[];
  /** One entry a reference to a shared template: its phase. Such a hunt has neither id nor query here. */
  readonly references: (Phase | null)[];
}

/** A hunt while its lines are read. */
interface Draft {
  readonly title: string | null;
  readonly index: number;
  readonly meta: Meta | null;
  /** Curated and the oldest KEV hunts have no id line. */
  readonly idless: boolean;
  readonly queries: Record<QueryLanguage, string[]>;
  /** A query of it was reported as unreadable. */
  lossy: boolean;
}

const TEMPLATES_TITLE = 'IOC-driven hunts (use shared templates)';
const OTHER_FENCE = /^```[^`\s]+\s*$/;

/** Reads `## Recommended hunts` (a hunt a `###` title) or one curated query section (one hunt). */
export function readHunts(lines: readonly string[], section: Section, report: Report): SectionHunts {
  const hunts: ArticleHunt[] = [];
  const references: (Phase | null)[] = [];
  let draft = section.kind === 'query' ? newDraft(section.start, section.title, null, true) : undefined;
  let inOtherFence = false;

  const next = (following?: Draft): void => {
    if (draft) hunts.push(...finish(draft, report));
    draft = following;
  };
  for (let i = section.start + 1; i < section.end; i += 1) {
    const line = lines[i] ?? '';
    if (isOpening(line)) {
      draft ??= newDraft(i, null, null, false);
      i = takeQuery(lines, i, draft, report) - 1;
    } else if (line.startsWith('### ') && section.kind === 'hunts') {
      const title = queryTitle(line.slice(4));
      next(newDraft(i, title ?? line.slice(4), null, title !== null));
    } else if (isMeta(line) && section.kind === 'hunts') {
      const meta = parseMeta(line, i, report);
      const startsAnother = draft === undefined || draft.meta !== null || hasQueries(draft);
      if (draft && !startsAnother) draft = { ...draft, meta };
      else next(newDraft(i, null, meta, false));
    } else if (isReference(line)) {
      references.push(referencePhase(line, i, report));
    } else if (OTHER_FENCE.test(line)) {
      inOtherFence = true;
      report(i, 'unknown-language', 'Queries are fenced as ```spl or ```kql; this one is not read.');
    } else if (line === '```') {
      if (!inOtherFence) report(i, 'stray-fence', 'This fence closes nothing: the line that opened it may be missing.');
      inOtherFence = false;
    }
  }
  next();
  return { hunts, references };
}

function newDraft(index: number, title: string | null, meta: Meta | null, idless: boolean): Draft {
  return { title, index, meta, idless, queries: { spl: [], kql: [] }, lossy: false };
}

function hasQueries({ queries }: Draft): boolean {
  return queries.spl.length + queries.kql.length > 0;
}

/** Reads the query that opens at `start` into the draft; returns the index after it. */
function takeQuery(lines: readonly string[], start: number, draft: Draft, report: Report): number {
  const { language, text, end, state } = readFence(lines, start);
  const refuse = (code: string, message: string): void => {
    draft.lossy = true;
    report(start, code, message);
  };
  // A query without its end may match far more than the whole one did, so it is not taken.
  if (state === 'cut') refuse('cut-off', 'The file ends inside this query, which is left out.');
  else if (text.trim() === '') refuse('empty-query', 'There is no query between the fences.');
  else {
    if (state === 'open') {
      report(start, 'unclosed-fence', 'The closing fence is missing; the query ends where the next part begins.');
    }
    if (draft.queries[language].length > 0) {
      report(start, 'repeated-query', `This hunt already has a ${language} query; a second hunt of its title is read.`);
    }
    draft.queries[language].push(text);
  }
  return end;
}

function finish(draft: Draft, report: Report): ArticleHunt[] {
  const { title, index, meta, queries } = draft;
  if (!hasQueries(draft)) {
    if (!draft.lossy && title !== TEMPLATES_TITLE) report(index, 'hunt-without-query', 'This hunt has no query.');
    return [];
  }
  if (!title?.trim()) report(index, 'missing-hunt-title', 'This hunt has no "### title" line.');
  if (!meta && !draft.idless) report(index, 'missing-hunt-id', 'This hunt has no "`ID` · phase: **…**" line.');
  const count = Math.max(queries.spl.length, queries.kql.length);
  return Array.from({ length: count }, (_, n) => ({
    title: title?.trim() ? title : (meta?.useCase ?? 'Untitled hunt'),
    useCase: meta?.useCase ?? null,
    phase: meta?.phase ?? null,
    confidence: meta?.confidence ?? null,
    spl: queries.spl[n] ?? null,
    kql: queries.kql[n] ?? null,
  }));
}
