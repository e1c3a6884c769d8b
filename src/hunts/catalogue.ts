import type { Confidence, Phase } from '../briefing/article.ts';
import type { Queries } from '../quoting/languages.ts';

/** A use case of our own catalogue: a hunt that an article's text can call for. */
export interface CatalogueHunt {
  /** `UC_SUPPLY_CHAIN`: the same id as the same use case has in briefings, so that both are one hunt. */
  readonly id: string;
  readonly title: string;
  readonly phase: Phase;
  readonly confidence: Confidence;
  /** ATT&CK ids. */
  readonly techniques: readonly string[];
  /** At least one. */
  readonly queries: Queries;
  /** The sentence that fired it. */
  readonly why?: string;
}

/** A use case and the articles (by id) whose text called for it. */
export interface CalledUseCase {
  readonly hunt: CatalogueHunt;
  readonly articles: readonly string[];
}
