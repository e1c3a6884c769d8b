import type { IndicatorDays } from '../../config/indicator-days.ts';
import type { StixSettings } from '../../config/stix.ts';
import { hashOf } from '../../core/hash.ts';
import type { HuntCampaign } from '../../hunts/hunt.ts';
import type { MergedArticle } from '../../hunts/merge.ts';
import { attackLicence } from '../../knowledge/attack.ts';
import { type Exported, partHunts } from '../../sync/exported.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import { type StixMarks, type StixObject, stixId, stixOrigin } from '../../sync/records/stix-common.ts';
import { ATTACK_TERMS, MITRE } from './common.ts';
import { huntIndicators, type QueryKind, relationship } from './hunts.ts';
import { type Observed, observedIn } from './indicators.ts';
import { observableObject } from './observables.ts';
import { attackPattern } from './reference.ts';
import { reportOf } from './report.ts';
import { campaignObject, threatObject } from './threats.ts';

export interface StixExportOptions {
  /** `stix` of the configuration: who signs, and who may have it. */
  readonly stix?: StixSettings | undefined;
  /** `policy.indicatorDays`. */
  readonly indicatorDays?: IndicatorDays | undefined;
}

type Published = Observed & { readonly object: StixObject };

/**
 * A STIX 2.1 bundle: one report per article, with its indicators, vulnerabilities, techniques, the names and observables that it tells of,
 * its hunts and how all these relate. A hunt indicates its techniques and its campaign, and is related to the indicators that its query
 * names. Dates are the articles', so that equal articles give an equal bundle at any time.
 */
export function exportStix(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  kinds: readonly QueryKind[],
  { stix, indicatorDays }: StixExportOptions = {},
): Exported {
  const { identity, markings, marks } = stixOrigin(stix);
  const { leftOut } = partHunts(hunts);
  const all = observedIn(articles, hunts, { marks, indicatorDays });
  const observed = all.filter((one): one is Published => one.object !== null);
  const objects = new Map([identity, ...markings].map((object) => [object.id, object]));
  const put = <T extends StixObject>(list: readonly T[]) =>
    list.map((object) => objects.set(object.id, object) && object.id);

  put(observed.map(({ object }) => object));
  const namedBy = idsBy(observed, ({ hunts: keys }) => keys);
  const observedBy = idsBy(observed, ({ articles: ids }) => ids);
  const campaigns = campaignsOf(hunts, marks);
  const parts = new Map(
    hunts.map((checked) => [checked.hunt.key, partsOf(checked, kinds, { namedBy, campaigns, marks })]),
  );
  for (const { queries, others, relations } of parts.values()) put([...queries, ...others, ...relations]);
  const callers = idsBy(
    hunts.map((checked) => ({ ...checked, object: { id: checked.hunt.key } })),
    ({ hunt }) => hunt.articles.map(({ id }) => id),
  );

  for (const { article } of articles) {
    const own = (callers.get(article.id) ?? []).flatMap((key) => parts.get(key) ?? []);
    const told = [
      ...patternsOf(
        article.techniques.map(({ id }) => id),
        marks,
      ),
      ...(article.names ?? []).flatMap((label) => threatObject(label, marks) ?? []),
      ...(article.observables ?? []).flatMap((one) => observableObject(one, marks) ?? []),
    ];
    const refs = new Set([
      ...put(told),
      ...(observedBy.get(article.id) ?? []),
      ...own.flatMap(({ queries, others }) => [...queries, ...others].map(({ id }) => id)),
    ]);
    for (const { relations } of own) {
      const inside = relations.filter(
        (one) => refs.has(String(one['source_ref'])) && refs.has(String(one['target_ref'])),
      );
      for (const { id } of inside) refs.add(id);
    }
    put([reportOf(article, refs, marks)]);
  }
  const values = [...objects.values()];
  // Only where something refers to them.
  const mitre = values.some((object) => object['created_by_ref'] === MITRE.id) ? [MITRE] : [];
  const isTerms = (object: StixObject) =>
    (object['object_marking_refs'] as readonly string[] | undefined)?.includes(ATTACK_TERMS.id);
  const terms = values.some(isTerms) ? [ATTACK_TERMS] : [];
  const sorted = [...values, ...mitre, ...terms].sort((a, b) => (a.id < b.id ? -1 : 1));
  const bundle = { type: 'bundle', id: stixId('bundle', hashOf(sorted)), objects: sorted };
  const count = (...types: string[]) => sorted.filter((object) => types.includes(object.type)).length;
  const queries = [...parts.values()].flatMap((part) => part.queries).length;
  return {
    files: [
      { path: 'stix-bundle.json', content: `${JSON.stringify(bundle, null, 2)}\n` },
      { path: 'attack-LICENSE.txt', content: attackLicence() },
    ],
    ours: /^(?:stix-bundle\.json|attack-LICENSE\.txt)$/,
    hunts: new Set([...parts].filter(([, part]) => part.queries.length > 0).map(([key]) => key)),
    counts: {
      reports: count('report'),
      indicators: count('indicator') - queries,
      vulnerabilities: count('vulnerability'),
      techniques: count('attack-pattern'),
      names: count('malware', 'tool', 'intrusion-set', 'campaign'),
      observables: sorted.filter((object) => object.created === undefined).length,
      queries,
    },
    leftOut,
    unpublished: all.filter(({ object }) => object === null).map(({ indicator }) => indicator),
  };
}

