import type { ArticleHunt, Indicator, Phase } from '../briefing/article.ts';
import { oneLine } from '../core/text.ts';
import { queriesOf } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { behaviourKql, behaviourSpl, type Mechanics } from './specific/behaviour.ts';
import { findFragments } from './specific/commands.ts';
import {
  exposureQueries,
  hashQueries,
  type IndicatorQueries,
  networkQueries,
  senderQueries,
} from './specific/indicators.ts';
import { findNames } from './specific/names.ts';
import { packageQueries } from './specific/package-queries.ts';
import { findPackages, type PackageFinding } from './specific/packages.ts';
import { findPaths } from './specific/paths.ts';
import { isPlaceholder } from './specific/placeholders.ts';
import { findKeys, findMutexes, findServices } from './specific/registry.ts';
import { techniquesOf } from './specific/techniques.ts';
import { distinct, type Finding, linesOf } from './specific/text.ts';

/** What is known of the article beside its text. */
export interface SpecificFacts {
  readonly indicators: readonly Indicator[];
}

/** A hunt of one article's own. */
export interface SpecificHunt extends ArticleHunt {
  /** ATT&CK ids of what it looks for. */
  readonly techniques: readonly string[];
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
export function articleHunts(item: ItemDocument, { indicators }: SpecificFacts): SpecificHunt[] {
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
    ...behaviouralHunt(title, mechanics),
    ...chunked(packages, PACKAGE_CHUNK).flatMap((chunk, n) => packageHunt(title, chunk, n)),
    ...indicatorHunts(
      title,
      indicators.filter(({ value }) => !isPlaceholder(value)),
    ),
  ];
  return drafts.map((draft, n) => ({ ...draft, useCase: `UC_0_${n}` }));
}

function shortTitle(title: string): string {
  return [...oneLine(title)].slice(0, TITLE).join('').trim();
}

function particular<T extends Finding>(findings: readonly T[], max: number): T[] {
  return distinct(
    findings.filter(({ value }) => value.length <= MAX_VALUE && !isPlaceholder(value)),
    max,
  );
}

function behaviouralHunt(title: string, mechanics: Mechanics): Draft[] {
  const spl = behaviourSpl(title, mechanics);
  const kql = behaviourKql(title, mechanics);
  if (spl === null && kql === null) return [];
  const findings = Object.values(mechanics).flat();
  const runs = mechanics.names.length + mechanics.fragments.length > 0;
  return [
    {
      title: `Article-specific behavioural hunt — ${title}`,
      phase: runs ? 'exploit' : 'install',
      confidence: 'High',
      queries: queriesOf({ spl, kql }),
      techniques: techniquesOf(mechanics),
      evidence: evidenceOf(findings),
    },
  ];
}

function packageHunt(title: string, packages: readonly PackageFinding[], n: number): Draft[] {
  const queries = packageQueries(title, packages);
  const of = { title: heading('Article-specific package hunt', title, n), phase: 'delivery' as const };
  return draft(of, ['T1195.002'], queries, evidenceOf(packages));
}

const KINDS: readonly {
  readonly heading: string;
  readonly types: readonly Indicator['type'][];
  readonly phase: Phase;
  readonly techniques: readonly string[];
  readonly queries: (title: string, indicators: readonly Indicator[]) => IndicatorQueries;
}[] = [
  {
    heading: 'Article-specific network indicators',
    types: ['domain', 'ipv4', 'ipv6', 'url'],
    phase: 'c2',
    techniques: ['T1071'],
    queries: networkQueries,
  },
  {
    heading: 'Article-specific file hashes',
    types: ['sha256', 'sha1', 'md5'],
    phase: 'install',
    techniques: ['T1204.002'],
    queries: hashQueries,
  },
  {
    heading: 'Article-specific senders',
    types: ['email'],
    phase: 'delivery',
    techniques: ['T1566'],
    queries: senderQueries,
  },
  {
    heading: 'Article-specific exposure',
    types: ['cve'],
    phase: 'recon',
    techniques: ['T1190'],
    queries: exposureQueries,
  },
];

function indicatorHunts(title: string, indicators: readonly Indicator[]): Draft[] {
  return KINDS.flatMap(({ heading: of, types, phase, techniques, queries }) => {
    const own = indicators.filter(({ type }) => types.includes(type));
    return chunked(own, CHUNK).flatMap((chunk, n) => {
      const evidence = chunk.slice(0, MAX.evidence).map(({ type, value }) => `${type} ${value}`);
      return draft({ title: heading(of, title, n), phase }, techniques, queries(title, chunk), evidence);
    });
  });
}

function draft(
  of: { readonly title: string; readonly phase: Phase },
  techniques: readonly string[],
  { spl, kql }: IndicatorQueries,
  evidence: readonly string[],
): Draft[] {
  return spl === null && kql === null
    ? []
    : [{ ...of, confidence: 'High', queries: queriesOf({ spl, kql }), techniques, evidence }];
}

/** The first of several has no number: a list that grows past one hunt must not rename it. */
function heading(kind: string, title: string, n: number): string {
  return `${kind}${n === 0 ? '' : ` (${n + 1})`} — ${title}`;
}

function evidenceOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ value, evidence }) => `${value}: ${evidence}`))].slice(0, MAX.evidence);
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
