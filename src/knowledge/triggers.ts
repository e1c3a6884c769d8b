import { oneLine, truncate } from '../core/text.ts';
import type { FiredUseCase, Triggers, UseCase, Wording } from './use-case.ts';
import { compilePhrases, findPhrases, type PhraseHit, type Phrases, type Word, wordsOf } from './words.ts';

/** Maximum length of evidence, in UTF-16 units: a sentence, or the part of an overlong one around the words. */
const MAX_EVIDENCE = 300;

/**
 * The use cases that a text fires, in the catalogue's order, each with the sentence that fired it. Time is linear in the text's
 * length whatever the text. Keep the catalogue's array: it is compiled once.
 */
export function fireUseCases(text: string, catalogue: readonly UseCase[]): FiredUseCase[] {
  const words = wordsOf(text);
  const hits = findPhrases(words, phrasesOf(catalogue));
  if (hits.size === 0) return [];
  return catalogue.flatMap((useCase) => {
    const hit = firedBy(useCase.triggers, hits);
    return hit ? [{ useCase, evidence: evidenceOf(text, words, hit) }] : [];
  });
}

const compiled = new WeakMap<readonly UseCase[], Phrases>();

function phrasesOf(catalogue: readonly UseCase[]): Phrases {
  let phrases = compiled.get(catalogue);
  if (!phrases) {
    const wordings = catalogue.flatMap(({ triggers: { all, any, none } }) =>
      [all, any, none].flatMap((list) => list ?? []),
    );
    phrases = compilePhrases(wordings.flatMap((wording) => (typeof wording === 'string' ? [wording] : wording.near)));
    compiled.set(catalogue, phrases);
  }
  return phrases;
}

type Hits = ReadonlyMap<string, readonly PhraseHit[]>;

/** The words that fired, or null. */
function firedBy({ all = [], any = [], none = [] }: Triggers, hits: Hits): PhraseHit | null {
  const spoiled = new Set(none.flatMap((wording) => hitsOf(wording, hits)).map(({ sentence }) => sentence));
  const first = (wording: Wording) => hitsOf(wording, hits).find(({ sentence }) => !spoiled.has(sentence));

  const needed = all.map(first);
  if (needed.includes(undefined)) return null;
  if (any.length === 0) return needed[0] ?? null;
  const found = any.map(first).filter((hit) => hit !== undefined);
  return found.reduce<PhraseHit | null>((best, hit) => (best && best.first <= hit.first ? best : hit), null);
}

function hitsOf(wording: Wording, hits: Hits): readonly PhraseHit[] {
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

/** The sentence around a hit. A line that opens like a new one ends it too: titles and list items have no full stop. */
function evidenceOf(text: string, words: readonly Word[], { first, last, sentence }: PhraseHit): string {
  let from = first;
  while (words[from - 1]?.sentence === sentence) from -= 1;
  let to = last;
  while (words[to + 1]?.sentence === sentence) to += 1;
  const hit = { start: words[first]?.start ?? 0, end: words[last]?.end ?? text.length };
  let start = words[from]?.start ?? hit.start;
  let end = words[to]?.end ?? hit.end;

  const before = text.slice(start, hit.start);
  start += /^[\s\S]*\n(?=\s*[\p{Lu}\p{Nd}#*•-])/u.exec(before)?.[0].length ?? 0;
  const newLine = text.slice(hit.end, end).search(/\n\s*[\p{Lu}\p{Nd}#*•-]/u);
  if (newLine >= 0) end = hit.end + newLine;
  else end += /^[.!?…)"'”’\]]*/.exec(text.slice(end, end + 8))?.[0].length ?? 0;

  if (end - start <= MAX_EVIDENCE) return oneLine(text.slice(start, end)).replace(/^[-*•#]+ /, '');
  const lead = Math.max(start, hit.start - MAX_EVIDENCE / 3);
  const cut = lead > start ? lead + text.slice(lead, hit.start).search(/\s|$/) : start;
  return truncate(
    `${cut > start ? '…' : ''}${oneLine(text.slice(cut, Math.min(end, cut + 2 * MAX_EVIDENCE)))}`,
    MAX_EVIDENCE,
  );
}
