import { oneLine, truncateWords } from '../core/text.ts';
import { howTold, isOfAnother } from './how-told.ts';
import { isNameList } from './name-list.ts';
import { hitsOf, type PhraseHits } from './near.ts';
import type { ToldSentence, ToldText } from './told.ts';
import type { FiredUseCase, UseCase, Wording } from './use-case.ts';
import { compilePhrases, findPhrases, type PhraseHit, type Phrases, type Word } from './words.ts';

/** Maximum length of evidence, in UTF-16 units: a sentence, or the part of an overlong one around the words. */
const MAX_EVIDENCE = 300;
/** How surely a sentence must speak of an attack. */
const FLOOR = 0.3;
/** The same of one beside another that does so very surely: a list's item, a heading, what goes on. */
const BESIDE = { floor: 0.1, other: 0.6 } as const;

/**
 * The use cases that a text fires, in the catalogue's order, each with the sentence that fired it: one that tells the use case's
 * subject as done by an attacker, with its context in the same sentence or beside it. Time is linear in the text's length whatever
 * the text. Keep the catalogue's array: it is compiled once.
 *
 * @param isVetoed whether a sentence, by its number, does not count for a use case.
 */
export function fireUseCases(
  text: ToldText,
  catalogue: readonly UseCase[],
  isVetoed?: (useCase: string, sentence: number) => boolean,
): FiredUseCase[] {
  const { words, sentences } = text;
  const hits = findPhrases(words, phrasesOf(catalogue));
  if (hits.size === 0) return [];
  const places = placesOf(words, sentences);
  const done = sentences.map((_, index) => isTold(sentences, index, false));
  const possible = sentences.map((_, index) => isTold(sentences, index, true));
  return catalogue.flatMap((useCase) => {
    const told = useCase.triggers.possible ? possible : done;
    const counts = isVetoed ? told.map((isTold, index) => isTold && !isVetoed(useCase.id, index)) : told;
    const fired = firedBy(useCase, hits, { text, places, told: counts });
    const place = (fired && places[fired.hit.first]) ?? -1;
    const sentence = sentences[place];
    if (!fired || !sentence) return [];
    const evidence = evidenceOf(sentence, words[fired.hit.first]?.start ?? sentence.start);
    const { weight, wordings, by, others } = fired;
    const { first, last } = fired.hit;
    return [{ useCase, evidence, sentence: place, words: { first, last }, others, weight, wordings, by }];
  });
}

const compiled = new WeakMap<readonly UseCase[], Phrases>();

function phrasesOf(catalogue: readonly UseCase[]): Phrases {
  let phrases = compiled.get(catalogue);
  if (!phrases) {
    const wordings = catalogue.flatMap(({ triggers: { subjects, context, exclusions } }) =>
      [subjects, context, exclusions].flatMap((list) => list ?? []),
    );
    phrases = compilePhrases(wordings.flatMap((wording) => (typeof wording === 'string' ? [wording] : wording.near)));
    compiled.set(catalogue, phrases);
  }
  return phrases;
}

/** For each word the index of the sentence that it stands in; -1 for one in none. */
function placesOf(words: readonly Word[], sentences: readonly ToldSentence[]): number[] {
  let index = 0;
  return words.map(({ start }) => {
    while (index < sentences.length && (sentences[index]?.end ?? 0) <= start) index += 1;
    return (sentences[index]?.start ?? Number.POSITIVE_INFINITY) <= start ? index : -1;
  });
}

/** Whether a sentence tells of an attack, by itself or beside one that does. `possible`: one that could happen is one, too. */
function isTold(sentences: readonly ToldSentence[], index: number, possible: boolean): boolean {
  const own = sentences[index];
  const counts = (one: ToldSentence | undefined): one is ToldSentence =>
    one?.aside === null &&
    one.unspecific !== 'general' &&
    one.unspecific !== 'elsewhere' &&
    (possible || one.unspecific !== 'possible') &&
    !isNameList(one.text);
  if (!counts(own) || own.attack < BESIDE.floor) return false;
  if (own.attack >= FLOOR) return true;
  return [sentences[index - 1], sentences[index + 1]].some((other) => counts(other) && other.attack >= BESIDE.other);
}

interface Scene {
  readonly text: ToldText;
  readonly places: readonly number[];
  readonly told: readonly boolean[];
}

