import type { Article } from '../briefing/article.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { tacticsOf } from '../knowledge/attack.ts';
import { useCaseFacts } from '../knowledge/use-case-facts.ts';
import { highestSeverity } from '../knowledge/vocabulary.ts';
import { hasQuery, LANGUAGES, type LanguageOptions, type QueryLanguage } from '../quoting/languages.ts';
import type { CalledUseCase, CatalogueHunt } from './catalogue.ts';
import { conflicts, supersededIndicators } from './conflicts.ts';
import { partCatalogue } from './fired.ts';
import { type Group, groupHunts, queriesDigest } from './group.ts';
import type { ArticleRef, Hunt } from './hunt.ts';
import { huntTitle, useCaseKey } from './identity.ts';
import { type MergedArticle, mergeArticles, recency } from './merge.ts';

/** The hunts of a set of articles. */
export interface NormalizedHunts {
  /** Each article once, whatever number of times it was read; oldest first. */
  readonly articles: readonly MergedArticle[];
  readonly hunts: readonly Hunt[];
  readonly problems: readonly Problem[];
}

/**
 * The distinct hunts of a set of articles, sorted by key. Pure, and the same for any order of the articles, other
 * paths, and renumbered ids.
 *
 * @param called use cases of our catalogue that articles called for, beside those that classified articles carry. A briefing's
 * text outranks the catalogue's for the same use case, so that the two never alternate; the catalogue fills in a language that no
 * briefing has.
 */
export function normalizeHunts(
  articles: readonly Article[],
  called: readonly CalledUseCase[] = [],
  { languages = LANGUAGES }: LanguageOptions = {},
): NormalizedHunts {
  const parted = partCatalogue(articles);
  const fired = [...called, ...parted.fired];
  const merged = mergeArticles(parted.articles);
  const known = new Map(fired.map(({ hunt }) => [queriesDigest(hunt), hunt.id]));
  const groups = new Map(groupHunts(merged.articles, known).map((group) => [group.key, group]));
  for (const { hunt } of fired) {
    const key = useCaseKey(hunt.id);
    if (!groups.has(key)) groups.set(key, { key, useCase: hunt.id, members: [] });
  }
  const byId = new Map(merged.articles.map((source) => [source.article.id, source]));
  const hunts = [...groups.values()].flatMap((group) => {
    const ours = fired.filter(({ hunt }) => hunt.id === group.useCase);
    const callers = ours.flatMap((use) => use.articles).flatMap((id) => byId.get(id) ?? []);
    const sources = [...new Set([...group.members.map((member) => member.source), ...callers])];
    return sources.length > 0 ? [toHunt(group, sources.sort(newestFirst), ours[0]?.hunt, languages)] : [];
  });
  return {
    articles: merged.articles,
    hunts: hunts.filter(hasQuery).sort((a, b) => (a.key < b.key ? -1 : 1)),
    problems: [
      ...merged.problems,
      ...articles.flatMap((article) => conflicts(article, languages)),
      ...[...groups.values()].flatMap(supersededIndicators),
    ].sort(byPlace),
  };
}

function toHunt(
  group: Group,
  sources: readonly MergedArticle[],
  ours: CatalogueHunt | undefined,
  languages: readonly QueryLanguage[],
): Hunt {
  const facts = group.useCase === null ? undefined : useCaseFacts(group.useCase);
  // Newest first, so the first that has a value has the newest value.
  const versions = [...group.members.map((member) => member.hunt), ...(ours ? [ours] : [])];
  const first = <T>(value: (version: (typeof versions)[number]) => T | null | undefined): T | null =>
    versions.map(value).find((found) => found !== null && found !== undefined) ?? null;
  const techniques =
    facts?.techniques ?? ours?.techniques ?? sources[0]?.article.techniques.map((technique) => technique.id) ?? [];
  return {
    key: group.key,
    title: huntTitle(versions[0]?.title ?? ''),
    severity: highestSeverity(sources.map(({ article }) => article.severity)),
    confidence: first((version) => version.confidence) ?? facts?.confidence ?? null,
    phase: first((version) => version.phase) ?? facts?.phase ?? null,
    techniques: [...new Set(techniques)].sort(),
    tactics: tacticsOf(techniques),
    articles: sources.map(toRef),
    sources: [...new Set(sources.flatMap((source) => source.origins))].sort(),
    queries: Object.fromEntries(
      languages.flatMap(({ id }) => {
        const text = first((version) => version.queries[id]);
        return text === null ? [] : [[id, text]];
      }),
    ),
    ...(group.members.length === 0 ? { fromCatalogue: true as const } : {}),
  };
}

function toRef({ article }: MergedArticle): ArticleRef {
  return { id: article.id, title: oneLine(article.title), url: article.url, published: article.published };
}

function newestFirst(a: MergedArticle, b: MergedArticle): number {
  return recency(a.article) < recency(b.article) ? 1 : -1;
}

function byPlace(a: Problem, b: Problem): number {
  return `${a.path}\n${a.message}` < `${b.path}\n${b.message}` ? -1 : 1;
}
