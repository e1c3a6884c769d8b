import { oneLine, truncateWords } from '../core/text.ts';
import { catalogueUseCase } from '../knowledge/catalogue.ts';
import type { Uncovered, UseCase } from '../knowledge/use-case.ts';
import type { Queries } from '../quoting/languages.ts';
import type { CatalogueHunt } from './catalogue.ts';
import type { Group, Member } from './group.ts';
import type { Hunt, HuntAdvice } from './hunt.ts';
import type { MergedArticle } from './merge.ts';
import { ownAdvice } from './own-advice.ts';

/** As much of a text as a description has room for. */
const MAX_ABOUT = 300;
const MAX_WHY = 500;
const MAX_NOTES = 20;
const MODEL_WRITTEN = 'Written by a language model, says its article.';

/** A hunt of our catalogue with the articles that fired it. */
export interface Fired {
  readonly hunt: CatalogueHunt;
  readonly callers: readonly MergedArticle[];
}

/**
 * What an analyst reads beside a hunt: why it is there, what its articles say of it, and what our catalogue knows of the use case.
 *
 * @param newestFirst every article that calls for it.
 * @param queries of the hunt: what our own do not find is told of these texts alone, and not of a briefing's.
 */
export function adviceOf(
  { useCase, members }: Pick<Group, 'useCase' | 'members'>,
  fired: readonly Fired[],
  newestFirst: readonly MergedArticle[],
  queries: Queries,
): Pick<Hunt, 'why' | 'notes' | 'about' | 'advice'> {
  const said = new Map<string, string>();
  const tell = ({ article }: MergedArticle, why: string | undefined) => {
    if (why !== undefined && !said.has(article.id)) said.set(article.id, why);
  };
  for (const { source, hunt } of members) tell(source, hunt.why);
  for (const { hunt, callers } of fired) for (const caller of callers) tell(caller, hunt.why);
  const why = newestFirst.map(({ article }) => said.get(article.id)).find((sentence) => sentence !== undefined);
  const notes = [...new Set(members.flatMap(notesOf))].slice(0, MAX_NOTES);
  const about =
    useCase === null ? truncateWords(oneLine(newestFirst[0]?.article.prose?.profile.join(' ') ?? ''), MAX_ABOUT) : '';
  const [own] = members;
  const advice = useCase !== null ? adviceFor(useCase, fired, queries) : own && ownAdvice(own.hunt);
  return {
    ...(why === undefined ? {} : { why: truncateWords(oneLine(why), MAX_WHY) }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(about === '' ? {} : { about }),
    ...(advice === undefined ? {} : { advice }),
  };
}

function notesOf({ hunt: { title, notes = [] } }: Member): string[] {
  return [...(title.startsWith('[LLM]') ? [MODEL_WRITTEN] : []), ...notes];
}

function adviceFor(id: string, fired: readonly Fired[], queries: Queries): HuntAdvice | undefined {
  const known = catalogueUseCase(id);
  if (!known) return undefined;
  const { falsePositives, triage = [], references, dataNeeds } = known;
  return {
    falsePositives: falsePositives.map(oneLine),
    doesNotCover: uncoveredBy(known, fired, queries),
    triage: triage.map(oneLine),
    references,
    dataNeeds,
  };
}

/** What the queries that are ours do not find; the languages are told where others of the hunt's queries are a briefing's. */
function uncoveredBy({ queries: own, doesNotCover }: UseCase, fired: readonly Fired[], queries: Queries): Uncovered[] {
  const languages = Object.keys(queries);
  const ours = languages.filter((id) =>
    [own, ...fired.map(({ hunt }) => hunt.queries)].some((texts) => texts[id] === queries[id]),
  );
  return doesNotCover.flatMap(({ name, reason, languages: named = languages }) => {
    const where = named.filter((id) => ours.includes(id));
    if (where.length === 0) return [];
    const told = where.length === languages.length ? {} : { languages: where };
    return [{ name: oneLine(name), reason: oneLine(reason), ...told }];
  });
}
