import { v5 as uuidV5 } from 'uuid';
import type { Indicator } from '../../briefing/article.ts';
import { NAMESPACE } from '../../briefing/identity.ts';
import { isOver, validUntil } from '../../briefing/validity.ts';
import { INDICATOR_DAYS, type IndicatorDays } from '../../config/indicator-days.ts';
import { groupBy } from '../../core/group.ts';
import { linkable, truncate } from '../../core/text.ts';
import type { ArticleRef } from '../../hunts/hunt.ts';
import { type MergedArticle, recency } from '../../hunts/merge.ts';
import { currentTechniqueId } from '../../knowledge/attack.ts';
import { highestSeverity } from '../../knowledge/vocabulary.ts';
import { uncoveredLines } from '../advice.ts';
import type { CheckedHunt } from '../query.ts';
import type { SyncedType } from './schema.ts';
import type { ArticleRecord, HuntRecord, IndicatorRecord, Own } from './types.ts';
import { storable, type Values } from './values.ts';

/** The records of one type that a run wants, by key: a map, or what makes the values whenever they are asked for. */
export interface WantedRecords extends Iterable<readonly [string, Values]> {
  readonly size: number;
  has(key: string): boolean;
  get(key: string): Values | undefined;
}

/** The state of one hunt on the platform that the records are for. */
export type HuntState = Pick<
  HuntRecord,
  'status' | 'retired_on' | 'objects' | 'query' | 'repairs' | 'additions' | 'proof' | 'problems' | 'drifted'
>;

/** Of a hunt that no platform was asked about. */
export const NO_QUERY: HuntState = {
  status: 'no-query',
  retired_on: null,
  objects: [],
  query: '',
  repairs: [],
  additions: [],
  proof: '',
  problems: [],
  drifted: [],
};

type StateOf = (hunt: CheckedHunt) => HuntState & Partial<Pick<HuntRecord, 'platforms'>>;

/** An article's call for a hunt, with the hunt's queries in lower case. */
interface Call {
  readonly article: string;
  readonly key: string;
  /** What the hunt looks for: ATT&CK ids. */
  readonly techniques: readonly string[];
  readonly text: string;
  /** Id of the campaign, or empty. */
  readonly campaign: string;
}

/**
 * The records of a run: one an article, one a hunt, one an indicator, linked by their keys. Pure, and the same for any order of
 * the articles.
 *
 * @param stateOf the state of a hunt on the platform, and how it stands on others where that is to be told.
 * @param ageing how long indicators hold. Those that huntsync itself took from feeds end; what a briefing lists stays, with its last day.
 * @param kind of the platform: what must be collected is told for it.
 */
export function buildRecords(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  stateOf: StateOf,
  ageing: Ageing = {},
  kind = '',
): Readonly<Record<SyncedType, ReadonlyMap<string, Values>>> {
  return { ...buildSharedRecords(articles, hunts, ageing), hunts: new Map(buildHuntRecords(hunts, stateOf, kind)) };
}

/** The records that are the same on every platform. */
export type SharedRecords = Readonly<Record<Exclude<SyncedType, 'hunts'>, ReadonlyMap<string, Values>>>;

/** Those of articles and indicators, once for all platforms of a run: see `buildRecords`. */
export function buildSharedRecords(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  ageing: Ageing = {},
): SharedRecords {
  const merged = [...articles].sort((a, b) => (recency(a.article) < recency(b.article) ? 1 : -1));
  const calls = hunts.flatMap(({ hunt }) => {
    const text = Object.values(hunt.queries).join('\n').toLowerCase();
    const campaign = hunt.campaign?.id ?? '';
    return hunt.articles.map(
      ({ id }): Call => ({ article: id, key: hunt.key, techniques: hunt.techniques, text, campaign }),
    );
  });
  const callsOf = groupBy(calls, ({ article }) => article);
  const listed = merged.map(
    (entry): Listed => ({
      entry,
      indicators: new Map(entry.article.indicators.map((indicator) => [indicatorId(indicator), indicator])),
    }),
  );
  return {
    articles: new Map(
      listed.map(({ entry, indicators }) => {
        const { id } = entry.article;
        const calling = callsOf.get(id) ?? [];
        const campaign = calling.find((call) => call.campaign !== '')?.campaign ?? '';
        return [id, articleValues(entry, [...indicators.keys()], calling, campaign)];
      }),
    ),
    indicators: indicatorRecords(listed, callsOf, ageing),
  };
}

/** The same values as they are stored, so that no platform keeps a second copy of them. */
export function asStored({ articles, indicators }: SharedRecords): SharedRecords {
  const stored = (type: SyncedType, all: ReadonlyMap<string, Values>) =>
    new Map([...all].map(([key, values]) => [key, storable(type, values)] as const));
  return { articles: stored('articles', articles), indicators: stored('indicators', indicators) };
}

/**
 * Those of hunts, which tell how they stand on one platform: see `buildRecords`. Each is made anew whenever it is asked for, as there may be
 * many thousands, and each has whole texts.
 */
export function buildHuntRecords(hunts: readonly CheckedHunt[], stateOf: StateOf, kind: string): WantedRecords {
  const byKey = new Map(hunts.map((checked) => [checked.hunt.key, checked]));
  const make = (checked: CheckedHunt): Values => huntValues(checked, stateOf(checked), kind);
  return {
    size: byKey.size,
    has: (key) => byKey.has(key),
    get(key) {
      const checked = byKey.get(key);
      return checked && make(checked);
    },
    *[Symbol.iterator]() {
      for (const [key, checked] of byKey) yield [key, make(checked)] as const;
    },
  };
}

