import { attackTechnique } from '../../knowledge/attack.ts';
import { isNameList } from '../../knowledge/name-list.ts';
import { readText, type TextReading } from '../reading.ts';
import { isCommonplace, newestYear, tellsEvent, type Unspecific, unspecific } from './general.ts';
import { loadMentionModel, type MentionModel } from './model.ts';
import { type NamedTechnique, namedTechniques } from './names.ts';
import { type Sentence, splitSentences } from './sentences.ts';
import { QUOTED_TELLS, TELLS, TOLD_IDS } from './tells/index.ts';
import { toldBy } from './tells/tell.ts';
import { type Aside, asideOf, deniesBefore, sectionsAside } from './told.ts';

/** A technique that a text tells of. `id` and `name` as ATT&CK has them now. */
export interface Mention {
  readonly id: string;
  readonly name: string;
  /** What tells: the id, ATT&CK's name, words that stand for it, or the model's judgement. The strongest where several do. */
  readonly by: 'id' | 'name' | 'words' | 'model';
  /** From 0 to 1: 1 for an id, a name or words, else how sure the model is; 0.5 where it is just sure enough. */
  readonly score: number;
  /** The sentence that tells, as written; of several that the model found, the surest. */
  readonly sentence: string;
  /** Offsets of the sentence in the text. */
  readonly start: number;
  readonly end: number;
}

/** A sentence as read. */
export interface ReadSentence extends Sentence {
  /** From 0 to 1: how surely it speaks of what an attacker or malware does. */
  readonly attack: number;
  /** Why it does not count as told, whatever it speaks of; null where it does. */
  readonly aside: Aside | null;
  /** That it tells of no attack in particular; it may mention techniques all the same. */
  readonly unspecific: Unspecific | null;
}

export interface Mentions {
  readonly sentences: readonly ReadSentence[];
  /** Each technique once, in the order of the text. */
  readonly techniques: readonly Mention[];
}

/** Shorter lines say too little for the model: they count as no attack. In UTF-16 units. */
const SHORTEST = 16;
/** How surely a sentence must speak of an attack before words or the model may say of which technique. */
const FLOOR = 0.3;

/**
 * The techniques that a text tells of, sentence by sentence: by id, by name where the name means nothing else or the model
 * agrees, by words that stand for it, by what it quotes and its verbs, and by the model alone. Sentences that deny, advise, sell, ask, tell of elsewhere
 * or of what could happen count for ids only. Words
 * that stand for a technique (phishing) give way to a sub-technique that the text also tells of (a spearphishing link).
 */
export function findMentions(source: string | TextReading, model: MentionModel = loadMentionModel()): Mentions {
  const reading = typeof source === 'string' ? readText(source) : source;
  const sentences = splitSentences(reading.text);
  // A first line that is not marked as a heading is the title, and heads the whole, whatever its words.
  const titles = /^#{1,6}\s/.test(sentences[0]?.text ?? '') ? 0 : 1;
  const sections = [...sentences.slice(0, titles).map(() => false), ...sectionsAside(sentences.slice(titles))];
  const newest = newestYear(reading.text);
  const named = bySentence(namedTechniques(reading), sentences);
  const found = new Map<string, Mention>();
  const read = sentences.map((sentence, index): ReadSentence => {
    const takenBack = isTakenBack(reading.text, sentence, sentences[index + 1]);
    const aside: Aside | null = asideOf(sentence.text) ?? (sections[index] ? 'section' : takenBack ? 'denied' : null);
    const logits = sentence.text.length < SHORTEST ? null : model.score(sentence.text);
    const heard = logits ? probability(logits[model.attack] ?? 0) : 0;
    const whose = unspecific(sentence.text, newest);
    const attack = aside === null && whose === null ? Math.max(heard, tellsDeed(sentence.text, heard)) : heard;
    const one: ReadSentence = { ...sentence, attack, aside, unspecific: whose };
    for (const telling of tellings(one, logits, named.get(index) ?? [], model)) keep(found, telling, one);
    return one;
  });
  const techniques = [...found.values()].filter(
    ({ id, by }) => by !== 'words' || OWN_DEEDS.has(id) || !hasPart(id, found),
  );
  return {
    sentences: withCommonplaces(read),
    techniques: techniques.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)),
  };
}

/** Those by whom an attack is done: people and their programs. */
const DOERS =
  /\b(?:attackers?|intruders?|hackers?|thie(?:f|ves)|(?:cyber)?criminals?|adversar(?:y|ies)|actors?|operators?|affiliates?|gangs?|groups?|crews?|perpetrators?|culprits?|insiders?|former (?:employee|administrator|contractor|engineer)|visitors?|malware|scripts?|installers?|payloads?|loaders?|droppers?|implants?|backdoors?|trojans?|ransomware|stealers?|worms?|miners?|exploits?|someone|somebody|(?:obtain|gain)(?:s|ed|ing)? (?:initial )?access|unauthori[sz]ed (?:person|party|user)\w*)\b/i;
/** How much of an attack the model must hear all the same, and how much of one such a sentence tells. */
const HARDLY = 0.05;
const DEED = 0.4;

/**
 * How surely a sentence tells of an attack by what it quotes, or by a doer with a deed: the model was taught by procedures of malware, and
 * hardly hears what is done with an administrator's own means, in a cloud or a mailbox. 0 where it tells of none.
 */
function tellsDeed(text: string, heard: number): number {
  if (heard < HARDLY || heard >= DEED || isNameList(text)) return 0;
  return toldBy(QUOTED_TELLS, text).size > 0 || (DOERS.test(text) && toldBy(TELLS, text).size > 0) ? DEED : 0;
}

