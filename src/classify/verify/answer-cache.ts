import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../core/hash.ts';
import { readOwnFile } from '../../core/own-file.ts';
import { PRIVATE, writeWhole } from '../../core/write-whole.ts';
import { type VerifierAnswer, verifierAnswer } from './answer.ts';

/** Answers by the key of their question. */
export type Answers = Map<string, VerifierAnswer>;

/** Raised when questions are put differently. */
const VERSION = 1;
/** Above this, answers that the last run did not ask for are forgotten. */
const MAX_ENTRIES = 20_000;

const kept = z.object({ version: z.literal(VERSION), answers: z.record(z.string(), verifierAnswer) });

/** What the same verifier has answered before; empty where there is nothing, it is damaged, or somebody else can have written it. */
export async function loadAnswers(dir: string | undefined, verifier: string): Promise<Answers> {
  if (dir === undefined) return new Map();
  try {
    const { answers } = kept.parse(JSON.parse(readOwnFile(fileOf(dir, verifier)) ?? ''));
    return new Map(Object.entries(answers));
  } catch {
    return new Map();
  }
}

/** Replaces the cache in one step. One that cannot be written costs time, not correctness: nothing is thrown. */
export async function saveAnswers(
  dir: string | undefined,
  verifier: string,
  answers: Answers,
  used: ReadonlySet<string>,
): Promise<void> {
  if (dir === undefined) return;
  const entries = answers.size > MAX_ENTRIES ? [...answers].filter(([key]) => used.has(key)) : [...answers];
  try {
    const text = JSON.stringify({ version: VERSION, answers: Object.fromEntries(entries) });
    await writeWhole(fileOf(dir, verifier), text, PRIVATE);
  } catch {
    // Asked again by the next run.
  }
}

function fileOf(dir: string, verifier: string): string {
  return join(dir, 'verifier', `${sha256(verifier, 32)}.json`);
}
