import type { ArticleHunt, Indicator, Phase } from '../briefing/article.ts';
import { oneLine } from '../core/text.ts';
import { hasQuery, LANGUAGES, type LanguageOptions, type Queries, type QueryLanguage } from '../quoting/languages.ts';
import type { Search } from '../quoting/search.ts';
import type { ItemDocument } from '../sources/source.ts';
import { behaviourSearch, type Mechanics } from './specific/behaviour.ts';
import { findFragments } from './specific/commands.ts';
import { exposureSearch, hashSearch, networkSearch, senderSearch } from './specific/indicators.ts';
import { findNames } from './specific/names.ts';
import { packageSearch } from './specific/package-search.ts';
import { findPackages, type PackageFinding } from './specific/packages.ts';
import { findPaths } from './specific/paths.ts';
import { isPlaceholder } from './specific/placeholders.ts';
import { findKeys, findMutexes, findServices } from './specific/registry.ts';
import { distinct, linesOf, type NamedThing } from './specific/text.ts';

/** What is known of the article beside its text. */
export interface SpecificFacts {
  readonly indicators: readonly Indicator[];
}

/** A hunt of one article's own. */
export interface SpecificHunt extends ArticleHunt {
  /** A sentence of the article for each thing that it looks for, at most a few. */
  readonly evidence: readonly string[];
}

/** How much one hunt holds: more makes a search that nobody can read and that a platform may cut. */
const MAX = {
  names: 15,
  paths: 8,
  keys: 6,
  services: 6,
  mutexes: 6,
  fragments: 6,
  packages: 200,
  evidence: 6,
} as const;
const MAX_VALUE = 200;
const CHUNK = 50;
const PACKAGE_CHUNK = 25;
/** Characters of the article's title, cut as the feed cuts them: a hunt's name comes out of its title. */
const TITLE = 80;

type Draft = Omit<SpecificHunt, 'useCase'>;

/**
 * Hunts for what one article names: its files, paths, registry keys, services, mutexes and commands; the packages that it blames;
 * its network indicators, hashes, senders and vulnerabilities. None where it names nothing particular. Deterministic; the ids
 * (`UC_0_<n>`) are positions, as in the feed: what names a hunt is the article and the title.
 */
export function articleHunts(
  item: ItemDocument,
  { indicators }: SpecificFacts,
  { languages = LANGUAGES }: LanguageOptions = {},
): SpecificHunt[] {
  const lines = linesOf(item.title, item.text);
  const title = shortTitle(item.title);
  const domains = new Set(indicators.filter(({ type }) => type === 'domain').map(({ value }) => value.toLowerCase()));
  const mechanics: Mechanics = {
    names: particular(findNames(lines, domains), MAX.names),
    paths: particular(findPaths(lines), MAX.paths),
    keys: particular(findKeys(lines), MAX.keys),
    services: particular(findServices(lines), MAX.services),
    mutexes: particular(findMutexes(lines), MAX.mutexes),
    fragments: particular(findFragments(lines), MAX.fragments),
  };
  const packages = particular(findPackages(lines), MAX.packages);
  const drafts = [
    ...behaviouralHunt(title, mechanics, languages),
    ...chunked(packages, PACKAGE_CHUNK).flatMap((chunk, n) => packageHunt(title, chunk, n, languages)),
    ...indicatorHunts(
      title,
      indicators.filter(({ value }) => !isPlaceholder(value)),
      languages,
    ),
  ];
  return drafts.map((draft, n) => ({ ...draft, useCase: `UC_0_${n}` }));
}

function shortTitle(title: string): string {
  return [...oneLine(title)].slice(0, TITLE).join('').trim();
}

function particular<T extends NamedThing>(findings: readonly T[], max: number): T[] {
  return distinct(
    findings.filter(({ value }) => value.length <= MAX_VALUE && !isPlaceholder(value)),
    max,
  );
}

function behaviouralHunt(title: string, mechanics: Mechanics, languages: readonly QueryLanguage[]): Draft[] {
  const findings = Object.values(mechanics).flat();
  const runs = mechanics.names.length + mechanics.fragments.length > 0;
  const of: DraftFacts = {
    title: `Article-specific behavioural hunt — ${title}`,
    phase: runs ? 'exploit' : 'install',
    evidence: evidenceOf(findings),
  };
  return draft(of, behaviourSearch(title, mechanics, languages), languages);
}

function packageHunt(
  title: string,
  packages: readonly PackageFinding[],
  n: number,
  languages: readonly QueryLanguage[],
): Draft[] {
  const of: DraftFacts = {
    title: heading('Article-specific package hunt', title, n),
    phase: 'delivery',
    evidence: evidenceOf(packages),
  };
  return draft(of, packageSearch(title, packages), languages);
}

const KINDS: readonly {
  readonly heading: string;
  readonly types: readonly Indicator['type'][];
  readonly phase: Phase;
  readonly search: (title: string, indicators: readonly Indicator[]) => Search;
}[] = [
  {
    heading: 'Article-specific network indicators',
    types: ['domain', 'ipv4', 'ipv6', 'url'],
    phase: 'c2',
    search: networkSearch,
  },
  {
    heading: 'Article-specific file hashes',
    types: ['sha256', 'sha1', 'md5'],
    phase: 'install',
    search: hashSearch,
  },
  {
    heading: 'Article-specific senders',
    types: ['email'],
    phase: 'delivery',
    search: senderSearch,
  },
  {
    heading: 'Article-specific exposure',
    types: ['cve'],
    phase: 'recon',
    search: exposureSearch,
  },
];

function indicatorHunts(title: string, indicators: readonly Indicator[], languages: readonly QueryLanguage[]): Draft[] {
  return KINDS.flatMap(({ heading: kind, types, phase, search }) => {
    const own = indicators.filter(({ type }) => types.includes(type));
    return chunked(own, CHUNK).flatMap((chunk, n) => {
      const evidence = chunk.slice(0, MAX.evidence).map(({ type, value }) => `${type} ${value}`);
      const of: DraftFacts = { title: heading(kind, title, n), phase, evidence };
      return draft(of, search(title, chunk), languages);
    });
  });
}

type DraftFacts = Omit<Draft, 'queries' | 'confidence'>;

/** None where no language has anything to look for. */
function draft(of: DraftFacts, search: Search, languages: readonly QueryLanguage[]): Draft[] {
  const queries: Queries = Object.fromEntries(
    languages.flatMap((language) => {
      const text = language.render(search);
      return text === null ? [] : [[language.id, text]];
    }),
  );
  return hasQuery({ queries }) ? [{ ...of, confidence: 'High', queries, search }] : [];
}

/** The first of several has no number: a list that grows past one hunt must not rename it. */
function heading(kind: string, title: string, n: number): string {
  return `${kind}${n === 0 ? '' : ` (${n + 1})`} — ${title}`;
}

function evidenceOf(findings: readonly NamedThing[]): string[] {
  return [...new Set(findings.map(({ value, evidence }) => `${value}: ${evidence}`))].slice(0, MAX.evidence);
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
