import type { Indicator } from '../../briefing/article.ts';
import { isOver, validUntil } from '../../briefing/validity.ts';
import { INDICATOR_DAYS, type IndicatorDays } from '../../config/indicator-days.ts';
import { linkable } from '../../core/text.ts';
import { type MergedArticle, recency } from '../../hunts/merge.ts';
import { currentTechniqueId } from '../../knowledge/attack.ts';
import { highestSeverity } from '../../knowledge/vocabulary.ts';
import type { CheckedHunt } from '../query.ts';
import { indicatorId, indicatorValue } from './indicator-id.ts';
import type { SyncedType } from './schema.ts';
import type { ArticleRecord, IndicatorRecord, Own } from './types.ts';
import type { Values } from './values.ts';
import { shelvedRecords, type WantedRecords } from './wanted.ts';

/** The records that are the same on every platform. */
export type SharedRecords = Readonly<Record<Exclude<SyncedType, 'hunts'>, WantedRecords>>;

/** How long indicators hold, and the day that it is. */
export interface Ageing {
  /** `YYYY-MM-DD`; none is over where it is not given. */
  readonly today?: string;
  readonly indicatorDays?: IndicatorDays;
}

/** Those of articles and indicators as they are stored, once for all platforms of a run: see `buildRecords`. */
export function buildSharedRecords(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  ageing: Ageing = {},
): SharedRecords {
  const shared = sharedValues(articles, hunts, ageing);
  return {
    articles: shelvedRecords('articles', shared.articles),
    indicators: shelvedRecords('indicators', shared.indicators),
  };
}

type Entries = Iterable<readonly [string, Values]>;

/** An article with its indicators by their ids: of those that are written in several ways, the last. */
interface Listed {
  readonly entry: MergedArticle;
  readonly indicators: ReadonlyMap<string, Indicator>;
  readonly calls: Call[];
}

/** An article's call for a hunt. */
interface Call {
  readonly key: string;
  /** What the hunt looks for: ATT&CK ids. */
  readonly techniques: readonly string[];
  /** Id of the campaign, or empty. */
  readonly campaign: string;
}

/** An indicator with the articles that list it, the newest first, and those of their hunts that name it. */
interface Known {
  readonly indicator: Indicator;
  readonly value: string;
  readonly lower: string;
  readonly articles: MergedArticle[];
  readonly hunts: string[];
}

/** The same as values that are made one after the other, so that no two have to be there at once. */
export function sharedValues(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  ageing: Ageing,
): { readonly articles: Entries; readonly indicators: Entries } {
  const listed = [...articles]
    .sort((a, b) => (recency(a.article) < recency(b.article) ? 1 : -1))
    .map((entry): Listed => {
      const indicators = entry.article.indicators.map((indicator) => [indicatorId(indicator), indicator] as const);
      return { entry, indicators: new Map(indicators), calls: [] };
    });
  const known = knownIndicators(listed);
  tellHunts(hunts, listed, known);
  return { articles: articleRecords(listed), indicators: indicatorRecords(known, ageing) };
}

function knownIndicators(listed: readonly Listed[]): ReadonlyMap<string, Known> {
  const all = new Map<string, Known>();
  for (const { entry, indicators } of listed) {
    for (const [id, indicator] of indicators) {
      const known = all.get(id);
      if (known) known.articles.push(entry);
      else {
        const value = indicatorValue(indicator);
        all.set(id, { indicator, value, lower: value.toLowerCase(), articles: [entry], hunts: [] });
      }
    }
  }
  return all;
}

/** Tells articles of the hunts that they call for, and indicators of those that name them. Each hunt is looked at once: it has whole texts. */
function tellHunts(hunts: readonly CheckedHunt[], listed: readonly Listed[], known: ReadonlyMap<string, Known>): void {
  const byArticle = new Map(listed.map((one) => [one.entry.article.id, one]));
  for (const { hunt } of hunts) {
    const { key, techniques, queries, campaign } = hunt;
    const text = Object.values(queries).join('\n').toLowerCase();
    const call: Call = { key, techniques, campaign: campaign?.id ?? '' };
    for (const { id } of hunt.articles) {
      const article = byArticle.get(id);
      article?.calls.push(call);
      for (const indicator of article?.indicators.keys() ?? []) {
        const one = known.get(indicator);
        if (one && text.includes(one.lower)) one.hunts.push(key);
      }
    }
  }
}

function* articleRecords(listed: readonly Listed[]): Generator<readonly [string, Values]> {
  for (const { entry, indicators, calls } of listed) {
    yield [entry.article.id, articleValues(entry, [...indicators.keys()], calls)];
  }
}

function articleValues(
  { article, origins }: MergedArticle,
  ids: readonly string[],
  calls: readonly Call[],
): Own<ArticleRecord> {
  const { prose } = article;
  return {
    article_id: article.id,
    article_title: article.title,
    severity: article.severity,
    threat: article.noThreat === undefined ? '' : `none: ${article.noThreat}`,
    published: article.published,
    url: linkable(article.url),
    publishers: article.sources,
    sources: origins,
    techniques: [...new Set(article.techniques.map(({ id }) => currentTechniqueId(id)))],
    covers: [...new Set(calls.flatMap(({ techniques }) => techniques))].sort(),
    phases: article.phases,
    names: (article.names ?? []).map(({ name }) => name),
    campaign_id: calls.find(({ campaign }) => campaign !== '')?.campaign ?? '',
    hunt_keys: calls.map(({ key }) => key),
    indicator_ids: ids,
    hunt_count: calls.length,
    indicator_count: ids.length,
    profile: textOf(prose?.profile),
    why: textOf(prose?.why),
    severity_reasons: textOf(prose?.reasons),
    evidence: textOf(prose?.evidence),
    actions: textOf(prose?.actions),
    notes: textOf(prose?.notes),
  };
}

function textOf(lines: readonly string[] = []): string {
  return lines.join('\n');
}

function* indicatorRecords(
  all: ReadonlyMap<string, Known>,
  { today, indicatorDays = INDICATOR_DAYS }: Ageing,
): Generator<readonly [string, Values]> {
  for (const [id, { indicator, value, articles, hunts }] of all) {
    const published = articles[0]?.article.published ?? null;
    const until = validUntil(indicator.type, published, indicatorDays);
    if (isOver(until, today) && articles.every(({ article }) => article.classified)) continue;
    const values: Own<IndicatorRecord> = {
      indicator_id: id,
      indicator_type: indicator.type,
      indicator_value: value,
      severity: highestSeverity(articles.map(({ article }) => article.severity)),
      article_ids: articles.map(({ article }) => article.id),
      article_count: articles.length,
      published,
      valid_until: until,
      hunt_keys: [...new Set(hunts)].sort(),
      sources: [...new Set(articles.flatMap(({ origins }) => origins))].sort(),
    };
    yield [id, values];
  }
}
