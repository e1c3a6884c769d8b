import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../core/hash.ts';
import { readOwnFile } from '../core/own-file.ts';
import { PRIVATE, writeWhole } from '../core/write-whole.ts';
import type { ExploitScores } from '../knowledge/exploit-scores.ts';
import type { Validators } from './web/validators.ts';

/** What is kept of an address between runs, with the validators of a conditional request. May be deleted at any time. */
export interface KeptScores {
  readonly scores: ExploitScores;
  readonly validators: Validators;
}

/** Raised when the file is parsed differently. */
const VERSION = 1;
const share = z.number().min(0).max(1);
const kept = z.object({
  version: z.literal(VERSION),
  date: z.iso.date(),
  validators: z.object({ url: z.string(), etag: z.string().optional(), lastModified: z.string().optional() }),
  scores: z.array(z.tuple([z.string(), share, share])),
});

/** The scores kept under an address; null if there are none, they are damaged, or somebody else can have written them. */
export async function loadScores(dir: string | undefined, address: string): Promise<KeptScores | null> {
  if (dir === undefined) return null;
  try {
    const { date, validators, scores } = kept.parse(JSON.parse(readOwnFile(fileOf(dir, address)) ?? ''));
    const byCve = new Map(scores.map(([cve, probability, percentile]) => [cve, { probability, percentile }]));
    return { scores: { date, byCve }, validators };
  } catch {
    return null;
  }
}

/** Writes it atomically: a reader never sees half a file. */
export async function saveScores(
  dir: string | undefined,
  address: string,
  { scores: { date, byCve }, validators }: KeptScores,
): Promise<void> {
  if (dir === undefined) return;
  const scores = [...byCve].map(([cve, { probability, percentile }]) => [cve, probability, percentile]);
  await writeWhole(fileOf(dir, address), JSON.stringify({ version: VERSION, date, validators, scores }), PRIVATE);
}

function fileOf(dir: string, address: string): string {
  return join(dir, 'scores', `${sha256(address, 32)}.json`);
}
