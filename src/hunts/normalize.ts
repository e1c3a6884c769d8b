import type { Article } from '../briefing/article.ts';
import { groupBy } from '../core/group.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { tacticsOf } from '../knowledge/attack.ts';
import { catalogueUseCase } from '../knowledge/catalogue.ts';
import { useCaseFacts } from '../knowledge/use-case-facts.ts';
import { highestSeverity, type Severity } from '../knowledge/vocabulary.ts';
import { hasQuery, LANGUAGES, type LanguageOptions, type QueryLanguage } from '../quoting/languages.ts';
import { searchedValues } from '../quoting/search-merge.ts';
import { adviceOf } from './advice.ts';
import { campaignHunts } from './campaign-hunts.ts';
import { type Campaign, findCampaigns } from './campaigns.ts';
import type { CalledUseCase, CatalogueHunt } from './catalogue.ts';
import { conflicts, supersededIndicators } from './conflicts.ts';
import { coverageOf } from './covers.ts';
import { queriesDigest } from './digest.ts';
import { lastDayOf } from './end.ts';
import { partCatalogue } from './fired.ts';
import { type Group, groupHunts } from './group.ts';
import type { ArticleRef, Hunt, HuntCampaign } from './hunt.ts';
import { huntShelf } from './hunt-shelf.ts';
import { huntTitle, useCaseKey } from './identity.ts';
import { type MergedArticle, mergeArticles, recency } from './merge.ts';
import { outdatedTechniques } from './outdated.ts';
import { ownTitle } from './own-title.ts';
import { retract } from './retractions.ts';

