import { type Article, SEVERITIES } from '../briefing/article.ts';
import { counted } from '../core/counted.ts';
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

const MATRICES: readonly { readonly matrix: AttackMatrix; readonly domain: string; readonly suffix: string }[] = [
  { matrix: 'enterprise', domain: 'enterprise-attack', suffix: '' },
  { matrix: 'mobile', domain: 'mobile-attack', suffix: '-mobile' },
  { matrix: 'ics', domain: 'ics-attack', suffix: '-ics' },
];

interface Item {
  readonly label: string;
  readonly color: string;
}

/** One of the three layers. */
interface Theme {
  readonly name: string;
  readonly title: string;
  /** What is scored, and what the colours mean. */
  readonly about: string;
  /** Of scores, from none up. */
  readonly gradient: readonly [string, string];
  readonly legend: readonly Item[];
  /** A technique's score, what of the legend it is, and what to read about it; null where it is not in this layer. */
  read(
    technique: TechniqueCoverage,
  ): { readonly score: number; readonly item: Item; readonly comment: readonly string[] } | null;
}

const PROVED: Item = { label: 'Hunted, and proved', color: '#41ab5d' };
const UNPROVED: Item = { label: 'Hunted, not proved', color: '#fdae61' };
const GAP_ONE: Item = { label: 'Told of by one article, looked for by none', color: '#fc9272' };
const GAP_MORE: Item = { label: 'Told of by several articles, looked for by none', color: '#de2d26' };
const MENTIONED_ONE: Item = { label: 'Told of by one article', color: '#c6dbef' };
const MENTIONED_MORE: Item = { label: 'Told of by several articles', color: '#6baed6' };

const THEMES: readonly Theme[] = [
  {
    name: 'mentioned',
    title: 'what articles tell of',
    about: 'Score: number of articles that tell of the technique. It says nothing of hunts.',
    gradient: ['#ffffff', '#2171b5'],
    legend: [MENTIONED_ONE, MENTIONED_MORE],
    read: ({ articles, hunts }) =>
      articles.length === 0
        ? null
        : {
            score: articles.length,
            item: articles.length > 1 ? MENTIONED_MORE : MENTIONED_ONE,
            comment: [`${counted(articles.length, 'article')}: ${titles(articles)}`, huntsLine(hunts)],
          },
  },
  {
    name: 'layer',
    title: 'what hunts look for',
    about:
      'Score: number of hunts. Proved: made rows were seen to make one of its queries hit; not proved: none were, or it was not run.',
    gradient: ['#ffffff', '#238b45'],
    legend: [PROVED, UNPROVED],
    read: ({ articles, hunts }) =>
      hunts.length === 0
        ? null
        : {
            score: hunts.length,
            item: hunts.some(({ proved }) => proved === true) ? PROVED : UNPROVED,
            comment: [huntsLine(hunts), `${counted(articles.length, 'article')}: ${titles(articles)}`],
          },
  },
  {
    name: 'gap',
    title: 'told of, and looked for by no hunt',
    about: 'Score: number of articles that tell of the technique, where no hunt looks for it.',
    gradient: ['#ffffff', '#a50f15'],
    legend: [GAP_ONE, GAP_MORE],
    read: ({ articles, hunts }) =>
      hunts.length > 0 || articles.length === 0
        ? null
        : {
            score: articles.length,
            item: articles.length > 1 ? GAP_MORE : GAP_ONE,
            comment: [`No hunt. ${counted(articles.length, 'article')}: ${titles(articles)}`],
          },
  },
];

/** Titles in a technique's comment, and characters of each. */
const MAX_TITLES = 6;
const MAX_TITLE = 120;

/**
 * ATT&CK Navigator layers (format 4.5:
 * https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md), three of them: what articles tell of, what
 * hunts look for, and what the first has beyond the second. Those of the enterprise matrix are always there, the others where they have
 * anything to show.
 */
