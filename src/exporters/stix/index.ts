import type { Article } from '../../briefing/article.ts';
import { hashOf } from '../../core/hash.ts';
import { linkable, oneLine, truncate } from '../../core/text.ts';
import type { MergedArticle } from '../../hunts/merge.ts';
import { attackLicence } from '../../knowledge/attack.ts';
import { type Exported, partHunts } from '../../sync/exported.ts';
import type { CheckedHunt } from '../../sync/query.ts';
import { COMMON_OBJECTS, instantOf, OURS, type StixObject, stixId } from './common.ts';
import { huntIndicators, publishedSpan, type QueryKind, relationship } from './hunts.ts';
import { type Observed, observedIn } from './indicators.ts';
import { attackPattern } from './reference.ts';

const MAX_NAME = 500;

type Published = Observed & { readonly object: StixObject };

/**
 * A STIX 2.1 bundle: one report per article, with its indicators, vulnerabilities, techniques and hunts. A hunt indicates its
 * techniques, and is related to the indicators that its query names. Dates are the articles', so that equal articles give an
 * equal bundle at any time.
 */
export function exportStix(
  articles: readonly MergedArticle[],
  hunts: readonly CheckedHunt[],
  kinds: readonly QueryKind[],
): Exported {
  const { leftOut } = partHunts(hunts);
  const all = observedIn(articles, hunts);
  const observed = all.filter((one): one is Published => one.object !== null);
  const objects = new Map(COMMON_OBJECTS.map((object) => [object.id, object]));
  const put = (object: StixObject) => objects.set(object.id, object);
  for (const { object } of observed) put(object);
  const namedBy = idsBy(observed, ({ hunts: keys }) => keys);
  const observedBy = idsBy(observed, ({ articles: ids }) => ids);

  const idsOf = new Map<string, string[]>();
  const exported = new Set<string>();
  for (const checked of hunts) {
    const { hunt } = checked;
    const indicators = huntIndicators(checked, kinds);
    if (indicators.length > 0) exported.add(hunt.key);
    idsOf.set(
      hunt.key,
      indicators.map(({ id }) => id),
    );
    const named = namedBy.get(hunt.key) ?? [];
    for (const indicator of indicators) {
      put(indicator);
      for (const pattern of patternsOf(hunt.techniques)) {
        put(pattern);
        put(relationship(indicator.id, 'indicates', pattern.id, publishedSpan(hunt)));
      }
      for (const id of named) put(relationship(indicator.id, 'related-to', id, publishedSpan(hunt)));
    }
  }
  const huntsOf = (id: string) =>
    hunts
      .filter(({ hunt }) => hunt.articles.some((article) => article.id === id))
      .flatMap(({ hunt }) => idsOf.get(hunt.key) ?? []);
  for (const { article } of articles) {
    const patterns = patternsOf(article.techniques.map(({ id }) => id));
    for (const pattern of patterns) put(pattern);
    const listed = observedBy.get(article.id) ?? [];
    put(report(article, [...patterns.map(({ id }) => id), ...listed, ...huntsOf(article.id)]));
  }
  const sorted = [...objects.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const bundle = { type: 'bundle', id: stixId('bundle', hashOf(sorted)), objects: sorted };
  const count = (type: string) => sorted.filter((object) => object.type === type).length;
  return {
    files: [
      { path: 'stix-bundle.json', content: `${JSON.stringify(bundle, null, 2)}\n` },
      { path: 'attack-LICENSE.txt', content: attackLicence() },
    ],
    ours: /^(?:stix-bundle\.json|attack-LICENSE\.txt)$/,
    hunts: exported,
    counts: {
      reports: count('report'),
      indicators: count('indicator') - [...idsOf.values()].flat().length,
      vulnerabilities: count('vulnerability'),
      techniques: count('attack-pattern'),
      queries: [...idsOf.values()].flat().length,
    },
    leftOut,
    unpublished: all.filter(({ object }) => object === null).map(({ indicator }) => indicator),
  };
}

function patternsOf(techniques: readonly string[]): StixObject[] {
  return techniques.map(attackPattern).filter((pattern) => pattern !== null);
}

/** Ids of what is observed, by each of the keys that it has. */
function idsBy(observed: readonly Published[], keysOf: (one: Published) => readonly string[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const one of observed) {
    for (const key of keysOf(one)) {
      const known = ids.get(key);
      if (known) known.push(one.object.id);
      else ids.set(key, [one.object.id]);
    }
  }
  return ids;
}

function report(article: Article, refs: readonly string[]): StixObject {
  const at = instantOf(article.published);
  const url = linkable(article.url);
  const publishers = article.sources
    .map((source) => truncate(oneLine(source), MAX_NAME))
    .filter((source) => source !== '');
  return {
    type: 'report',
    spec_version: '2.1',
    id: `report--${article.id}`,
    created: at,
    modified: at,
    name: truncate(oneLine(article.title), MAX_NAME) || 'Untitled article',
    ...described(article),
    report_types: ['threat-report'],
    published: at,
    // A report must refer to something: one that names nothing else refers to who made it.
    object_refs: refs.length > 0 ? [...new Set(refs)].sort() : [OURS.created_by_ref],
    labels: [
      'huntsync',
      `severity:${article.severity.toLowerCase()}`,
      ...article.phases.map((phase) => `phase:${phase}`),
    ],
    external_references: [
      { source_name: publishers.join(', ') || 'article', external_id: article.id, ...(url === '' ? {} : { url }) },
    ],
    ...OURS,
  };
}

/** What its briefing says in words. */
function described({ prose }: Article): { readonly description?: string } {
  if (!prose) return {};
  const { profile, why, reasons, actions, notes } = prose;
  const part = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[heading, ...lines].join('\n')];
  const description = [
    ...(profile.length === 0 ? [] : [profile.join('\n')]),
    ...part('Why this matters:', why),
    ...part('What the severity rests on:', reasons),
    ...part('What to do:', actions),
    ...part('Notes:', notes),
  ].join('\n\n');
  return description === '' ? {} : { description };
}
