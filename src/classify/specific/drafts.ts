import type { Confidence, Phase } from '../../briefing/article.ts';
import { hasQuery, type Queries, type QueryLanguage } from '../../quoting/languages.ts';
import type { Condition, Search } from '../../quoting/search.ts';
import type { HuntPart } from './behaviour.ts';
import { LOOK_BACK_DAYS } from './window.ts';

/** A hunt of an article before it is written in any language. */
export interface HuntDraft {
  /** What its title begins with. */
  readonly heading: string;
  readonly phase: Phase;
  readonly confidence: Confidence;
  /** A sentence of the article for each thing that it looks for, at most a few. */
  readonly evidence: readonly string[];
  readonly parts: readonly HuntPart[];
}

/** A draft with its queries. */
export interface WrittenHunt extends HuntDraft {
  readonly queries: Queries;
  /** What they were rendered of. */
  readonly search: Search;
}

/** A combined search that is longer becomes two: nobody reads it, and platforms have limits. UTF-16 units of one language's text. */
const MAX_COMBINED = 36_000;
const CONFIDENCES: readonly Confidence[] = ['High', 'Medium', 'Low'];
const MAX_EVIDENCE = 6;

/** Null where no language has anything to look for. */
export function writeDraft(draft: HuntDraft, title: string, languages: readonly QueryLanguage[]): WrittenHunt | null {
  const parts = draft.parts.filter(({ where }) => hasValues(where));
  const search: Search = { title: `${draft.heading}: ${title}`, days: LOOK_BACK_DAYS, parts };
  const queries: Queries = Object.fromEntries(
    languages.flatMap((language) => {
      const text = language.render(search);
      return text === null ? [] : [[language.id, text]];
    }),
  );
  return hasQuery({ queries }) ? { ...draft, queries, search } : null;
}

/**
 * At most `max` drafts where that can be: those that stand on the most come first and stay, the rest becomes one combined search, or
 * more where one would be too long. In the order in which they were given.
 */
export function limited(
  drafts: readonly WrittenHunt[],
  max: number,
  title: string,
  languages: readonly QueryLanguage[],
): WrittenHunt[] {
  if (drafts.length <= max) return [...drafts];
  const best = [...drafts].sort((a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence));
  const kept = new Set(best.slice(0, max - 1));
  const combined: WrittenHunt[] = [];
  for (const draft of drafts.filter((one) => !kept.has(one))) {
    const last = combined.at(-1);
    const joined = last && writeDraft(join(last, draft), title, languages);
    if (joined && lengthOf(joined) <= MAX_COMBINED) combined[combined.length - 1] = joined;
    else combined.push(draft);
  }
  let n = 0;
  return [
    ...drafts.filter((draft) => kept.has(draft)),
    ...combined.map((draft) => {
      n += 1;
      const heading = n === 1 ? COMBINED : `${COMBINED} (${n})`;
      return writeDraft({ ...draft, heading }, title, languages) ?? draft;
    }),
  ];
}

const COMBINED = 'Article-specific combined hunt';

function hasValues(condition: Condition): boolean {
  if ('field' in condition) return condition.values.length > 0;
  if ('none' in condition) return false;
  return 'any' in condition ? condition.any.some(hasValues) : condition.all.some(hasValues);
}

/** Of what is sure and what is not, in between; of two others, as sure as the less sure. The phase is that of the first. */
function join(a: HuntDraft, b: HuntDraft): HuntDraft {
  const ranks = [a, b].map((one) => CONFIDENCES.indexOf(one.confidence));
  const confidence = CONFIDENCES[Math.abs((ranks[0] ?? 0) - (ranks[1] ?? 0)) > 1 ? 1 : Math.max(...ranks)];
  return {
    heading: COMBINED,
    phase: a.phase,
    confidence: confidence ?? 'Low',
    evidence: [...a.evidence, ...b.evidence].slice(0, MAX_EVIDENCE),
    parts: [...a.parts, ...b.parts],
  };
}

function lengthOf({ queries }: WrittenHunt): number {
  return Math.max(...Object.values(queries).map(({ length }) => length));
}