interface Fired extends Pick<FiredUseCase, 'weight' | 'wordings' | 'by' | 'others'> {
  readonly hit: PhraseHit;
}

/** A place where a sentence tells a subject. */
interface Telling {
  readonly hit: PhraseHit;
  readonly wording: Wording;
  readonly by: FiredUseCase['by'];
}

/** More sentences than these say no more about what a text is about. */
const ENOUGH = 5;
/** What a heading or the title is worth as evidence, against a sentence: it names a subject and tells nothing of it. */
const HEADING = 0.4;
/** The same of a sentence that quotes what it tells of: whoever reads it sees what to look for. */
const QUOTED = 0.15;
/** A text of so many sentences that tells of a subject in none is not about what its title or a heading names. */
const WHOLE_TEXT = 10;
const STRENGTH = { quoted: 2, told: 1, label: 0 } as const;

/**
 * The words that fired: those in the sentence that speaks most surely of an attack, the first of several; a heading or the title only
 * where no sentence does; in a whole text only one that speaks of an attack. Null where none fired.
 */
function firedBy({ triggers, techniques }: UseCase, hits: PhraseHits, scene: Scene): Fired | null {
  const { subjects, context, exclusions } = triggers;
  const { places, told, text } = scene;
  const at = (hit: PhraseHit) => places[hit.first] ?? -1;
  const spoiled = new Set(exclusions?.flatMap((wording) => hitsOf(wording, hits)).map(at));
  const contexts = context && new Set(context.flatMap((wording) => hitsOf(wording, hits)).map(at));
  const fits = (hit: PhraseHit) => {
    const place = at(hit);
    if (!told[place] || places[hit.last] !== place || spoiled.has(place) || !text.isMeant(hit)) return false;
    return !contexts || [place, place - 1, place + 1].some((near) => contexts.has(near));
  };
  const surely = ({ hit, by }: Telling) =>
    (text.sentences[at(hit)]?.attack ?? 0) + (by === 'quoted' ? QUOTED : by === 'label' ? -HEADING : 0);
  const tellings = subjects.flatMap((wording) =>
    hitsOf(wording, hits)
      .filter(fits)
      .map((hit): Telling => ({ hit, wording, by: howTold(hit, text, at(hit)) }))
      .filter(({ by, hit }) => by !== 'label' || !isOfAnother(hit, text, at(hit), techniques)),
  );
  const surest = (some: readonly Telling[]) =>
    some.reduce<Telling | null>((first, one) => {
      const lead = first === null ? 1 : surely(one) - surely(first) || first.hit.first - one.hit.first;
      return lead > 0 ? one : first;
    }, null);
  const best = surest(tellings);
  const named = best?.by === 'label' && text.sentences.length >= WHOLE_TEXT;
  if (best === null || (named && surely(best) <= 0)) return null;
  const by = tellings.reduce((most, one) => (STRENGTH[one.by] > STRENGTH[most] ? one.by : most), best.by);
  // What is quoted is the better evidence, wherever it stands.
  const shown = best.by === by ? best : (surest(tellings.filter((one) => one.by === by)) ?? best);
  const sentences = new Set(tellings.map(({ hit }) => at(hit)));
  const more = Math.min(ENOUGH, sentences.size) - 1;
  sentences.delete(at(shown.hit));
  return {
    hit: shown.hit,
    others: [...sentences],
    weight: Math.min(1, Math.max(0, surely(best))) + more / (ENOUGH - 1),
    wordings: [...new Set(tellings.map(({ wording }) => wording))],
    by,
  };
}

/** The sentence as one safe line, cut around the words at `at` where it is endless. */
function evidenceOf({ text, start }: ToldSentence, at: number): string {
  if (text.length <= MAX_EVIDENCE) return oneLine(text).replace(/^[-*•#]+ /, '');
  const hit = at - start;
  const lead = Math.max(0, hit - MAX_EVIDENCE / 3);
  const cut = lead > 0 ? lead + text.slice(lead, hit).search(/\s|$/) : 0;
  const rest = `${cut > 0 ? '…' : ''}${oneLine(text.slice(cut, cut + 2 * MAX_EVIDENCE))}`;
  return truncateWords(rest, MAX_EVIDENCE);
}
