import { compareText } from '../../core/compare.ts';
import { linkable } from '../../core/text.ts';
import { attackTechnique } from '../../knowledge/attack.ts';
import { SEVERITIES, type Severity } from '../../knowledge/vocabulary.ts';
import type { HuntRecord, Own } from '../../sync/records/types.ts';
import { textList } from '../../sync/records/values.ts';
import type {
  ArticleRefView,
  HuntRef,
  HuntView,
  IndicatorRef,
  Mark,
  PlaceView,
  TechniqueRef,
  UncoveredView,
} from '../model.ts';
import { runMarks } from './runs.ts';

type Row = Own<HuntRecord>;

/** The way from a hunt to what it is linked with. */
export interface HuntLinks {
  article(id: string): ArticleRefView | undefined;
  /** Why an article matters, in its words. */
  whyOf(id: string): readonly string[];
  /** Indicators that its query names. */
  indicators(key: string): readonly IndicatorRef[];
}

/** One hunt, of the row that tells most of it and its state on every platform. */
export function huntView(row: Row, places: readonly PlaceView[], links: HuntLinks): HuntView {
  const callers = textList(row.article_ids).flatMap((id) => links.article(id) ?? []);
  return {
    key: row.hunt_key,
    title: row.hunt_title,
    severity: row.severity,
    confidence: row.confidence,
    phase: row.phase,
    techniques: techniqueRefs(row.techniques),
    mentions: techniqueRefs(row.mentions),
    tactics: textList(row.tactics),
    why: row.why ?? '',
    articleWhy: links.whyOf(textList(row.article_ids)[0] ?? ''),
    callers: callers.length > 0 ? callers : unknownCallers(row),
    campaign: row.campaign_id ? { id: row.campaign_id, title: row.campaign } : null,
    indicators: links.indicators(row.hunt_key),
    triage: textList(row.triage),
    falsePositives: textList(row.false_positives),
    references: textList(row.references),
    doesNotCover: uncoveredViews(places),
    notes: textList(row.notes),
    sources: textList(row.sources),
    published: row.published ?? null,
    marks: marksOf(places),
    places,
  };
}

/** What the queries in each language do not find, once. */
function uncoveredViews(places: readonly PlaceView[]): UncoveredView[] {
  const running = places.filter(({ state }) => state !== 'no query');
  const languages = new Set(running.map(({ language }) => language));
  const found = new Map<string, Set<string>>();
  for (const { language, doesNotCover } of running) {
    for (const text of doesNotCover) found.set(text, (found.get(text) ?? new Set()).add(language));
  }
  return [...found].map(([text, where]) => ({ text, only: where.size === languages.size ? [] : [...where] }));
}

/** Of articles that are known by name only. */
function unknownCallers({ article_title, article_url, published }: Row): ArticleRefView[] {
  if (article_title === '') return [];
  return [{ id: '', title: article_title, published, publishers: [], url: linkable(article_url) }];
}

/** Ids with their names in ATT&CK; an id that it does not have names itself. */
export function techniqueRefs(ids: unknown): TechniqueRef[] {
  return textList(ids).map((id) => ({ id, name: attackTechnique(id)?.name ?? '' }));
}

const ORDER: readonly Mark[] = [
  'new hits',
  'hits',
  'noisy',
  'drift',
  'failing',
  'slow',
  'blind',
  'rejected',
  'held',
  'run only',
  'new',
  'in use',
  'retired',
  'quiet',
];

/** What is to be known of a hunt at a glance, the weightiest first. A state that another platform makes up for is left out. */
function marksOf(places: readonly PlaceView[]): Mark[] {
  const marks = new Set<Mark>(
    places.flatMap(({ state, drift, run }) => [
      ...(state === 'no query' ? [] : [state]),
      ...(drift.length > 0 ? (['drift'] as const) : []),
      ...runMarks(run),
    ]),
  );
  if (marks.size === 0) return ['no query'];
  return ORDER.filter((mark) => marks.has(mark));
}

export function huntRef({ key, title, severity, marks }: HuntView): HuntRef {
  return { id: key, title, severity, marks };
}

/** The most severe first, then the newest. */
export function bySeverityAndDay(
  a: { readonly severity: Severity; readonly published: string | null; readonly title: string },
  b: { readonly severity: Severity; readonly published: string | null; readonly title: string },
): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    compareText(b.published ?? '', a.published ?? '') ||
    compareText(a.title, b.title)
  );
}