export function exportNavigator({ articles, hunts, leftOut, platforms }: NavigatorInput): Exported {
  const covered = coverage(hunts, articles);
  const files = MATRICES.flatMap(({ matrix, domain, suffix }) => {
    const own = covered.filter(({ id }) => attackTechnique(id)?.matrix === matrix);
    return THEMES.flatMap((theme): ExportFile[] => {
      if (matrix !== 'enterprise' && !own.some((technique) => theme.read(technique) !== null)) return [];
      const content = `${JSON.stringify(layer(theme, own, matrix, domain, platforms), null, 2)}\n`;
      return [{ path: `navigator-${theme.name}${suffix}.json`, content }];
    });
  });
  const withHunts = covered.filter((technique) => technique.hunts.length > 0);
  return {
    files,
    ours: /^navigator-(?:layer|mentioned|proved|gap)(?:-mobile|-ics)?\.json$/,
    hunts: new Set(withHunts.flatMap((technique) => technique.hunts.map(({ key }) => key))),
    counts: {
      'techniques mentioned': covered.filter((technique) => technique.articles.length > 0).length,
      'techniques with hunts': withHunts.length,
      'techniques proved': withHunts.filter((technique) => technique.hunts.some(({ proved }) => proved === true))
        .length,
      'techniques without': covered.length - withHunts.length,
    },
    leftOut,
  };
}

function layer(
  theme: Theme,
  techniques: readonly TechniqueCoverage[],
  matrix: AttackMatrix,
  domain: string,
  platforms: readonly string[] | undefined,
): object {
  const inUse = platforms === undefined ? 'ready to be deployed' : `in use on ${platforms.join(', ')}`;
  const shown = techniques.flatMap((technique) => {
    const read = theme.read(technique);
    return read ? [{ technique, ...read }] : [];
  });
  const ids = new Set(shown.map(({ technique }) => technique.id));
  const parents = new Set([...ids].flatMap((id) => (id.includes('.') ? [id.replace(/\..*$/, '')] : [])));
  // MITRE's own reader gives each step between two colours a whole number of scores and fails where that is none
  // (https://github.com/mitre-attack/mitreattack-python, navlayers/core/gradient.py): two colours need a highest score of at least one.
  const most = Math.max(1, ...shown.map(({ score }) => score));
  return {
    name: `huntsync: ${theme.title}${platforms === undefined ? '' : ` (${platforms.join(', ')})`}`,
    versions: { attack: attackVersion(matrix), navigator: '5.2.0', layer: '4.5' },
    domain,
    description: `${theme.about} Hunts are those ${inUse}.`,
    sorting: 3,
    layout: { layout: 'side', showID: true, showName: true, expandedSubtechniques: 'annotated' },
    hideDisabled: false,
    techniques: [
      ...shown.map(({ technique: { id, hunts, articles }, score, item, comment }) => ({
        techniqueID: id,
        score,
        color: item.color,
        comment: comment.join(' | '),
        metadata: metadataOf(hunts, articles),
        ...(parents.has(id) ? { showSubtechniques: true } : {}),
      })),
      // A parent technique without a score is included so that it can be expanded.
      ...[...parents].filter((id) => !ids.has(id)).map((techniqueID) => ({ techniqueID, showSubtechniques: true })),
    ].sort((a, b) => (a.techniqueID < b.techniqueID ? -1 : 1)),
    gradient: { colors: theme.gradient, minValue: 0, maxValue: most },
    legendItems: theme.legend,
    metadata: theme.legend.map(({ label }) => ({
      name: label,
      value: String(shown.filter(({ item }) => item.label === label).length),
    })),
  };
}

function metadataOf(hunts: readonly CountedHunt[], articles: readonly string[]) {
  const severity = SEVERITIES.find((one) => hunts.some((hunt) => hunt.severity === one));
  return [
    ...(severity ? [{ name: 'severity', value: severity }] : []),
    { name: 'hunts', value: String(hunts.length) },
    { name: 'proof', value: proofOf(hunts) },
    { name: 'articles', value: String(articles.length) },
  ];
}

/** Whether hunts of it were seen to hit: proved, unproved, or none where none was run. */
function proofOf(hunts: readonly CountedHunt[]): string {
  const run = hunts.filter(({ proved }) => proved !== undefined);
  if (run.length === 0) return 'none';
  const proved = run.filter((hunt) => hunt.proved === true).length;
  return proved > 0 ? `proved (${proved} of ${hunts.length})` : 'unproved';
}

function huntsLine(hunts: readonly CountedHunt[]): string {
  return hunts.length === 0
    ? 'No hunt'
    : `${counted(hunts.length, 'hunt')}: ${titles(hunts.map(({ title }) => title))}`;
}

function titles(all: readonly string[]): string {
  const shown = all.slice(0, MAX_TITLES).map((title) => truncate(oneLine(title), MAX_TITLE));
  return [...shown, ...(all.length > shown.length ? [`… ${all.length - shown.length} more`] : [])].join('; ');
}
