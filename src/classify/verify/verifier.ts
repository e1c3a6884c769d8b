import pLimit from 'p-limit';
import type { VerifierConfig } from '../../config/classify.ts';
import { counted } from '../../core/counted.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Problem } from '../../core/problem.ts';
import type { ProxyRules } from '../../core/proxy.ts';
import { answerIn, isVeto } from './answer.ts';
import { type Answers, loadAnswers, saveAnswers } from './answer-cache.ts';
import { askCommand } from './ask-command.ts';
import { askEndpoint } from './ask-endpoint.ts';
import { type Claim, questionKey, type VerifierQuestion } from './claim.ts';

/** Puts one question and gives the text of the answer. @throws where there is none. */
export type Ask = (question: VerifierQuestion, signal: AbortSignal) => Promise<string>;

/** Why a use case does not fire on a sentence. */
export interface Veto {
  readonly useCase: string;
  /** The number of the sentence in the article. */
  readonly sentence: number;
  readonly quote: string;
  readonly reason: string;
}

/** One that may veto what fires, for one run. */
export interface Verifier {
  /** For each claim its veto, or null. Never throws but for the abort reason: what could not be asked stays as it is. */
  judge(claims: readonly Claim[], signal?: AbortSignal): Promise<readonly (Veto | null)[]>;
  /** What went wrong in all, a line a kind; and keeps the answers for the next run. */
  finish(): Promise<readonly Problem[]>;
}

export interface VerifierDeps {
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => Date;
  /** Keeps answers between runs; may be deleted at any time. */
  readonly cacheDir?: string | undefined;
  readonly proxy?: ProxyRules | undefined;
}

/** Bounded in time, in questions at a time and in questions a run. */
export function createVerifier(config: VerifierConfig, { env, now, cacheDir, proxy }: VerifierDeps): Verifier {
  const ask = 'command' in config ? askCommand(config, env) : askEndpoint(config, proxy);
  const name = JSON.stringify('command' in config ? config.command : [config.url, config.model]);
  const limit = pLimit(config.concurrency);
  const used = new Set<string>();
  const failures: string[] = [];
  let answers: Promise<Answers> | undefined;
  let asked = 0;
  let unasked = 0;
  let deadline: number | undefined;

  async function judge(claims: readonly Claim[], signal?: AbortSignal): Promise<readonly (Veto | null)[]> {
    answers ??= loadAnswers(cacheDir, name);
    deadline ??= now().getTime() + config.budgetSeconds * 1000;
    const known = await answers;
    const questions = new Map(claims.map(({ question }) => [questionKey(question), question]));
    await Promise.all(
      [...questions].map(([key, question]) =>
        limit(async () => {
          used.add(key);
          if (!known.has(key)) await askOnce(key, question, known, signal);
        }),
      ),
    );
    signal?.throwIfAborted();
    return claims.map(({ question, sentence }) => {
      const answer = known.get(questionKey(question));
      if (!answer || !isVeto(answer, question)) return null;
      return { useCase: question.useCase.id, sentence, quote: answer.quote.trim(), reason: answer.reason };
    });
  }

  async function askOnce(
    key: string,
    question: VerifierQuestion,
    known: Answers,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const left = (deadline ?? 0) - now().getTime();
    if (signal?.aborted) return;
    if (asked >= config.maxAsks || left <= 0) {
      unasked += 1;
      return;
    }
    asked += 1;
    const ended = AbortSignal.timeout(Math.min(config.timeoutSeconds * 1000, left));
    try {
      known.set(key, answerIn(await ask(question, signal ? AbortSignal.any([signal, ended]) : ended)));
    } catch (error) {
      failures.push(ended.aborted ? 'it took too long' : reasonOf(error));
    }
  }

  async function finish(): Promise<readonly Problem[]> {
    if (answers) await saveAnswers(cacheDir, name, await answers, used);
    const problems: Problem[] = [];
    if (failures.length > 0) {
      const message = `The verifier gave no answer to ${failures.length} of ${counted(asked, 'question')}, so that those use cases fire: ${failures[0]}.`;
      problems.push({ code: 'verifier-failed', message });
    }
    if (unasked > 0) {
      const message = `${unasked} questions were not put to the verifier: the run may put ${config.maxAsks} in ${config.budgetSeconds} s. Those use cases fire.`;
      problems.push({ code: 'verifier-budget', message });
    }
    return problems;
  }

  return { judge, finish };
}
