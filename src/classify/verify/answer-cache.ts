import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../../core/hash.ts';
import { makeFolder } from '../../core/make-folder.ts';
import { type VerifierAnswer, verifierAnswer } from './answer.ts';

/** Answers by the key of their question. */
export type Answers = Map<string, VerifierAnswer>;

/** Raised when questions are put differently. */
const VERSION = 1;
/** Above this, answers that the last run did not ask for are forgotten. */
const MAX_ENTRIES = 20_000;

const kept = z.object({ version: z.literal(VERSION), answers: z.record(z.string(), verifierAnswer) });

/** What the same verifier has answered before; empty where there is nothing, or it is damaged. */
export async function loadAnswers(dir: string | undefined, verifier: string): Promise<Answers> {
  if (dir === undefined) return new Map();
  try {
    const { answers } = kept.parse(JSON.parse(await readFile(fileOf(dir, verifier), 'utf8')));
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
  const file = fileOf(dir, verifier);
  const draft = `${file}.${randomUUID()}.tmp`;
  const entries = answers.size > MAX_ENTRIES ? [...answers].filter(([key]) => used.has(key)) : [...answers];
  try {
    makeFolder(join(dir, 'verifier'), 0o700);
    await writeFile(draft, JSON.stringify({ version: VERSION, answers: Object.fromEntries(entries) }), { mode: 0o600 });
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function fileOf(dir: string, verifier: string): string {
  return join(dir, 'verifier', `${sha256(verifier, 32)}.json`);
}
