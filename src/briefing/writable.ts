import { hashOf } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import { oneLine, stripUnsafe, truncate, truncateWords } from '../core/text.ts';
import { hasQuery, type LanguageOptions, type Queries, type QueryLanguage } from '../quoting/languages.ts';
import type { Search } from '../quoting/search.ts';
import { searchFromJson, searchToJson } from '../quoting/search-json.ts';
import { type Article, type ArticleHunt, INDICATOR_TYPES, type Indicator, type Technique } from './article.ts';
import { openingOf, readFence } from './fences.ts';
import { type Grammar, grammarOf } from './grammar.ts';
import { headingKind } from './headings.ts';
import { articleId } from './identity.ts';
import { refang, SHAPES } from './indicators.ts';
import { writableObservables } from './observables.ts';
import { writableNames } from './threat-names.ts';

const MAX_TITLE = 300;
/** With the hunt's id in front it is one line of the evidence. */
const MAX_SENTENCE = 200;
const URL_LINE = /^https?:\/\/\S+$/i;

/**
 * The article as a briefing can hold it: one safe line where the grammar has one line, indicators in their order, and no query
 * that could leave its fence. `parseBriefing(renderBriefing(article))` has exactly these facts, id included; an article that
 * is synced without being written down must pass here too, or writing it down would change its identity. Idempotent.
 */
export function writable(article: Article, { languages }: LanguageOptions = {}): Article {
  const grammar = grammarOf(languages);
  const hunts = article.hunts.flatMap((hunt, index) => writableHunt(hunt, index, grammar));
  const observables = writableObservables(article.observables ?? []);
  const phases = [...article.phases, ...hunts.map(({ phase }) => phase)].filter((phase) => phase !== null);
  const { names: named = [], retracts: taken = [], observables: _given, ...rest } = article;
  const names = writableNames(named);
  const retracts = writableIndicators(taken);
  return {
    ...rest,
    ...writableHeader(article),
    sources: article.sources.map((name) => oneLine(name.replaceAll(',', ' '))).filter((name) => name !== ''),
    techniques: uniqueBy(article.techniques.flatMap(writableTechnique), ({ id }) => id),
    phases: [...new Set(phases)].sort(),
    indicators: writableIndicators(article.indicators),
    ...(observables.length > 0 ? { observables } : {}),
    hunts,
    ...(names.length === 0 ? {} : { names }),
    ...(retracts.length === 0 ? {} : { retracts }),
    ...(article.noThreat === undefined ? {} : { noThreat: oneLine(article.noThreat) || 'not told why' }),
    problems: [...article.problems, ...article.hunts.flatMap((hunt) => refusals(hunt, article.path, grammar))],
  };
}

/** What tells the article from others, as a briefing can hold it: known before the rest is. */
export function writableHeader({
  itemId,
  title: given,
  url: link,
  published,
}: Pick<Article, 'itemId' | 'title' | 'url' | 'published'>): Pick<Article, 'id' | 'title' | 'url' | 'published'> {
  const title = titleLine(given) || 'Untitled';
  const url = urlOf(link);
  return { id: itemId ?? articleId(url, title), title, url, published: dateOf(published) };
}

/** A problem for each query that is left out. */
function refusals({ title, queries }: ArticleHunt, path: string, grammar: Grammar): Problem[] {
  return grammar.languages
    .filter((language) => queries[language.id]?.trim() && writableQuery(queries, language, grammar) === null)
    .map((language) => ({
      code: 'unwritable-query',
      message: `The ${language.title} of "${oneLine(title)}" holds what no briefing can carry; it is left out.`,
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

function writableHunt(hunt: ArticleHunt, index: number, grammar: Grammar): ArticleHunt[] {
  const queries = Object.fromEntries(
    grammar.languages.flatMap((language) => {
      const text = writableQuery(hunt.queries, language, grammar);
      return text === null ? [] : [[language.id, text]];
    }),
  );
  if (!hasQuery({ queries })) return [];
  const line = titleLine(hunt.title) || 'Untitled hunt';
  // "<language> — x" is how the curated grammar opens a query, and would be read as that.
  const title = grammar.queryTitle(line) === null ? line : `Hunt: ${line}`;
  const useCase = hunt.useCase !== null && /^[\w.:-]+$/.test(hunt.useCase) ? hunt.useCase : `UC_0_${index}`;
  const { phase, confidence, fromCatalogue } = hunt;
  const why = truncateWords(oneLine(hunt.why ?? ''), MAX_SENTENCE);
  const search = hashOf(queries) === hashOf(hunt.queries) ? writableSearch(hunt.search) : null;
  return [
    {
      title,
      useCase,
      phase,
      confidence,
      queries,
      ...(why === '' ? {} : { why }),
      ...(search === null ? {} : { search }),
      ...(fromCatalogue ? { fromCatalogue } : {}),
    },
  ];
}

function writableSearch(search: Search | undefined): Search | null {
  return search === undefined ? null : searchFromJson(searchToJson(search));
}

/** Null if the text is empty, has invisible characters, or a line that ends the fence or looks like the briefing's structure. */
function writableQuery(queries: Queries, { id, fences }: QueryLanguage, grammar: Grammar): string | null {
  const text = queries[id]?.replace(/\r\n?/g, '\n') ?? '';
  const lines = text.split('\n');
  if (text.trim() === '' || stripUnsafe(text) !== text) return null;
  if (lines.some((line) => openingOf(line)?.info === '' || headingKind(line, grammar) !== undefined)) return null;
  const fence = readFence([`\`\`\`${fences[0]}`, ...lines, '```', ''], 0, grammar);
  return fence?.state === 'closed' && fence.text === text ? text : null;
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}
