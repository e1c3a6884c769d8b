import type { Article, Indicator } from '../briefing/article.ts';
import { isPublishable } from '../classify/publishable.ts';
import { oneLine } from '../core/text.ts';
import { searchedValues } from '../quoting/search-merge.ts';
import type { MergedArticle } from './merge.ts';

/** Articles of feeds that tell of one operation. */
export interface Campaign {
  /** Id of the article that opens it: its oldest. */
  readonly id: string;
  /** A name that several of the articles use, else the title of the oldest. */
  readonly name: string;
  /** At least two, oldest first, undated ones last. */
  readonly articles: readonly MergedArticle[];
  /** `YYYY-MM-DD` of its oldest and newest article; null where all are undated. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/** So long after a campaign's oldest article a name alone, or what is shared, still makes an article one of its. In days. */
const NAME_DAYS = 30;
const SHARED_DAYS = 365;
/** The share of the smaller article's indicators that must be common: long lists always have some. */
const LEAST_SHARE = 0.2;

/** What tells of one article which operation it is about. */
interface Traits {
  readonly source: MergedArticle;
  /** Domains, addresses of pages and mail, hashes: seldom two operations' own. */
  readonly rare: ReadonlySet<string>;
  /** IP addresses: they change hands. */
  readonly addresses: ReadonlySet<string>;
  /** Files, paths, keys, packages: two tools may share one. */
  readonly traces: ReadonlySet<string>;
  /** Names that are new, and those of campaigns. */
  readonly names: ReadonlySet<string>;
  /** Malware and groups that everybody writes about: not enough by themselves. */
  readonly known: ReadonlySet<string>;
}

interface Growing {
  readonly first: Traits;
  readonly members: Traits[];
}

/**
 * The campaigns among the articles of feeds. Each article, oldest first, joins the campaign that it shares most with, or opens one; an
 * article that tells of several campaigns never makes them one, and a newer article moves no older one. Pure, and the same for any order.
 */
export function findCampaigns(articles: readonly MergedArticle[]): Campaign[] {
  const campaigns: Growing[] = [];
  const byTrait = new Map<string, Set<Growing>>();
  const dated = (source: MergedArticle) => `${source.article.published ?? '9999'} ${source.article.id}`;
  const candidates = articles
    .filter(({ article }) => article.itemId !== undefined && article.noThreat === undefined)
    .sort((a, b) => (dated(a) < dated(b) ? -1 : 1));
  for (const source of candidates) {
    const traits = traitsOf(source);
    const near = new Set(linksOf(traits).flatMap((trait) => [...(byTrait.get(trait) ?? [])]));
    const home = bestOf(traits, [...near]) ?? { first: traits, members: [] };
    if (home.members.length === 0) campaigns.push(home);
    home.members.push(traits);
    for (const trait of linksOf(traits)) byTrait.set(trait, (byTrait.get(trait) ?? new Set()).add(home));
  }
  return campaigns.filter(({ members }) => members.length > 1).map(toCampaign);
}

function toCampaign({ first, members }: Growing): Campaign {
  const articles = members.map(({ source }) => source);
  const days = articles.flatMap(({ article }) => article.published ?? []).sort();
  return {
    id: first.source.article.id,
    name: nameOf(members) ?? oneLine(first.source.article.title),
    articles,
    firstSeen: days[0] ?? null,
    lastSeen: days.at(-1) ?? null,
  };
}

/** The first name of the oldest articles that another one uses too: new ones and those of campaigns before malware, groups last. */
function nameOf(members: readonly Traits[]): string | undefined {
  const labels = members.flatMap(({ source }) => source.article.names ?? []);
  const shared = labels.filter(
    ({ name }) => members.filter(({ names, known }) => names.has(plain(name)) || known.has(plain(name))).length > 1,
  );
  const order = (label: (typeof labels)[number]) =>
    label.kind === 'campaign' ? 0 : label.coined ? 1 : label.kind === 'malware' ? 2 : 3;
  return [...shared].sort((a, b) => order(a) - order(b))[0]?.name;
}

/** The campaign that an article belongs to: the one with which it shares most, the oldest of equals. */
function bestOf(traits: Traits, campaigns: readonly Growing[]): Growing | undefined {
  let best: { readonly campaign: Growing; readonly points: number; readonly order: string } | undefined;
  for (const campaign of campaigns) {
    const days = daysApart(campaign.first.source.article, traits.source.article);
    const points = Math.max(...campaign.members.map((member) => pointsOf(traits, member, days)));
    const order = `${campaign.first.source.article.published ?? '9999'} ${campaign.first.source.article.id}`;
    if (points <= 0) continue;
    if (!best || points > best.points || (points === best.points && order < best.order))
      best = { campaign, points, order };
  }
  return best?.campaign;
}

/** How surely two articles tell of one operation; 0 where it is not sure enough. */
function pointsOf(one: Traits, other: Traits, days: number | null): number {
  const rare = common(one.rare, other.rare);
  const addresses = common(one.addresses, other.addresses);
  const traces = common(one.traces, other.traces);
  const inTime = days !== null && days <= NAME_DAYS;
  const names = inTime ? common(one.names, other.names) : 0;
  const known = inTime ? common(one.known, other.known) : 0;
  const smaller = Math.min(one.rare.size + one.addresses.size, other.rare.size + other.addresses.size);
  const isShared =
    (days === null || days <= SHARED_DAYS) &&
    rare + addresses >= smaller * LEAST_SHARE &&
    (rare >= 2 ||
      addresses >= 2 ||
      (rare === 1 && addresses + traces + known + names > 0) ||
      (addresses === 1 && known > 0));
  return names > 0 || isShared ? 4 * rare + 2 * addresses + traces + 4 * names + known : 0;
}

function common(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((trait) => other.has(trait)).length;
}

/** Null where one is undated: then no window is known to be kept, and none to be left. */
function daysApart(one: Article, other: Article): number | null {
  if (one.published === null || other.published === null) return null;
  return Math.abs(Date.parse(one.published) - Date.parse(other.published)) / 86_400_000;
}

/** Traits that may bring two articles together. */
function linksOf({ rare, addresses, names }: Traits): string[] {
  return [...rare, ...addresses, ...names];
}

function traitsOf(source: MergedArticle): Traits {
  const { indicators, hunts, names = [] } = source.article;
  const attackers = indicators.filter((indicator) => indicator.type !== 'cve' && isPublishable(indicator));
  const isAddress = ({ type }: Indicator) => type === 'ipv4' || type === 'ipv6';
  const keys = (list: readonly Indicator[]) => new Set(list.map(({ value }) => plainValue(value)));
  const rare = keys(attackers.filter((indicator) => !isAddress(indicator)));
  const addresses = keys(attackers.filter(isAddress));
  const listed = keys(indicators);
  const searched = hunts.flatMap(({ search }) => (search ? searchedValues(search) : []));
  // A group has more than one campaign, however new its name is.
  const isNew = ({ kind, coined }: (typeof names)[number]) =>
    (coined === true && kind !== 'group') || kind === 'campaign';
  return {
    source,
    rare,
    addresses,
    traces: new Set(searched.map(plainValue).filter((value) => !listed.has(value))),
    names: new Set(names.filter(isNew).map(({ name }) => plain(name))),
    known: new Set(names.filter((label) => !isNew(label)).map(({ name }) => plain(name))),
  };
}

/** A name as it is compared: `Glass-Net` is `GLASSNET`. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** A value as queries have it: in any case, an address without its scheme. */
export function plainValue(value: string): string {
  return value.toLowerCase().replace(/^[a-z][a-z0-9+.-]*:\/\//, '');
}
