import { createInterface } from 'node:readline/promises';
import { HuntsyncError, UsageError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Context } from './context.ts';

type FaultOf = (answer: string) => string | undefined | Promise<string | undefined>;

/** Asks people on a terminal. */
export interface Asker {
  /**
   * Asks until the answer has no fault. An empty answer is `fallback`.
   *
   * @param faultOf what is wrong with an answer, in words.
   */
  ask(question: string, fallback: string, faultOf?: FaultOf): Promise<string>;
  /** Words out of a list, divided by blanks or commas; `none` for none, where that is allowed. */
  choose(question: string, known: readonly string[], fallback: string): Promise<string[]>;
  close(): void;
}

/** Questions go to stderr: stdout is for what a command makes. Throws UsageError where nobody can be asked. */
export function createAsker({ stdin, stderr, signal }: Context, flags: string): Asker {
  if (!stdin?.isTTY) throw new UsageError('There is no terminal to ask on.', `Answer with ${flags}.`);
  const stop = new AbortController();
  const lines = createInterface({ input: stdin, output: stderr, terminal: Boolean(stderr.isTTY) });
  lines.once('SIGINT', () => stop.abort());
  lines.once('close', () => stop.abort());

  async function answerTo(question: string, fallback: string): Promise<string> {
    try {
      const shown = fallback === '' ? question : `${question} [${fallback}]`;
      const given = await lines.question(`${shown}: `, { signal: AbortSignal.any([signal, stop.signal]) });
      return given.trim() || fallback;
    } catch (error) {
      if (!stop.signal.aborted && !signal.aborted) throw error;
      throw new HuntsyncError('Stopped; nothing was written.', { cause: signal.aborted ? signal.reason : undefined });
    }
  }

  async function ask(question: string, fallback: string, faultOf: FaultOf = () => undefined) {
    for (;;) {
      const answer = await answerTo(question, fallback);
      const fault = await faultOf(answer);
      if (fault === undefined) return answer;
      stderr.write(`  ${fault}\n`);
    }
  }

  return {
    ask,
    async choose(question, known, fallback) {
      const answer = await ask(`${question} (${known.join(', ')})`, fallback, (given) =>
        given === 'none' && fallback === 'none' ? undefined : faultOfChoice(wordsOf(given), known),
      );
      return answer === 'none' ? [] : wordsOf(answer);
    },
    close: () => lines.close(),
  };
}

function wordsOf(answer: string): string[] {
  return [...new Set(answer.split(/[\s,]+/).filter((word) => word !== ''))];
}

function faultOfChoice(given: readonly string[], known: readonly string[]): string | undefined {
  if (given.length === 0) return `Name one or more of ${known.join(', ')}.`;
  const unknown = given.find((word) => !known.includes(word));
  if (unknown === undefined) return undefined;
  const meant = nearest(unknown, known);
  return `There is no ${unknown} here. ${meant === undefined ? `Name one or more of ${known.join(', ')}.` : `Did you mean ${meant}?`}`;
}
