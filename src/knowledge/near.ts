import type { Wording } from './use-case.ts';
import type { PhraseHit } from './words.ts';

/** Where each phrase stands in a text. */
export type PhraseHits = ReadonlyMap<string, readonly PhraseHit[]>;

/** Where a wording stands. */
export function hitsOf(wording: Wording, hits: PhraseHits): readonly PhraseHit[] {
  if (typeof wording === 'string') return hits.get(wording) ?? [];
  const parts = wording.near.map((phrase) => hits.get(phrase) ?? []);
  return parts.some((part) => part.length === 0) ? [] : nearHits(parts, wording.words);
}

/** Each place where one hit of every part lies within so many words, in one sentence: a sweep that keeps the latest of each part. */
function nearHits(parts: readonly (readonly PhraseHit[])[], within: number): PhraseHit[] {
  const sweep = parts
    .flatMap((part, index) => part.map((hit) => ({ hit, index })))
    .sort((a, b) => a.hit.first - b.hit.first);
  const latest: (PhraseHit | undefined)[] = parts.map(() => undefined);
  const found: PhraseHit[] = [];
  for (const { hit, index } of sweep) {
    latest[index] = hit;
    const group = latest.filter((one) => one?.sentence === hit.sentence) as PhraseHit[];
    if (group.length < parts.length) continue;
    const first = Math.min(...group.map((one) => one.first));
    const last = Math.max(...group.map((one) => one.last));
    if (last - first < within) found.push({ first, last, sentence: hit.sentence });
  }
  return found;
}
