import type { Problem } from '../core/problem.ts';
import { oneLine, stripUnsafe, truncate } from '../core/text.ts';
import { type Article, type ArticleHunt, INDICATOR_TYPES, type Indicator, type Technique } from './article.ts';
import { readFence } from './fences.ts';
import { headingKind, queryTitle } from './headings.ts';
import { articleId } from './identity.ts';
import { refang, SHAPES } from './indicators.ts';

const MAX_TITLE = 300;
const URL_LINE = /^https?:\/\/\S+$/i;
/** What closes a fence for a reader of CommonMark, if not for ours. */
const FENCE_LINE = /^ {0,3}(?:`{3,}|~{3,})\s*$/;

/**
 * The article as a briefing can hold it: one safe line where the grammar has one line, indicators in their order, and no query
 * that could leave its fence. `parseBriefing(renderBriefing(article))` has exactly these facts, id included; an article that
 * is synced without being written down must pass here too, or writing it down would change its identity. Idempotent.
 */
export function writable(article: Article): Article {
  const title = titleLine(article.title) || 'Untitled';
  const url = urlOf(article.url);
  const hunts = article.hunts.flatMap(writableHunt);
  const phases = [...article.phases, ...hunts.map(({ phase }) => phase)].filter((phase) => phase !== null);
  return {
    ...article,
    id: articleId(url, title),
    title,
    url,
    sources: article.sources.map((name) => oneLine(name.replaceAll(',', ' '))).filter((name) => name !== ''),
    published: dateOf(article.published),
    techniques: uniqueBy(article.techniques.flatMap(writableTechnique), ({ id }) => id),
    phases: [...new Set(phases)].sort(),
    indicators: writableIndicators(article.indicators),
    hunts,
    problems: [...article.problems, ...article.hunts.flatMap((hunt) => refusals(hunt, article.path))],
  };
}

/** A query that is left out is told. */
function refusals(hunt: ArticleHunt, path: string): Problem[] {
  return (['spl', 'kql'] as const)
    .filter((language) => hunt[language]?.trim() && writableQuery(hunt[language]) === null)
    .map((language) => ({
      code: 'unwritable-query',
      message: `The ${language.toUpperCase()} of "${oneLine(hunt.title)}" holds what no briefing can carry; it is left out.`,
      path,
    }));
}

/** One safe line as it stands: double spaces and no-break spaces are part of a title's own spelling. */
function titleLine(title: string): string {
  const line = stripUnsafe(title.replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ')).trim();
  return truncate(line, MAX_TITLE).trim();
}

function urlOf(url: string): string {
  const line = stripUnsafe(url).trim().replace(/\s/g, encodeURIComponent);
  return URL_LINE.test(line) ? line : '';
}

function dateOf(published: string | null): string | null {
  if (published === null || !/^\d{4}-\d{2}-\d{2}$/.test(published)) return null;
  const date = new Date(`${published}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(published) ? published : null;
}

function writableTechnique({ id, name }: Technique): Technique[] {
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return [];
  return [{ id, name: oneLine(name).replace(/^[\s—–:-]+/, '') }];
}

function writableIndicators(indicators: readonly Indicator[]): Indicator[] {
  const clean = indicators
    .map(({ type, value }): Indicator => ({ type, value: refang(value.trim()) }))
    .filter(({ type, value }) => SHAPES[type].test(value) && !/[`\s]/.test(value) && stripUnsafe(value) === value);
  const unique = uniqueBy(clean, ({ type, value }) => `${type} ${type === 'url' ? value : value.toLowerCase()}`);
  return INDICATOR_TYPES.flatMap((type) => unique.filter((indicator) => indicator.type === type));
}

function writableHunt(hunt: ArticleHunt, index: number): ArticleHunt[] {
  const spl = writableQuery(hunt.spl);
  const kql = writableQuery(hunt.kql);
  if (spl === null && kql === null) return [];
  const line = titleLine(hunt.title) || 'Untitled hunt';
  // "Splunk SPL — x" is how the curated grammar opens a query, and would be read as that.
  const title = queryTitle(line) === null ? line : `Hunt: ${line}`;
  const useCase = hunt.useCase !== null && /^[\w.:-]+$/.test(hunt.useCase) ? hunt.useCase : `UC_0_${index}`;
  const { phase, confidence, fromCatalogue } = hunt;
  return [{ title, useCase, phase, confidence, spl, kql, ...(fromCatalogue ? { fromCatalogue } : {}) }];
}

/** Null where the text is empty, has characters that nobody sees, or a line that ends the fence or looks like the briefing's own. */
function writableQuery(query: string | null): string | null {
  const text = query?.replace(/\r\n?/g, '\n') ?? '';
  const lines = text.split('\n');
  if (text.trim() === '' || stripUnsafe(text) !== text) return null;
  if (lines.some((line) => FENCE_LINE.test(line) || headingKind(line) !== undefined)) return null;
  const { state, text: read } = readFence(['```spl', ...lines, '```', ''], 0);
  return state === 'closed' && read === text ? text : null;
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}
