import type { QueryLanguage } from '../quoting/languages.ts';
import type { ArticleHunt, Phase } from './article.ts';
import type { BriefingCode } from './codes.ts';
import { afterBlock, type Fence, openingOf, readFence } from './fences.ts';
import type { Grammar } from './grammar.ts';
import type { Report } from './lines.ts';
import { isMeta, isReference, type Meta, parseMeta, referencePhase } from './meta.ts';
import { safeLines } from './prose.ts';
import type { Section } from './sections.ts';
import { isStoredSearch, readStoredSearch } from './stored-search.ts';

/** What a section of hunts holds. */
export interface SectionHunts {
  readonly hunts: ArticleHunt[];
  /** One entry per reference to a shared template: its phase. Such a hunt has neither id nor query here. */
  readonly references: (Phase | null)[];
  /** Lines that are no part of a hunt. */
  readonly notes: string[];
}

/** A hunt while its lines are read. */
interface Draft {
  readonly title: string | null;
  readonly index: number;
  readonly meta: Meta | null;
  /** Curated and the oldest KEV hunts have no id line. */
  readonly idless: boolean;
  /** Texts by language id. */
  readonly queries: Map<string, string[]>;
  /** Its other lines, as written. */
  readonly notes: string[];
  /** The line that keeps what the queries were rendered of. */
  search?: string;
  /** A query of it was reported as unreadable. */
  lossy: boolean;
}

const TEMPLATES_TITLE = 'IOC-driven hunts (use shared templates)';

/** Reads `## Recommended hunts` (a hunt a `###` title) or one curated query section (one hunt). */
export function readHunts(lines: readonly string[], section: Section, grammar: Grammar, report: Report): SectionHunts {
  const hunts: ArticleHunt[] = [];
  const notes: string[] = [];
  const references: (Phase | null)[] = [];
  let draft = section.kind === 'query' ? newDraft(section.start, section.title, null, true) : undefined;

  /** A label whose language has had no fence since. */
  let label: { readonly language: QueryLanguage; readonly index: number } | undefined;

  const reportEmptyLabel = (): void => {
    if (!label) return;
    const message = `No query in ${label.language.title} could be read below this label.`;
    report(label.index, 'label-without-query', message);
    label = undefined;
  };
  const next = (following?: Draft): void => {
    reportEmptyLabel();
    const finished = draft ? finish(draft, report) : [];
    hunts.push(...finished);
    // Without a query it is no hunt; what it says is kept as the article's.
    if (draft && finished.length === 0) append(notes, [draft.title ?? '', ...draft.notes]);
    draft = following;
  };
  for (let i = section.start + 1; i < section.end; i += 1) {
    const line = lines[i] ?? '';
    const fence = readFence(lines, i, grammar);
    const labelled = grammar.labelOf(line);
    if (fence) {
      draft ??= newDraft(i, null, null, false);
      if (label?.language === fence.language) label = undefined;
      takeQuery(fence, i, draft, report);
      i = fence.end - 1;
    } else if (line.startsWith('### ') && section.kind === 'hunts') {
      const title = grammar.queryTitle(line.slice(4));
      next(newDraft(i, title ?? line.slice(4), null, title !== null));
    } else if (isMeta(line) && section.kind === 'hunts') {
      const meta = parseMeta(line, i, report);
      const startsAnother = draft === undefined || draft.meta !== null || draft.queries.size > 0;
      if (draft && !startsAnother) draft = { ...draft, meta };
      else next(newDraft(i, null, meta, false));
    } else if (labelled) {
      reportEmptyLabel();
      label = { language: labelled, index: i };
    } else if (draft && isStoredSearch(line)) {
      draft.search ??= line;
    } else if (isReference(line)) {
      references.push(referencePhase(line, i, report));
      (draft?.notes ?? notes).push(line);
    } else {
      const after = skipBlock(lines, i, grammar, report);
      append(draft?.notes ?? notes, lines.slice(i, after));
      i = after - 1;
    }
  }
  next();
  return { hunts, references, notes };
}

/** Not `push(...more)`: an untrusted list may be longer than the maximum number of arguments. */
function append(list: string[], more: readonly string[]): void {
  for (const line of more) list.push(line);
}

function newDraft(index: number, title: string | null, meta: Meta | null, idless: boolean): Draft {
  return { title, index, meta, idless, queries: new Map(), notes: [], lossy: false };
}

/** Takes the query that opens at `start` into the draft. */
function takeQuery({ language, text, state }: Fence, start: number, draft: Draft, report: Report): void {
  const refuse = (code: BriefingCode, message: string): void => {
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
    const known = draft.queries.get(language.id) ?? [];
    if (known.length > 0) {
      const message = `This hunt already has a query in ${language.title}; a second hunt of its title is read.`;
      report(start, 'repeated-query', message);
    }
    draft.queries.set(language.id, [...known, text]);
  }
}

/** The index after the line, or after the fenced block in no query language that it opens. */
function skipBlock(lines: readonly string[], start: number, grammar: Grammar, report: Report): number {
  const opening = openingOf(lines[start] ?? '');
  if (opening === null) return start + 1;
  if (opening.info === '') {
    report(start, 'stray-fence', 'This fence closes nothing: the line that opened it may be missing.');
    return start + 1;
  }
  const fences = grammar.languages.map((language) => `\`\`\`${language.fences[0]}`).join(' or ');
  report(start, 'unknown-language', `Queries are fenced as ${fences}; this one is not read.`);
  return afterBlock(lines, start, grammar);
}

function finish(draft: Draft, report: Report): ArticleHunt[] {
  const { title, index, meta, queries } = draft;
  if (queries.size === 0) {
    if (!draft.lossy && title !== TEMPLATES_TITLE) report(index, 'hunt-without-query', 'This hunt has no query.');
    return [];
  }
  if (!title?.trim()) report(index, 'missing-hunt-title', 'This hunt has no "### title" line.');
  if (!meta && !draft.idless) report(index, 'missing-hunt-id', 'This hunt has no "`ID` · phase: **…**" line.');
  const notes = safeLines([...(meta?.more ? [meta.more] : []), ...draft.notes]);
  const count = Math.max(...[...queries.values()].map((texts) => texts.length));
  return Array.from({ length: count }, (_, n) => {
    const own = Object.fromEntries(
      [...queries].flatMap(([language, texts]) => (texts[n] === undefined ? [] : [[language, texts[n]]])),
    );
    const search = readStoredSearch(draft.search, own);
    return {
      title: title?.trim() ? title : (meta?.useCase ?? 'Untitled hunt'),
      useCase: meta?.useCase ?? null,
      phase: meta?.phase ?? null,
      confidence: meta?.confidence ?? null,
      ...(notes.length === 0 ? {} : { notes }),
      queries: own,
      ...(search === undefined ? {} : { search }),
    };
  });
}