/** The hunts of a set of articles. */
export interface NormalizedHunts {
  /** Each article once, whatever number of times it was read; oldest first. */
  readonly articles: readonly MergedArticle[];
  readonly hunts: readonly Hunt[];
  readonly campaigns: readonly Campaign[];
  /** Ids of articles of which a correction has taken something back. */
  readonly retracted: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

export interface NormalizeOptions extends LanguageOptions {
  /** `YYYY-MM-DD`: the day from which the window of severities counts back. */
  readonly today?: string;
  /** `policy.severityWindowDays`. */
  readonly severityWindowDays?: number | 'off';
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
  { languages = LANGUAGES, today, severityWindowDays = 90 }: NormalizeOptions = {},
): NormalizedHunts {
  const parted = partCatalogue(articles);
  const fired = [...called, ...parted.fired];
  const all = mergeArticles(parted.articles);
  const campaigns = findCampaigns(all.articles);
  const merged = retract(all.articles, campaigns, languages);
  const byId = new Map(
    merged.articles.flatMap((one) => [one.article.id, ...(one.aliases ?? [])].map((id) => [id, one] as const)),
  );
  const still = campaigns.map((campaign) => ({
    ...campaign,
    articles: campaign.articles.flatMap(({ article }) => byId.get(article.id) ?? []),
  }));
  const united = campaignHunts(merged.articles, still, languages);
  const known = new Map(fired.map(({ hunt }) => [queriesDigest(hunt), hunt.id]));
  const firedById = groupBy(fired, ({ hunt }) => hunt.id);
  const own = [...united.groups, ...groupHunts(united.articles, known, byId)];
  const groups = new Map(own.map((group) => [group.key, group]));
  for (const { hunt } of fired) {
    const key = useCaseKey(hunt.id);
    if (!groups.has(key)) groups.set(key, { key, useCase: hunt.id, members: [] });
  }
  const refOf = remembered(toRef);
  const putAway = huntShelf();
  // In the order in which hunts are looked at.
  const hunts = [...groups.values()].sort(byKey).flatMap((group) => {
    const ours = group.useCase === null ? [] : (firedById.get(group.useCase) ?? []);
    const callers = ours.flatMap((use) => use.articles).flatMap((id) => byId.get(id) ?? []);
    const named = [...group.members.map(({ source }) => source), ...(group.callers ?? []), ...callers];
    // An article without its campaign's hunts is the same article.
    const sources = [...new Set(named.map((source) => byId.get(source.article.id) ?? source))];
    if (sources.length === 0) return [];
    sources.sort(newestFirst);
    const severity = severityOf(sources, today, severityWindowDays);
    const known = ours.map(({ hunt, articles: ids }) => ({ hunt, callers: ids.flatMap((id) => byId.get(id) ?? []) }));
    const hunt = toHunt(group, sources, ours[0]?.hunt, { languages, severity, refOf });
    return hasQuery(hunt) ? [putAway({ ...hunt, ...adviceOf(group, known, sources, hunt.queries) })] : [];
  });
  return {
    articles: merged.articles,
    hunts,
    campaigns: still,
    retracted: merged.ids,
    problems: [
      ...all.problems,
      ...merged.problems,
      ...articles.flatMap((article) => conflicts(article, languages)),
      ...[...groups.values()].flatMap(supersededIndicators),
      ...all.articles.flatMap(({ article }) => outdatedTechniques(article)),
    ].sort(byPlace),
  };
}

/**
 * The worst of the callers of the last days, so that a hunt's severity can fall; the newest caller's where none is that new. The worst of
 * all where no day is given, or no window.
 */
function severityOf(newestFirst: readonly MergedArticle[], today: string | undefined, days: number | 'off'): Severity {
  const all = newestFirst.map(({ article }) => article);
  if (today === undefined || days === 'off') return highestSeverity(all.map(({ severity }) => severity));
  const first = new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
  const recent = all.filter(({ published }) => published !== null && published >= first);
  return highestSeverity((recent.length > 0 ? recent : all.slice(0, 1)).map(({ severity }) => severity));
}

interface HuntFacts {
  readonly languages: readonly QueryLanguage[];
  readonly severity: Severity;
  readonly refOf: (article: MergedArticle) => ArticleRef;
}

function toHunt(
  group: Group,
  sources: readonly MergedArticle[],
  ours: CatalogueHunt | undefined,
  { languages, severity, refOf }: HuntFacts,
): Hunt {
  const facts = group.useCase === null ? undefined : useCaseFacts(group.useCase);
  // Newest first, so the first that has a value has the newest value.
  const versions = [...group.members.map((member) => member.hunt), ...(ours ? [ours] : [])];
  const first = <T>(value: (version: (typeof versions)[number]) => T | null | undefined): T | null =>
    versions.map(value).find((found) => found !== null && found !== undefined) ?? null;
  const queries = Object.fromEntries(
    languages.flatMap(({ id }) => {
      const text = first((version) => version.queries[id]);
      return text === null ? [] : [[id, text]];
    }),
  );
  const coverage = coverageOf(
    facts?.techniques ?? ours?.techniques ?? (group.useCase === null ? undefined : catalogued(group.useCase)),
    queries,
    sources.map(({ article }) => article),
    { languages },
  );
  return {
    key: group.key,
    title: titleOf(group, versions[0]?.title ?? ''),
    severity,
    confidence: first((version) => version.confidence) ?? facts?.confidence ?? null,
    phase: first((version) => version.phase) ?? facts?.phase ?? null,
    ...coverage,
    tactics: tacticsOf(coverage.techniques),
    articles: sources.map(refOf),
    sources: [...new Set(sources.flatMap((source) => source.origins))].sort(),
    queries,
    ...(group.members.length === 0 ? { fromCatalogue: true as const } : {}),
    ...feedFacts(group, sources),
  };
}

function titleOf({ useCase, members: [newest], campaign }: Group, title: string): string {
  return useCase === null && newest ? ownTitle(newest.hunt, newest.source.article, campaign) : huntTitle(title);
}

/** What is known of a hunt that only feeds brought. */
function feedFacts(
  { members, aliases, campaign }: Group,
  sources: readonly MergedArticle[],
): Pick<Hunt, 'fromFeeds' | 'aliases' | 'observables' | 'validUntil' | 'campaign'> {
  const isOurs = sources.every(({ fromFeed }) => fromFeed === true);
  if (!isOurs && campaign === undefined) return {};
  const searches = members.flatMap(({ hunt }) => hunt.search ?? []);
  const observables = [...new Set(searches.flatMap(searchedValues))];
  const validUntil = lastDayOf(observables, sources);
  return {
    ...(isOurs ? { fromFeeds: true as const } : {}),
    ...(aliases === undefined || aliases.length === 0 ? {} : { aliases }),
    ...(observables.length === 0 ? {} : { observables }),
    ...(validUntil === null ? {} : { validUntil }),
    ...(campaign === undefined ? {} : { campaign: campaignOf(campaign) }),
  };
}

function campaignOf({ id, name, firstSeen, lastSeen }: Campaign): HuntCampaign {
  return { id, name, firstSeen, lastSeen };
}

/** The techniques of a use case of our catalogue that no article fired. */
function catalogued(useCase: string): readonly string[] | undefined {
  return catalogueUseCase(useCase)?.techniques;
}

/** The same answer for the same article: hunts share what they list. */
function remembered<T extends object, R>(answer: (one: T) => R): (one: T) => R {
  const known = new Map<T, R>();
  return (one) => {
    const found = known.get(one) ?? answer(one);
    known.set(one, found);
    return found;
  };
}

function toRef({ article }: MergedArticle): ArticleRef {
  const { id, title, url, published } = article;
  const publishers = article.sources.map(oneLine).filter((name) => name !== '');
  return { id, title: oneLine(title), url, published, ...(publishers.length === 0 ? {} : { publishers }) };
}

function newestFirst(a: MergedArticle, b: MergedArticle): number {
  return recency(a.article) < recency(b.article) ? 1 : -1;
}

function byKey(a: Group, b: Group): number {
  return a.key < b.key ? -1 : 1;
}

function byPlace(a: Problem, b: Problem): number {
  return `${a.path}\n${a.message}` < `${b.path}\n${b.message}` ? -1 : 1;
}
