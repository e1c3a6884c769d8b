import type { Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { type QueryProblem, queriesFor } from '../sync/query.ts';
import { huntKeyOf } from '../sync/retire.ts';
import type { Siem } from '../sync/siem.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { huntsByKey, NO_FACTS } from './hunt-about.ts';
import type { RunResult } from './result.ts';

/** A problem, and the place of the query's source that it is about. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly line: number | null;
  readonly excerpt: Excerpt | null;
}

/** A hunt that may not be pushed to a platform. */
export interface RejectedHunt {
  readonly platform: string;
  readonly key: string;
  readonly title: string;
  readonly articles: readonly string[];
  readonly problems: readonly PlacedProblem[];
}

const WIDTH = 100;

/** What a run rejects, with the reasons and where in the queries they are. Pure. */
export function rejectedHunts(
  { platforms, facts = NO_FACTS }: RunResult,
  siems: readonly Pick<Siem, 'kind' | 'language'>[],
): RejectedHunt[] {
  const known = huntsByKey(facts.hunts);
  return platforms.flatMap(({ name, kind, plan }) =>
    (plan?.rejects ?? []).map((note) => {
      const checked = known.get(huntKeyOf(note.key));
      const language = siems.find((siem) => siem.kind === kind)?.language.id ?? '';
      const source = checked?.hunt.queries[language] ?? '';
      const placed = new Set<Problem>(checked ? queriesFor(checked, kind).flatMap(({ problems }) => problems) : []);
      return {
        platform: name,
        key: note.key,
        title: oneLine(note.name),
        articles: (checked?.hunt.articles ?? []).map(({ title }) => title),
        problems: note.problems.filter(isError).map((problem) => place(problem, placed.has(problem) ? source : '')),
      };
    }),
  );
}

/** Warnings reject nothing. */
function isError(problem: Problem & Partial<Pick<QueryProblem, 'severity'>>): boolean {
  return problem.severity !== 'warning';
}

function place(problem: Problem, source: string): PlacedProblem {
  const { line, column } = problem;
  if (source === '' || line === undefined || column === undefined) return { problem, line: null, excerpt: null };
  return { problem, line, excerpt: excerptOf(source, line, column, WIDTH) };
}
