import type { ArticleHunt, Confidence, Indicator, Phase } from '../briefing/article.ts';
import { oneLine } from '../core/text.ts';
import { LANGUAGES, type LanguageOptions } from '../quoting/languages.ts';
import type { ItemDocument } from '../sources/source.ts';
import { findObservables } from './observables/find.ts';
import { huntedValues, type Observable, type ObservableKind } from './observables/observable.ts';
import { behaviourParts, type HuntPart, type Mechanics } from './specific/behaviour.ts';
import { findFragments } from './specific/commands.ts';
import { isPlainName } from './specific/common.ts';
import { type HuntDraft, limited, writeDraft } from './specific/drafts.ts';
import { isEverydayName } from './specific/everyday.ts';
import { identityParts } from './specific/identity-search.ts';
import { exposureParts, hashParts, networkParts, senderParts, subjectParts } from './specific/indicators.ts';
import { findNames, findSideloads } from './specific/names.ts';
import { packageParts } from './specific/package-search.ts';
import { findPackages, type PackageFinding } from './specific/packages.ts';
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
  evidence: 6,
} as const;
const MAX_VALUE = 200;
const CHUNK = 50;
const PACKAGE_CHUNK = 25;
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
    behaviour(mechanics, behaviourParts(mechanics, languages)),
    ofObservables('Article-specific identity and cloud hunt', 'actions', observables, IDENTITY, {
      parts: identityParts(observables, indicators, languages),
    }),
    ofObservables('Article-specific web hunt', 'c2', observables, WEB, {
      parts: webParts(observables, indicators, languages),
      more: typedIndicators(indicators, 'ja3', 'ja3s', 'ja4', 'certificate_serial', 'certificate_hash'),
    }),
    ...chunked(packages, PACKAGE_CHUNK).map((chunk, n) => packageHunt(chunk, n)),
    ...indicatorHunts(indicators),
    ofObservables('Article-specific mail subjects', 'delivery', observables, ['mailSubject'], {
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

const IDENTITY: readonly ObservableKind[] = ['oauthApp', 'cloudUser', 'userAgent', 'network', 'cloudCall'];
const WEB: readonly ObservableKind[] = ['userAgent', 'webPath', 'request', 'action', 'bot', 'publicService'];
/** What stands for itself: nobody else has the same. */
const PARTICULAR: readonly ObservableKind[] = [
  'pipe',
  'oauthApp',
  'browserExtension',
  'editorExtension',
  'launchLabel',
];
/** What others may have, too. */
const COMMON: readonly ObservableKind[] = ['port', 'network', 'publicService', 'request', 'hypervisorCommand'];

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

/** A path, key, service or command is the attackers' own; a file's name alone may be anybody's, a short one most of all. */
function behaviour(mechanics: Mechanics, parts: readonly HuntPart[]): HuntDraft {
  const { names, sideloads, paths, keys, services, mutexes, fragments } = mechanics;
  const observables = mechanics.observables.filter(
    ({ kind, unhunted }) =>
      unhunted === undefined &&
      ![...IDENTITY, ...WEB.filter((one) => one !== 'action' && one !== 'bot'), 'mailSubject'].includes(kind),
  );
  const sure = paths.length + keys.length + services.length + mutexes.length + fragments.length + sideloads.length > 0;
  const longNames = names.some(({ value }) => !isPlainName(value));
  const runs = names.length + fragments.length > 0;
  return {
    heading: 'Article-specific behavioural hunt',
    phase: runs ? 'exploit' : 'install',
    confidence: sure ? 'High' : longNames ? atLeast('Medium', confidenceOf(observables)) : confidenceOf(observables),
    evidence: evidenceOf([
      ...names,
      ...paths,
      ...keys,
      ...services,
      ...mutexes,
      ...fragments,
      ...sideloads,
      ...observables,
    ]),
    parts,
  };
}

function ofObservables(
  heading: string,
  phase: Phase,
  observables: readonly Observable[],
  kinds: readonly ObservableKind[],
  { parts, more = [] }: { readonly parts: readonly HuntPart[]; readonly more?: readonly Indicator[] },
): HuntDraft {
  const own = observables.filter(({ kind, unhunted }) => kinds.includes(kind) && unhunted === undefined);
  return {
    heading,
    phase,
    confidence: more.length > 0 ? atLeast('Medium', confidenceOf(own)) : confidenceOf(own),
    evidence: [...evidenceOf(own), ...more.map(({ type, value }) => `${type} ${value}`)].slice(0, MAX.evidence),
    parts,
  };
}

function confidenceOf(observables: readonly Observable[]): Confidence {
  if (observables.some(({ kind, role }) => role === 'attacker' && PARTICULAR.includes(kind))) return 'High';
  return observables.some(({ kind, role }) => role === 'attacker' && !COMMON.includes(kind)) ? 'Medium' : 'Low';
}

function atLeast(least: Confidence, confidence: Confidence): Confidence {
  return confidence === 'Low' ? least : confidence;
}

function packageHunt(packages: readonly PackageFinding[], n: number): HuntDraft {
  return {
    heading: numbered('Article-specific package hunt', n),
    phase: 'delivery',
    confidence: packages.some(({ version }) => version !== null) ? 'High' : 'Medium',
    evidence: evidenceOf(packages),
    parts: packageParts(packages),
  };
}

const KINDS: readonly {
  readonly heading: string;
  readonly types: readonly Indicator['type'][];
  readonly phase: Phase;
  readonly confidence: Confidence;
  readonly parts: (indicators: readonly Indicator[]) => HuntPart[];
}[] = [
  {
    heading: 'Article-specific network indicators',
    types: ['domain', 'ipv4', 'ipv6', 'url'],
    phase: 'c2',
    confidence: 'High',
    parts: networkParts,
  },
  {
    heading: 'Article-specific file hashes',
    types: ['sha256', 'sha1', 'md5', 'sha512', 'imphash'],
    phase: 'install',
    confidence: 'High',
    parts: hashParts,
  },
  {
    heading: 'Article-specific senders',
    types: ['email'],
    phase: 'delivery',
    confidence: 'High',
    parts: senderParts,
  },
  {
    heading: 'Article-specific exposure',
    types: ['cve'],
    phase: 'recon',
    // A machine that could be attacked, not one that was.
    confidence: 'Medium',
    parts: exposureParts,
  },
];

function indicatorHunts(indicators: readonly Indicator[]): HuntDraft[] {
  return KINDS.flatMap(({ heading, types, phase, confidence, parts }) =>
    chunked(typedIndicators(indicators, ...types), CHUNK).map((chunk, n) => ({
      heading: numbered(heading, n),
      phase,
      confidence,
      evidence: chunk.slice(0, MAX.evidence).map(({ type, value }) => `${type} ${value}`),
      parts: parts(chunk),
    })),
  );
}

/** The first of several has no number: a list that grows past one hunt must not rename it. */
function numbered(heading: string, n: number): string {
  return n === 0 ? heading : `${heading} (${n + 1})`;
}

function evidenceOf(findings: readonly NamedThing[]): string[] {
  return [...new Set(findings.map(({ value, evidence }) => `${value}: ${evidence}`))].slice(0, MAX.evidence);
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
