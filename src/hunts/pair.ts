import type { ArticleHunt } from '../briefing/article.ts';
import { huntTitle } from './identity.ts';

/**
 * Joins what is one hunt in two languages: analyst-written briefings give SPL and KQL in sections of their own, without
 * ids. Two sections are a pair only where one article has exactly one SPL-only and one KQL-only section of a title.
 * The pair stands where the first of the two stood; blank queries become null.
 */
export function pairLanguages(hunts: readonly ArticleHunt[]): ArticleHunt[] {
  const cleaned = hunts.map((hunt) => ({ ...hunt, spl: query(hunt.spl), kql: query(hunt.kql) }));
  const splOnly = soleByTitle(
    cleaned.filter((hunt) => hunt.useCase === null && hunt.spl !== null && hunt.kql === null),
  );
  const kqlOnly = soleByTitle(
    cleaned.filter((hunt) => hunt.useCase === null && hunt.kql !== null && hunt.spl === null),
  );
  return cleaned.flatMap((hunt) => {
    const title = huntTitle(hunt.title);
    const spl = splOnly.get(title);
    const kql = kqlOnly.get(title);
    if (!spl || !kql || (hunt !== spl && hunt !== kql)) return [hunt];
    if (cleaned.indexOf(hunt) !== Math.min(cleaned.indexOf(spl), cleaned.indexOf(kql))) return [];
    return [
      {
        ...hunt,
        phase: spl.phase ?? kql.phase,
        confidence: spl.confidence ?? kql.confidence,
        spl: spl.spl,
        kql: kql.kql,
      },
    ];
  });
}

/** The hunts whose title no other of them has. */
function soleByTitle(hunts: readonly ArticleHunt[]): Map<string, ArticleHunt> {
  const byTitle = new Map<string, ArticleHunt>();
  const several = new Set<string>();
  for (const hunt of hunts) {
    const title = huntTitle(hunt.title);
    if (byTitle.has(title)) several.add(title);
    byTitle.set(title, hunt);
  }
  for (const title of several) byTitle.delete(title);
  return byTitle;
}

function query(text: string | null): string | null {
  return text?.trim() ? text : null;
}