/** Whether the next sentence of its paragraph says that it did not happen here. */
function isTakenBack(text: string, { end }: Sentence, next: Sentence | undefined): boolean {
  return next !== undefined && !text.slice(end, next.start).includes('\n') && deniesBefore(next.text);
}

/** Where nothing in a text happened, what it tells of attackers is what they do in general. */
function withCommonplaces(sentences: readonly ReadSentence[]): readonly ReadSentence[] {
  if (tellsOfEvents(sentences)) return sentences;
  return sentences.map((one) =>
    one.unspecific === null && isCommonplace(one.text) ? { ...one, unspecific: 'general' } : one,
  );
}

/** A text of fewer is a piece of one: what it is a part of may tell. */
const WHOLE_TEXT = 5;

/** Whether anything in a text happened, as it tells it; true of a text that is too short to say. */
export function tellsOfEvents(sentences: readonly ReadSentence[]): boolean {
  if (sentences.length < WHOLE_TEXT) return true;
  return sentences.some((one) => one.aside === null && one.unspecific !== 'general' && tellsEvent(one.text));
}

type Telling = Pick<Mention, 'id' | 'by' | 'score'>;

/** What one sentence tells of. `logits`: the model's, null where it was not asked. */
function* tellings(
  sentence: ReadSentence,
  logits: Float32Array | null,
  named: readonly NamedTechnique[],
  model: MentionModel,
): Generator<Telling> {
  for (const { id, by } of named) if (by === 'id') yield { id, by, score: 1 };
  const { aside, unspecific: whose } = sentence;
  if (aside !== null || whose === 'elsewhere') return;
  for (const telling of toldOutright(sentence, logits, named, model))
    if (whose !== 'possible' || POSSIBLE.has(telling.id)) yield telling;
}

/** What could be done with a flaw in a server is how such a flaw is told. */
const POSSIBLE: ReadonlySet<string> = new Set(['T1190']);

function* toldOutright(
  { text, attack, unspecific: whose }: ReadSentence,
  logits: Float32Array | null,
  named: readonly NamedTechnique[],
  model: MentionModel,
): Generator<Telling> {
  const attacks = whose !== 'general' && attack >= FLOOR;
  const judged = attacks ? judgedIn(logits, model) : new Map<string, number>();
  for (const { id, by } of named) {
    if (by === 'words' && attacks) yield { id, by, score: 1 };
    else if (by === 'name' || (by === 'ordinary' && judged.has(id))) yield { id, by: 'name', score: 1 };
  }
  if (!isNameList(text))
    for (const id of toldBy(attacks ? TELLS : QUOTED_TELLS, text)) yield { id, by: 'words', score: 1 };
  for (const [id, score] of judged) if (score >= leastScore(id)) yield { id, by: 'model', score };
}

/** How sure the model must be of a technique that has words of its own where none of them is said. */
const WITHOUT_WORDS = 0.7;
/**
 * Techniques that hang on one everyday noun (an IP address, a process, a user name, a screenshot, a folder for temporary files): the model
 * cannot tell whoever looks it up from whoever mentions it, the verbs can.
 */
const BY_VERB: ReadonlySet<string> = new Set(['T1012', 'T1016', 'T1033', 'T1036.005', 'T1057', 'T1074.001', 'T1113']);

function leastScore(id: string): number {
  if (BY_VERB.has(id)) return Number.POSITIVE_INFINITY;
  return TOLD_IDS.has(id) ? WITHOUT_WORDS : 0;
}

/** The techniques that the model finds in a sentence, with its confidence. */
function judgedIn(logits: Float32Array | null, { classes, threshold, attack }: MentionModel): Map<string, number> {
  const judged = new Map<string, number>();
  if (logits === null) return judged;
  for (let index = 0; index < classes.length; index += 1) {
    const above = (logits[index] ?? Number.NEGATIVE_INFINITY) - threshold;
    if (above >= 0 && index !== attack) judged.set(classes[index] ?? '', probability(above));
  }
  return judged;
}

const STRENGTH = { id: 3, name: 2, words: 1, model: 0 } as const;

/** Of two mentions of one technique the stronger stays, of equal ones the surer, of equally sure ones the first. */
function keep(found: Map<string, Mention>, { id, by, score }: Telling, { text, start, end }: Sentence): void {
  const known = found.get(id);
  if (known && (STRENGTH[by] - STRENGTH[known.by] || score - known.score) <= 0) return;
  found.set(id, { id, name: attackTechnique(id)?.name ?? id, by, score, sentence: text, start, end });
}

/** Their sub-techniques are other deeds, not kinds of this one: a packed program may hold obfuscated strings. */
const OWN_DEEDS: ReadonlySet<string> = new Set(['T1027']);

/** Whether a sub-technique of it was found too. */
function hasPart(id: string, found: ReadonlyMap<string, Mention>): boolean {
  return [...found.keys()].some((other) => other.startsWith(`${id}.`));
}

/** By the index of the sentence that they stand in; both lists are in the order of the text. */
function bySentence(named: readonly NamedTechnique[], sentences: readonly Sentence[]): Map<number, NamedTechnique[]> {
  const places = new Map<number, NamedTechnique[]>();
  let index = 0;
  for (const one of named) {
    while (index < sentences.length - 1 && (sentences[index]?.end ?? 0) <= one.start) index += 1;
    const there = places.get(index);
    if (there) there.push(one);
    else places.set(index, [one]);
  }
  return places;
}

function probability(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
