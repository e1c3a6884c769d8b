import { LANGUAGES, type LanguageOptions, type QueryLanguage } from '../quoting/languages.ts';
import type { Article, ArticleHunt, IndicatorType } from './article.ts';
import { excerpt, inlineProse } from './prose.ts';
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

/** The feed's labels. Values stand refanged below them, as they do there. */
const LABELS: Readonly<Record<IndicatorType, string>> = {
  cve: 'CVE',
  ipv4: 'IPv4 (defanged)',
  ipv6: 'IPv6 (defanged)',
  domain: 'Domain (defanged)',
  url: 'URL (defanged)',
  sha256: 'SHA256',
  sha1: 'SHA1',
  md5: 'MD5',
  email: 'Email (defanged)',
};
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
  const { severity, title, sources, published, url, techniques, phases, indicators, hunts, noThreat } = writable(
    article,
    {
      languages,
    },
  );
  const sentences = hunts
    .flatMap(({ useCase, why }) => (why === undefined ? [] : [`${useCase}: ${why}`]))
    .slice(0, MAX_EVIDENCE);
  const lines = [
    `# [${severity}] ${title}`,
    '',
    `**Source:** ${sources.join(', ')}`,
    `**Published:** ${published ?? 'undated'}`,
    `**Article:** ${url}`,
    ...(noThreat === undefined ? [] : [`**Threat:** none: ${noThreat}`]),
    '',
    ...section('Threat Profile', [excerpt(extras.profile) || '_The source gives no text beyond the title._']),
    ...section('Indicators of Compromise (high-fidelity only)', [
      ...indicators.map(({ type, value }) => `- **${LABELS[type]}:** \`${value}\``),
      ...(indicators.length > 0
        ? []
        : ['- _No high-fidelity IOCs in the text._ Defanged values and marked IOC lists count.']),
    ]),
    ...section('MITRE ATT&CK Techniques', [
      ...techniques.map(({ id, name }) => `- **${id}** — ${name}`.trimEnd()),
      ...(techniques.length > 0 ? [] : ['- _The text names and implies no technique._']),
    ]),
    ...section('Kill chain phases observed', [phases.length > 0 ? phases.join(', ') : '_(none detected in the text)_']),
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

function section(heading: string, content: readonly string[]): string[] {
  return [`## ${heading}`, '', ...content, ''];
}

function huntLines(
  { title, useCase, phase, confidence, queries }: ArticleHunt,
  languages: readonly QueryLanguage[],
): string[] {
  return [
    `### ${title}`,
    '',
    `\`${useCase}\` · phase: **${phase ?? 'unknown'}** · confidence: **${confidence ?? 'unknown'}**`,
    '',
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
