import { hashOf } from '../../core/hash.ts';
import type { Problem } from '../../core/problem.ts';
import type { ItemDocument } from '../../sources/source.ts';
import type { Classification } from '../classify.ts';
import { storiesOf } from '../round-up.ts';
import { type Claim, claimOf } from './claim.ts';
import type { Verifier, Veto } from './verifier.ts';

/** Makes an article of a feed's item, without what was vetoed. */
export type ClassifyWithVetoes = (item: ItemDocument, origin: string, vetoes: readonly Veto[]) => Classification;

/** An item and the source that delivered it. */
export interface Delivered {
  readonly item: ItemDocument;
  readonly origin: string;
}

export interface Verified {
  /** As before, from what was verified. */
  readonly classify: (item: ItemDocument, origin: string) => Classification;
  readonly problems: readonly Problem[];
}

/** A use case that is vetoed may fire on another sentence, which is asked about in turn; so often at most. */
const MAX_ROUNDS = 3;

interface Draft {
  readonly item: ItemDocument;
  readonly origin: string;
  readonly vetoes: readonly Veto[];
  readonly made: Classification;
}

/**
 * Classifies what was delivered, asks the verifier about each use case that fires, and classifies those articles again without the
 * sentences that it vetoes.
 */
export async function verifiedClassifier(
  delivered: readonly Delivered[],
  classify: ClassifyWithVetoes,
  verifier: Verifier,
  signal?: AbortSignal,
): Promise<Verified> {
  const drafts = new Map<string, Draft>();
  for (const { item, origin } of delivered) {
    for (const story of storiesOf(item)) {
      const made = attempt(() => classify(story, origin, []));
      if (made) drafts.set(keyOf(story, origin), { item: story, origin, vetoes: [], made });
    }
  }
  let open = [...drafts];
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
    const claims = open.flatMap(([key, { made, vetoes }]) =>
      claimsOf(made)
        // After a first round only what fires in place of what was vetoed is new.
        .filter(({ question }) => round === 0 || vetoes.some(({ useCase }) => useCase === question.useCase.id))
        .map((claim) => ({ key, claim })),
    );
    const judged = await verifier.judge(
      claims.map(({ claim }) => claim),
      signal,
    );
    const changed = new Map<string, Draft>();
    for (const [index, { key }] of claims.entries()) {
      const veto = judged[index];
      const draft = changed.get(key) ?? drafts.get(key);
      if (veto && draft) changed.set(key, { ...draft, vetoes: [...draft.vetoes, veto] });
    }
    open = [...changed].flatMap(([key, draft]) => {
      const made = attempt(() => classify(draft.item, draft.origin, draft.vetoes));
      return made ? [[key, { ...draft, made }] as [string, Draft]] : [];
    });
    for (const [key, draft] of open) drafts.set(key, draft);
  }
  return {
    classify: (item, origin) => drafts.get(keyOf(item, origin))?.made ?? classify(item, origin, []),
    problems: await verifier.finish(),
  };
}

/** One question a use case that makes a hunt. */
function claimsOf({ article, evidence }: Classification): Claim[] {
  if (article.noThreat !== undefined) return [];
  return evidence.useCases.map((fired) => claimOf(article.title, fired, evidence.sentences));
}

function keyOf(item: ItemDocument, origin: string): string {
  return hashOf([origin, item]);
}

/** An article that cannot be classified is told of by whoever asks for it next. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
