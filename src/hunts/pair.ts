import type { ArticleHunt } from '../briefing/article.ts';
import { huntTitle } from './identity.ts';

/**
 * Joins what is one hunt in several languages: analyst-written briefings give each language a section of its own, without ids.
 * Sections belong together only where one article has two or more of a title, each the only one of that title in its language.
 * The hunt stands where the first of them stood; blank queries are left out.
 */
export function pairLanguages(hunts: readonly ArticleHunt[]): ArticleHunt[] {
  const cleaned = hunts.map(withoutBlank);
  const groups = groupsByTitle(cleaned);
  return cleaned.flatMap((hunt) => {
    const group = languageOf(hunt) === null ? [] : (groups.get(huntTitle(hunt.title)) ?? []);
    if (group.length < 2 || !group.includes(hunt)) return [hunt];
    if (hunt !== group[0]) return [];
    return [
      {
        ...hunt,
        phase: group.find(({ phase }) => phase !== null)?.phase ?? null,
        confidence: group.find(({ confidence }) => confidence !== null)?.confidence ?? null,
        queries: Object.assign({}, ...group.map(({ queries }) => queries)),
      },
    ];
  });
}

/** By title, the hunts without an id that are the only one of their title in the one language that they have. */
function groupsByTitle(hunts: readonly ArticleHunt[]): Map<string, ArticleHunt[]> {
  const byTitle = new Map<string, Map<string, ArticleHunt | null>>();
  for (const hunt of hunts) {
    const language = languageOf(hunt);
    if (language === null) continue;
    const title = huntTitle(hunt.title);
    const ofTitle = byTitle.get(title) ?? new Map<string, ArticleHunt | null>();
    byTitle.set(title, ofTitle.set(language, ofTitle.has(language) ? null : hunt));
  }
  return new Map(
    [...byTitle].map(([title, ofTitle]) => [title, [...ofTitle.values()].filter((hunt) => hunt !== null)]),
  );
}

/** The one language of a hunt without an id; null for every other. */
function languageOf({ useCase, queries }: ArticleHunt): string | null {
  const [language, ...more] = Object.keys(queries);
  return useCase !== null || language === undefined || more.length > 0 ? null : language;
}

function withoutBlank(hunt: ArticleHunt): ArticleHunt {
  const written = Object.entries(hunt.queries).filter(([, text]) => text.trim() !== '');
  return written.length === Object.keys(hunt.queries).length ? hunt : { ...hunt, queries: Object.fromEntries(written) };
}