/** An article with its indicators by their ids: of those that are written in several ways, the last. */
interface Listed {
  readonly entry: MergedArticle;
  readonly indicators: ReadonlyMap<string, Indicator>;
}

/** How long indicators hold, and the day that it is. */
export interface Ageing {
  /** `YYYY-MM-DD`; none is over where it is not given. */
  readonly today?: string;
  readonly indicatorDays?: IndicatorDays;
}

/** UUIDv5 of an indicator's type and value, the value as it is stored. */
export function indicatorId({ type, value }: Indicator): string {
  return uuidV5(`${type}\n${indicatorValue({ type, value })}`.toWellFormed(), NAMESPACE);
}

/** Canonical spelling of a value: lower case where case does not matter, upper case for CVE ids. */
export function indicatorValue({ type, value }: Indicator): string {
  if (type === 'cve') return value.toUpperCase();
  // Most wallets are written in a code in which case matters.
  if (type === 'wallet') return value;
  if (type !== 'url') return value.toLowerCase();
  return value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, (authority) => authority.toLowerCase());
}

function articleValues(
  { article, origins }: MergedArticle,
  ids: readonly string[],
  calls: readonly Call[],
  campaign: string,
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
    campaign_id: campaign,
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

function huntValues({ hunt }: CheckedHunt, state: ReturnType<StateOf>, kind: string): Own<HuntRecord> {
  const [newest] = hunt.articles;
  const { advice } = hunt;
  return {
    hunt_key: hunt.key,
    hunt_title: hunt.title,
    severity: hunt.severity,
    confidence: hunt.confidence ?? '',
    phase: hunt.phase ?? '',
    techniques: hunt.techniques,
    techniques_from: hunt.techniquesFrom ?? '',
    mentions: hunt.mentions,
    tactics: hunt.tactics,
    article_ids: hunt.articles.map(({ id }) => id),
    article_count: hunt.articles.length,
    article_title: newest?.title ?? '',
    article_url: linkable(newest?.url ?? ''),
    published: newest?.published ?? null,
    first_published: hunt.articles.flatMap(({ published }) => published ?? []).sort()[0] ?? null,
    campaign: hunt.campaign?.name ?? '',
    campaign_id: hunt.campaign?.id ?? '',
    sources: hunt.sources,
    why: hunt.why ?? '',
    callers: hunt.articles.map(callerLine),
    false_positives: advice?.falsePositives ?? [],
    does_not_cover: uncoveredLines(advice?.doesNotCover ?? [], kind),
    triage: advice?.triage ?? [],
    references: advice?.references ?? [],
    data_needs: advice?.dataNeeds[kind] ?? [],
    notes: hunt.notes ?? [],
    platforms: [],
    ...state,
  };
}

function textOf(lines: readonly string[] = []): string {
  return lines.join('\n');
}

const MAX_CALLER = 250;
const MAX_CALLER_URL = 160;
const MAX_PUBLISHERS = 40;

/** An article in one line: day, title, publishers, address. The title is cut where it is too long for all of it. */
function callerLine({ published, title, publishers = [], url }: ArticleRef): string {
  const by = publishers.length > 0 ? `(${truncate(publishers.join(', '), MAX_PUBLISHERS)})` : '';
  const day = published ?? 'undated';
  const rest = [by, linkable(url, MAX_CALLER_URL)].filter((part) => part !== '');
  const room = MAX_CALLER - [day, '', ...rest].join(' ').length;
  return [day, truncate(title, room), ...rest].join(' ');
}

function indicatorRecords(
  listed: readonly Listed[],
  callsOf: ReadonlyMap<string, readonly Call[]>,
  { today, indicatorDays = INDICATOR_DAYS }: Ageing,
): ReadonlyMap<string, Values> {
  const listedBy = new Map<string, { readonly indicator: Indicator; readonly articles: MergedArticle[] }>();
  for (const { entry, indicators } of listed) {
    for (const [id, indicator] of indicators) {
      const known = listedBy.get(id);
      if (known) known.articles.push(entry);
      else listedBy.set(id, { indicator, articles: [entry] });
    }
  }
  return new Map(
    [...listedBy].flatMap(([id, { indicator, articles }]) => {
      const published = articles[0]?.article.published ?? null;
      const until = validUntil(indicator.type, published, indicatorDays);
      if (isOver(until, today) && articles.every(({ article }) => article.classified)) return [];
      const value = indicatorValue(indicator);
      const calls = articles.flatMap(({ article }) => callsOf.get(article.id) ?? []);
      const lower = value.toLowerCase();
      const naming = calls.filter(({ text }) => text.includes(lower)).map(({ key }) => key);
      const values: Own<IndicatorRecord> = {
        indicator_id: id,
        indicator_type: indicator.type,
        indicator_value: value,
        severity: highestSeverity(articles.map(({ article }) => article.severity)),
        article_ids: articles.map(({ article }) => article.id),
        article_count: articles.length,
        published,
        valid_until: until,
        hunt_keys: [...new Set(naming)].sort(),
        sources: [...new Set(articles.flatMap(({ origins }) => origins))].sort(),
      };
      return [[id, values] as const];
    }),
  );
}
