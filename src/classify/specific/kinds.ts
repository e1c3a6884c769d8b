import type { Confidence, Indicator, Phase } from '../../briefing/article.ts';
import type { Observable, ObservableKind } from '../observables/observable.ts';
import type { HuntPart, Mechanics } from './behaviour.ts';
import { isPlainName } from './common.ts';
import type { HuntDraft } from './drafts.ts';
import { exposureParts, hashParts, networkParts, senderParts } from './indicators.ts';
import { packageParts } from './package-search.ts';
import type { PackageFinding } from './packages.ts';
import type { NamedThing } from './text.ts';
import { typedIndicators } from './values.ts';

/** How many things a hunt shows the sentences of. */
const MAX_EVIDENCE = 6;
const CHUNK = 50;
const PACKAGE_CHUNK = 25;

/** Observables of identities and clouds. */
export const IDENTITY: readonly ObservableKind[] = ['oauthApp', 'cloudUser', 'userAgent', 'network', 'cloudCall'];
/** Observables of web traffic. */
export const WEB: readonly ObservableKind[] = ['userAgent', 'webPath', 'request', 'action', 'bot', 'publicService'];
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

/** Packages, so many a hunt. */
export function packageDrafts(packages: readonly PackageFinding[]): HuntDraft[] {
  return chunked(packages, PACKAGE_CHUNK).map(packageDraft);
}

/** A path, key, service or command is the attackers' own; a file's name alone may be anybody's, a short one most of all. */
export function behaviourDraft(mechanics: Mechanics, parts: readonly HuntPart[]): HuntDraft {
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

/** A hunt for observables of some kinds, surer where there is more to find them by. */
export function observablesDraft(
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
    evidence: [...evidenceOf(own), ...more.map(({ type, value }) => `${type} ${value}`)].slice(0, MAX_EVIDENCE),
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

function packageDraft(packages: readonly PackageFinding[], n: number): HuntDraft {
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

/** A hunt for each kind of indicators. */
export function indicatorDrafts(indicators: readonly Indicator[]): HuntDraft[] {
  return KINDS.flatMap(({ heading, types, phase, confidence, parts }) =>
    chunked(typedIndicators(indicators, ...types), CHUNK).map((chunk, n) => ({
      heading: numbered(heading, n),
      phase,
      confidence,
      evidence: chunk.slice(0, MAX_EVIDENCE).map(({ type, value }) => `${type} ${value}`),
      parts: parts(chunk),
    })),
  );
}

/** The first of several has no number: a list that grows past one hunt must not rename it. */
function numbered(heading: string, n: number): string {
  return n === 0 ? heading : `${heading} (${n + 1})`;
}

function evidenceOf(findings: readonly NamedThing[]): string[] {
  return [...new Set(findings.map(({ value, evidence }) => `${value}: ${evidence}`))].slice(0, MAX_EVIDENCE);
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
