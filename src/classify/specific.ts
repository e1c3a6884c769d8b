import type { ArticleHunt, Indicator } from '../briefing/article.ts';
import { oneLine } from '../core/text.ts';
import { LANGUAGES, type LanguageOptions } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { findObservables } from './observables/find.ts';
import { huntedValues, type Observable } from './observables/observable.ts';
import { behaviourParts, type Mechanics } from './specific/behaviour.ts';
import { findFragments } from './specific/commands.ts';
import { type HuntDraft, limited, writeDraft } from './specific/drafts.ts';
import { isEverydayName } from './specific/everyday.ts';
import { identityParts } from './specific/identity-search.ts';
import { subjectParts } from './specific/indicators.ts';
import { behaviourDraft, IDENTITY, indicatorDrafts, observablesDraft, packageDrafts, WEB } from './specific/kinds.ts';
import { findNames, findSideloads } from './specific/names.ts';
import { findPackages } from './specific/packages.ts';
import { findPaths } from './specific/paths.ts';
import { isPlaceholder } from './specific/placeholders.ts';
import { findKeys, findMutexes, findServices } from './specific/registry.ts';
import { distinct, linesOf, type NamedThing } from './specific/text.ts';
import { typedIndicators, typedValues } from './specific/values.ts';
import { webParts } from './specific/web-search.ts';

/** What is known of the article beside its text. */
export interface SpecificFacts {
  readonly indicators: readonly Indicator[];
  /** What the text names, where somebody has looked already. */
  readonly observables?: readonly Observable[];
  /** How many use cases the article fires: what is left of its hunts is for its own. */
  readonly useCases?: number;
}

export interface SpecificOptions extends LanguageOptions {
  /** How many hunts an article has at most, its use cases' and its own; the least for its own is three. */
  readonly huntsPerArticle?: number;
}

/** A hunt of one article's own. */
export interface SpecificHunt extends ArticleHunt {
  /** A sentence of the article for each thing that it looks for, at most a few. */
  readonly evidence: readonly string[];
}

/** How many hunts an article has where nobody says otherwise. */
export const HUNTS_PER_ARTICLE = 8;
/** However many use cases fire. */
const LEAST_OWN = 3;
/** How much one hunt holds: more makes a search that nobody can read and that a platform may cut. */
const MAX = {
  names: 15,
  sideloads: 6,
  paths: 8,
  keys: 6,
  services: 6,
  mutexes: 6,
  fragments: 6,
  packages: 200,
  wallets: 10,
} as const;
const MAX_VALUE = 200;
/** Characters of the article's title, cut as the feed cuts them: a hunt's name comes out of its title. */
const TITLE = 80;

/**
 * Hunts for what one article names: its files, paths, registry keys, services, tasks, pipes, accounts and commands on machines; pages,
 * requests and user agents on the web; applications, users and networks in identity and cloud; the packages that it blames; its network
 * indicators, hashes, senders, subjects and vulnerabilities. None where it names nothing particular. Deterministic; the ids
 * (`UC_0_<n>`) are positions, as in the feed: what names a hunt is the article and the title.
 */
export function articleHunts(
  item: ItemDocument,
  { indicators: given, observables: known, useCases = 0 }: SpecificFacts,
  { languages = LANGUAGES, huntsPerArticle = HUNTS_PER_ARTICLE }: SpecificOptions = {},
): SpecificHunt[] {
  const lines = linesOf(item.title, item.text);
  const title = shortTitle(item.title);
  const indicators = given.filter(({ value }) => !isPlaceholder(value));
  const observables = known ?? findObservables(lines);
  const domains = new Set(indicators.filter(({ type }) => type === 'domain').map(({ value }) => value.toLowerCase()));
  const mechanics: Mechanics = {
    // In a folder of its own it is hunted as a path, beside its loader as a library that is loaded.
    names: particular(
      findNames(lines, domains).filter(({ value }) => !isEverydayName(value)),
      MAX.names,
    ),
    sideloads: particular(findSideloads(lines), MAX.sideloads),
    paths: particular(shortest(findPaths(lines)), MAX.paths),
    keys: particular(findKeys(lines), MAX.keys),
    services: particular(findServices(lines), MAX.services),
    mutexes: particular(findMutexes(lines), MAX.mutexes),
    fragments: particular(findFragments(lines), MAX.fragments),
    observables,
    wallets: typedValues(indicators, 'wallet').slice(0, MAX.wallets),
  };
  const packages = particular(findPackages(lines), MAX.packages);
  const drafts: HuntDraft[] = [
    behaviourDraft(mechanics, behaviourParts(mechanics, languages)),
    observablesDraft('Article-specific identity and cloud hunt', 'actions', observables, IDENTITY, {
      parts: identityParts(observables, indicators, languages),
    }),
    observablesDraft('Article-specific web hunt', 'c2', observables, WEB, {
      parts: webParts(observables, indicators, languages),
      more: typedIndicators(indicators, 'ja3', 'ja3s', 'ja4', 'certificate_serial', 'certificate_hash'),
    }),
    ...packageDrafts(packages),
    ...indicatorDrafts(indicators),
    observablesDraft('Article-specific mail subjects', 'delivery', observables, ['mailSubject'], {
      parts: subjectParts(huntedValues(observables, 'mailSubject')),
    }),
  ];
  const max = Math.max(LEAST_OWN, huntsPerArticle - useCases);
  const all = drafts.flatMap((draft) => writeDraft(draft, title, languages) ?? []);
  return limited(all, max, title, languages).map(({ heading, phase, confidence, evidence, queries, search }, n) => ({
    title: `${heading} — ${title}`,
    useCase: `UC_0_${n}`,
    phase,
    confidence,
    evidence,
    queries,
    search,
  }));
}

function shortTitle(title: string): string {
  return [...oneLine(title)].slice(0, TITLE).join('').trim();
}

/** Without those that hold another one: whoever looks for the folder finds what is in it. */
function shortest<T extends NamedThing>(findings: readonly T[]): T[] {
  const values = [...new Set(findings.map(({ value }) => value.toLowerCase()))];
  return findings.filter(({ value }) => {
    const lower = value.toLowerCase();
    return !values.some((other) => other.length < lower.length && lower.startsWith(`${other}${other.charAt(0)}`));
  });
}

function particular<T extends NamedThing>(findings: readonly T[], max: number): T[] {
  return distinct(
    findings.filter(({ value }) => value.length <= MAX_VALUE && !isPlaceholder(value)),
    max,
  );
}