/** A hunt's queries, what they look for, and how these relate. */
interface HuntParts {
  readonly queries: readonly StixObject[];
  readonly others: readonly StixObject[];
  readonly relations: readonly StixObject[];
}

/** What hunts share. */
interface Shared {
  /** Ids of the indicators that the query of a hunt names, by its key. */
  readonly namedBy: ReadonlyMap<string, readonly string[]>;
  readonly campaigns: ReadonlyMap<string, StixObject>;
  readonly marks: StixMarks;
}

function partsOf(checked: CheckedHunt, kinds: readonly QueryKind[], { namedBy, campaigns, marks }: Shared): HuntParts {
  const { hunt } = checked;
  const queries = huntIndicators(checked, kinds, marks);
  if (queries.length === 0) return { queries, others: [], relations: [] };
  const campaign = campaigns.get(hunt.campaign?.id ?? '');
  const others = [...patternsOf(hunt.techniques, marks), ...(campaign ? [campaign] : [])];
  const relations = queries.flatMap(({ id }) => [
    ...others.map((other) => relationship(id, 'indicates', other.id, marks)),
    ...(namedBy.get(hunt.key) ?? []).map((named) => relationship(id, 'related-to', named, marks)),
  ]);
  return { queries, others, relations };
}

/** Each campaign once, by its id: made of the articles of all its hunts, of which one hunt may have a part. */
function campaignsOf(hunts: readonly CheckedHunt[], marks: StixMarks): Map<string, StixObject> {
  const told = new Map<string, { readonly campaign: HuntCampaign; readonly articles: Set<string> }>();
  for (const { hunt } of hunts) {
    const { campaign } = hunt;
    if (!campaign) continue;
    const known = told.get(campaign.id) ?? { campaign, articles: new Set() };
    for (const { id } of hunt.articles) known.articles.add(id);
    told.set(campaign.id, known);
  }
  return new Map([...told].map(([id, { campaign, articles }]) => [id, campaignObject(campaign, articles.size, marks)]));
}

function patternsOf(techniques: readonly string[], marks: StixMarks): StixObject[] {
  return techniques.map((id) => attackPattern(id, marks)).filter((pattern) => pattern !== null);
}

/** Ids of what there is, by each of the keys that it has. */
function idsBy<T extends { readonly object: { readonly id: string } }>(
  list: readonly T[],
  keysOf: (one: T) => readonly string[],
): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const one of list) {
    for (const key of keysOf(one)) {
      const known = ids.get(key);
      if (known) known.push(one.object.id);
      else ids.set(key, [one.object.id]);
    }
  }
  return ids;
}
