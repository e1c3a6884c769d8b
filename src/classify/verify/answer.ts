import { z } from 'zod';
import type { VerifierQuestion } from './claim.ts';

/** What a verifier says. */
export const verifierAnswer = z.object({
  veto: z.boolean(),
  /** The words of the text that it goes by. */
  quote: z.string().max(4000).default(''),
  reason: z.string().max(4000).default(''),
});
export type VerifierAnswer = z.output<typeof verifierAnswer>;

/** Shorter quotes stand in any text. In UTF-16 units. */
const SHORTEST_QUOTE = 8;

/**
 * The answer in a text: a JSON object, whatever a model writes around it.
 * @throws where there is none.
 */
export function answerIn(text: string): VerifierAnswer {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from < 0 || to < from) throw new Error('the answer is no JSON object');
  let value: unknown;
  try {
    value = JSON.parse(text.slice(from, to + 1));
  } catch {
    throw new Error('the answer is no JSON object');
  }
  const read = verifierAnswer.safeParse(value);
  if (!read.success) throw new Error('the answer has no veto that is true or false');
  return read.data;
}

/** Whether a veto counts: what it quotes stands word for word in what was sent. */
export function isVeto({ veto, quote }: VerifierAnswer, { article, text }: VerifierQuestion): boolean {
  const words = quote.trim();
  const sent = [text.sentence, text.before, text.after, article.title];
  return veto && words.length >= SHORTEST_QUOTE && sent.some((one) => one.includes(words));
}
