import { onFirstUse } from '../core/on-first-use.ts';
import { describedIn } from '../exporters/deployed.ts';
import type { MergedArticle } from '../hunts/merge.ts';
import type { Severity } from '../knowledge/vocabulary.ts';
import { SHORT_ID_LENGTH } from '../sync/evidence.ts';
import type { CheckedHunt } from '../sync/query.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Change } from '../sync/types.ts';

/** What a run has read, for reports that tell of articles and hunts beside the changes. */
export interface RunFacts {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly articles: readonly MergedArticle[];
  readonly hunts: readonly CheckedHunt[];
}

export const NO_FACTS: RunFacts = { today: '', articles: [], hunts: [] };

/** What the hunt behind a change is about. */
export interface ChangeAbout {
  /** The hunt's title; the object's name where no article of this run calls for it. */
  readonly title: string;
  /** Null where neither a run nor the object tells. */
  readonly severity: Severity | null;
  /** ATT&CK ids that it looks for. */
  readonly techniques: readonly string[];
  /** The articles that call for it, newest first; those that the object records where no article of this run does. */
  readonly articles: readonly { readonly id: string; readonly title: string | null }[];
}

/** Tells of each change what its hunt is about. */
export type TellsAbout = (change: Change) => ChangeAbout;

/** Hunts by their keys, and by those that earlier runs may have written them under. */
export function huntsByKey(hunts: readonly CheckedHunt[]): ReadonlyMap<string, CheckedHunt> {
  const aliased = hunts.flatMap((checked) => (checked.hunt.aliases ?? []).map((key) => [key, checked] as const));
  return new Map([...aliased, ...hunts.map((checked) => [checked.hunt.key, checked] as const)]);
}

/** From what the run has read; of hunts that it has not, from what their objects record. */
export function aboutOf({ hunts, articles }: RunFacts): TellsAbout {
  const byKey = new Map(hunts.map((checked) => [checked.hunt.key, checked]));
  // Both only where something has another key than a hunt of this run.
  const byAlias = onFirstUse(() => huntsByKey(hunts));
  const titlesOf = onFirstUse(() => titlesById(articles));
  return (change) => {
    const { key, name } = change;
    const hunt = (byKey.get(huntKeyOf(key)) ?? byAlias().get(huntKeyOf(key)))?.hunt;
    if (hunt) {
      const { title, severity, techniques } = hunt;
      return { title, severity, techniques, articles: hunt.articles };
    }
    const { before, after } = change;
    const titles = titlesOf();
    const fields = after?.fields ?? before?.fields;
    const { evidence } = after?.marker ?? before?.marker ?? {};
    return {
      title: name,
      ...(fields ? describedIn(fields) : { severity: null, techniques: [] }),
      articles: (evidence?.articles ?? []).map((id) => ({ id, title: titles.get(id) ?? null })),
    };
  };
}

/** Titles by all ids of their articles, shortened ones included. */
function titlesById(articles: readonly MergedArticle[]): ReadonlyMap<string, string> {
  return new Map(
    articles.flatMap(({ article, aliases = [] }) =>
      [article.id, ...aliases].flatMap((id) => [
        [id.slice(0, SHORT_ID_LENGTH), article.title] as const,
        [id, article.title] as const,
      ]),
    ),
  );
}
