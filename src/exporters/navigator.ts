import { type Article, SEVERITIES, type Severity } from '../briefing/article.ts';
import { oneLine, truncate } from '../core/text.ts';
import { type AttackMatrix, attackTechnique, attackVersion } from '../knowledge/attack.ts';
import type { Exported, ExportFile, LeftOut } from '../sync/exported.ts';
import { type CountedHunt, coverage, type TechniqueCoverage } from './coverage.ts';

/** What the layers show. */
export interface NavigatorInput {
  readonly articles: readonly Article[];
  /** The hunts that count. */
  readonly hunts: readonly CountedHunt[];
  readonly leftOut: readonly LeftOut[];
  /** Names of the platforms that were asked which hunts they have in use; undefined where none was. */
  readonly platforms?: readonly string[];
}

/** Dark to light: on top of the matrix' white, in the order of SEVERITIES. */
const COLOURS: Readonly<Record<Severity, string>> = {
  CRIT: '#d7301f',
  HIGH: '#fc8d59',
  MED: '#fdcc8a',
  LOW: '#c7e9b4',
};
const RECOMMENDED = '#9ecae1';
/**
 * Of scores, from none up. MITRE's own reader (https://github.com/mitre-attack/mitreattack-python, navlayers/core/gradient.py)
 * gives each step between two colours a whole number of scores and fails where that is none: the highest score is at least the
 * number of steps.
 */
const GRADIENT = ['#ffffff', COLOURS.HIGH, COLOURS.CRIT];

const MATRICES: readonly { readonly matrix: AttackMatrix; readonly domain: string; readonly path: string }[] = [
  { matrix: 'enterprise', domain: 'enterprise-attack', path: 'navigator-layer.json' },
  { matrix: 'mobile', domain: 'mobile-attack', path: 'navigator-layer-mobile.json' },
  { matrix: 'ics', domain: 'ics-attack', path: 'navigator-layer-ics.json' },
];

/** Titles in a technique's comment, and characters of each. */
const MAX_TITLES = 10;
const MAX_TITLE = 120;

/**
 * ATT&CK Navigator layers (format 4.5:
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md): how many hunts a technique has,
 * how severe they are, and which techniques articles name that no hunt covers. The enterprise layer is always there, the other
 * two where they have anything to show.
 */
export function exportNavigator({ articles, hunts, leftOut, platforms }: NavigatorInput): Exported {
  const covered = coverage(hunts, articles);
  const files = MATRICES.flatMap(({ matrix, domain, path }): ExportFile[] => {
    const own = covered.filter(({ id }) => attackTechnique(id)?.matrix === matrix);
    if (own.length === 0 && matrix !== 'enterprise') return [];
    return [{ path, content: `${JSON.stringify(layer(own, matrix, domain, platforms), null, 2)}\n` }];
  });
  const withHunts = covered.filter((technique) => technique.hunts.length > 0);
  return {
    files,
    ours: /^navigator-layer(?:-mobile|-ics)?\.json$/,
    hunts: new Set(withHunts.flatMap((technique) => technique.hunts.map(({ key }) => key))),
    counts: { 'techniques with hunts': withHunts.length, 'techniques without': covered.length - withHunts.length },
    leftOut,
  };
}

function layer(
  techniques: readonly TechniqueCoverage[],
  matrix: AttackMatrix,
  domain: string,
  platforms: readonly string[] | undefined,
): object {
  const inUse = platforms === undefined ? 'ready to be deployed' : `in use on ${platforms.join(', ')}`;
  const most = Math.max(0, ...techniques.map(({ hunts }) => hunts.length));
  const missing = techniques.filter(({ hunts }) => hunts.length === 0).length;
  const parents = parentsOf(techniques);
  return {
    name: platforms === undefined ? 'huntsync' : `huntsync: ${platforms.join(', ')}`,
    versions: { attack: attackVersion(matrix), navigator: '5.2.0', layer: '4.5' },
    domain,
    description: `Hunts ${inUse}. Score: number of hunts; colour: the most severe of them. Recommended: articles tell of the technique, and no hunt looks for it.`,
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true, expandedSubtechniques: 'annotated' },
    hideDisabled: false,
    techniques: [
      ...techniques.map((technique) => annotated(technique, parents.has(technique.id))),
      // A parent technique without a score is included so that it can be expanded.
      ...[...parents]
        .filter((id) => !techniques.some((technique) => technique.id === id))
        .map((techniqueID) => ({ techniqueID, showSubtechniques: true })),
    ].sort((a, b) => (a.techniqueID < b.techniqueID ? -1 : 1)),
    gradient: { colors: GRADIENT, minValue: 0, maxValue: Math.max(GRADIENT.length - 1, most) },
    legendItems: [
      ...SEVERITIES.map((severity) => ({ label: `${severity} hunts`, color: COLOURS[severity] })),
      { label: 'Recommended, no hunt', color: RECOMMENDED },
    ],
    metadata: [
      { name: 'techniques with hunts', value: String(techniques.length - missing) },
      { name: 'techniques recommended, no hunt', value: String(missing) },
    ],
  };
}

/** The techniques that these are sub-techniques of. */
function parentsOf(techniques: readonly TechniqueCoverage[]): ReadonlySet<string> {
  return new Set(techniques.flatMap(({ id }) => (id.includes('.') ? [id.replace(/\..*$/, '')] : [])));
}

function annotated({ id, hunts, articles }: TechniqueCoverage, isParent: boolean) {
  const [worst] = hunts;
  const named = `${articles.length} ${articles.length === 1 ? 'article' : 'articles'}`;
  return {
    techniqueID: id,
    score: hunts.length,
    color: worst ? COLOURS[worst.severity] : RECOMMENDED,
    comment: worst
      ? `${hunts.length} ${hunts.length === 1 ? 'hunt' : 'hunts'}: ${titles(hunts.map(({ title }) => title))}`
      : `recommended, no hunt. Named by ${named}: ${titles(articles)}`,
    metadata: [
      ...(worst ? [{ name: 'severity', value: worst.severity }] : []),
      { name: 'hunts', value: String(hunts.length) },
      { name: 'proof', value: proofOf(hunts) },
      { name: 'articles', value: String(articles.length) },
    ],
    ...(isParent ? { showSubtechniques: true } : {}),
  };
}

/** Whether hunts of it were seen to hit: proved, unproved, or none where none was run. */
function proofOf(hunts: readonly CountedHunt[]): string {
  const run = hunts.filter(({ proved }) => proved !== undefined);
  if (run.length === 0) return 'none';
  const proved = run.filter((hunt) => hunt.proved === true).length;
  return proved > 0 ? `proved (${proved} of ${hunts.length})` : 'unproved';
}

function titles(all: readonly string[]): string {
  const shown = all.slice(0, MAX_TITLES).map((title) => truncate(oneLine(title), MAX_TITLE));
  return [...shown, ...(all.length > shown.length ? [`… ${all.length - shown.length} more`] : [])].join('; ');
}
