import { hashOf } from '../../core/hash.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { FiredUseCase, Wording } from '../../knowledge/use-case.ts';
import type { ReadSentence } from '../mentions/mentions.ts';

/** What a verifier is asked: does this sentence call for this use case? Its texts are a stranger's. */
export interface VerifierQuestion {
  readonly article: { readonly title: string };
  readonly useCase: { readonly id: string; readonly title: string; readonly subjects: readonly string[] };
  /** The sentence that fired it, and those beside it; empty where there is none. */
  readonly text: { readonly before: string; readonly sentence: string; readonly after: string };
}

/** A question with the place that it is about. */
export interface Claim {
  readonly question: VerifierQuestion;
  /** The number of the sentence in the article. */
  readonly sentence: number;
}

/** The longest sentence that is sent, in UTF-16 units. */
const MAX_SENTENCE = 1000;
const MAX_TITLE = 300;

/** The question that a fired use case is. */
export function claimOf(title: string, { useCase, sentence }: FiredUseCase, sentences: readonly ReadSentence[]): Claim {
  const at = (index: number) => truncate(oneLine(sentences[index]?.text ?? ''), MAX_SENTENCE);
  return {
    sentence,
    question: {
      article: { title: truncate(oneLine(title), MAX_TITLE) },
      useCase: { id: useCase.id, title: useCase.title, subjects: useCase.triggers.subjects.map(wordingText) },
      text: { before: at(sentence - 1), sentence: at(sentence), after: at(sentence + 1) },
    },
  };
}

/** Tells questions apart: the same one needs no second answer. */
export function questionKey(question: VerifierQuestion): string {
  return hashOf(question);
}

function wordingText(wording: Wording): string {
  return typeof wording === 'string' ? wording : wording.near.join(' … ');
}
