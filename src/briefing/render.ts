import { LANGUAGES, type LanguageOptions, type QueryLanguage } from '../quoting/languages.ts';
import type { Article, ArticleHunt, Indicator, IndicatorType } from './article.ts';
import { INDICATOR_LABELS } from './indicators.ts';
import { observableLine } from './observables.ts';
import { excerpt, inlineProse } from './prose.ts';
import { storedSearch } from './stored-search.ts';
import { namesLine } from './threat-names.ts';
import { EVIDENCE_HEADING, REASONS_HEADING } from './told.ts';
import { writable } from './writable.ts';

/** What a briefing says beside the article's facts. */
export interface BriefingExtras {
  /** The reasons for the severity, a sentence or a few words each. */
  readonly reasons: readonly string[];
  /** The article's own text; its beginning is shown. */
  readonly profile: string;
  /** What of the text supports the facts, each with its subject: `T1195.002: "…"`. */
  readonly evidence?: readonly string[];
}

/** Types that the feed labels as defanged. Values stand refanged below the labels, as they do there. */
const DEFANGED: ReadonlySet<IndicatorType> = new Set(['ipv4', 'ipv6', 'domain', 'url', 'email']);
const MAX_EVIDENCE = 20;

/**
 * Writes an article in the form that `parseBriefing` reads as the `auto` dialect, the one that the feed's own writer emits: same
 * sections, order, fences and closing sentence. Deterministic. Untrusted text is shown but never becomes structure (see
 * `writable` and `excerpt`).
 */
export function renderBriefing(
  article: Article,
  extras: BriefingExtras,
  { languages = LANGUAGES }: LanguageOptions = {},
): string {
  return renderWritable(writable(article, { languages }), extras, { languages });
}

/** The same of an article that went through `writable`: it is costly, and makes of its own result the same again. */
export function renderWritable(
  own: Article,
  extras: BriefingExtras,
  { languages = LANGUAGES }: LanguageOptions = {},
): string {
  const { severity, title, sources, published, url, techniques, phases, indicators, observables, hunts, noThreat } =
    own;
  const sentences = hunts
    .flatMap(({ useCase, why }) => (why === undefined ? [] : [`${useCase}: ${why}`]))
    .slice(0, MAX_EVIDENCE);
  const lines = [
    `# [${severity}] ${title}`,
    '',
    `**Source:** ${sources.join(', ')}`,
    `**Published:** ${published ?? 'undated'}`,
    `**Article:** ${url}`,
    ...(own.itemId === undefined ? [] : [`**Item:** ${own.itemId}`]),
    ...(own.partOf === undefined ? [] : [`**Part of:** ${own.partOf.join(', ')}`]),
    ...(own.names === undefined ? [] : [`**Names:** ${namesLine(own.names)}`]),
    ...(noThreat === undefined ? [] : [`**Threat:** none: ${noThreat}`]),
    '',
    ...section('Threat Profile', [excerpt(extras.profile) || '_The source gives no text beyond the title._']),
    ...section('Indicators of Compromise (high-fidelity only)', [
      ...indicators.map(bullet),
      ...(indicators.length > 0
        ? []
        : ['- _No high-fidelity IOCs in the text._ Defanged values and marked IOC lists count.']),
    ]),
    ...(own.retracts === undefined ? [] : section('Retracted indicators', own.retracts.map(bullet))),
    ...section('MITRE ATT&CK Techniques', [
      ...techniques.map(({ id, name }) => `- **${id}** — ${name}`.trimEnd()),
      ...(techniques.length > 0 ? [] : ['- _The text names and implies no technique._']),
    ]),
    ...section('Kill chain phases observed', [phases.length > 0 ? phases.join(', ') : '_(none detected in the text)_']),
    ...(observables === undefined ? [] : section('Observables', observables.map(observableLine))),
    ...section(
      'Recommended hunts',
      hunts.length > 0
        ? hunts.flatMap((hunt) => huntLines(hunt, languages))
        : ['_No hunt can be derived from the text._', ''],
    ),
    ...section('Why this matters', [
      closing({ severity, indicators, hunts, techniques }),
      ...list(REASONS_HEADING, extras.reasons),
      ...list(EVIDENCE_HEADING, [...sentences, ...(extras.evidence ?? []).slice(0, MAX_EVIDENCE - sentences.length)]),
    ]),
  ];
  return lines.join('\n');
}

function bullet({ type, value }: Indicator): string {
  return `- **${INDICATOR_LABELS[type]}${DEFANGED.has(type) ? ' (defanged)' : ''}:** \`${value}\``;
}

function section(heading: string, content: readonly string[]): string[] {
  return [`## ${heading}`, '', ...content, ''];
}

function huntLines(
  { title, useCase, phase, confidence, queries, search }: ArticleHunt,
  languages: readonly QueryLanguage[],
): string[] {
  return [
    `### ${title}`,
    '',
    `\`${useCase}\` · phase: **${phase ?? 'unknown'}** · confidence: **${confidence ?? 'unknown'}**`,
    '',
    ...(search === undefined ? [] : [storedSearch(search, queries), '']),
    ...languages.flatMap(({ id, label, fences }) => {
      const query = queries[id];
      return query === undefined ? [] : [`**${label}:**`, `\`\`\`${fences[0]}`, query, '```', ''];
    }),
  ];
}

type Counted = Pick<Article, 'severity' | 'indicators' | 'hunts' | 'techniques'>;

/** The sentence that readers compare with what they could read. */
function closing({ severity, indicators, hunts, techniques }: Counted): string {
  const flags = [
    indicators.some(({ type }) => type === 'cve') ? 'CVE present, ' : '',
    indicators.some(({ type }) => type !== 'cve') ? 'IOCs present, ' : '',
  ].join('');
  const counts = `${hunts.length} use case(s) fired, ${techniques.length} technique(s) inferred.`;
  return `Severity classified as **${severity}** based on: ${flags}${counts}`;
}

function list(heading: string, entries: readonly string[]): string[] {
  const shown = entries.map((entry) => inlineProse(entry)).filter((entry) => entry !== '');
  return shown.length === 0 ? [] : ['', heading, '', ...shown.map((entry) => `- ${entry}`)];
}
