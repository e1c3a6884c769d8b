import type { Technique } from '../briefing/article.ts';
import { type AttackTechnique, attackTechnique, attackTechniques, currentTechniqueId } from '../knowledge/attack.ts';
import { compilePhrases, type Phrases } from '../knowledge/words.ts';
import { sentenceAt } from './evidence.ts';
import { firstMeant, type Reading, readText } from './reading.ts';
import { DISTINCT_NAMES, ORDINARY_NAMES, TECHNIQUE_WORDS } from './technique-words.ts';

/** A technique that a text tells, with the sentence that does. */
export interface InferredTechnique extends Technique {
  /** By its id, by ATT&CK's own name for it, or by words that stand for it. */
  readonly basis: 'id' | 'name' | 'words';
  readonly evidence: string;
}

/** An id as text and addresses write it (`T1059.001`, `…/techniques/T1059/001/`); enterprise and mobile T1…, ICS T0…. */
const ID = /(?<![A-Za-z0-9.])T([01]\d{3})(?:[./](\d{3})(?!\d))?(?![A-Za-z0-9]|[./]\d)/g;

/**
 * The techniques of a text, each once (by the strongest basis, then the first place), in the order of the text. Revoked ids and
 * names count as their successors; ids that ATT&CK never had are left out. Words count unless the sentence denies them.
 */
export function inferTechniques(source: string | Reading): InferredTechnique[] {
  const reading = typeof source === 'string' ? readText(source) : source;
  const { text } = reading;
  const found = new Map<string, InferredTechnique & { readonly at: number }>();
  const add = (id: string, basis: InferredTechnique['basis'], at: number, end: number) => {
    const known = attackTechnique(currentTechniqueId(id));
    if (!known || found.has(known.id)) return;
    found.set(known.id, { id: known.id, name: known.name, basis, evidence: sentenceAt(text, at, end), at });
  };
  for (const match of text.matchAll(ID)) {
    const whole = match[2] ? `T${match[1]}.${match[2]}` : `T${match[1]}`;
    add(attackTechnique(whole) ? whole : '', 'id', match.index, match.index + match[0].length);
  }
  compiled ??= compile();
  const { names, words } = compiled;
  const said = firstMeant(reading, compiled.phrases);
  for (const { phrase, start, end } of said) for (const id of names.get(phrase) ?? []) add(id, 'name', start, end);
  for (const { phrase, start, end } of said) for (const id of words.get(phrase) ?? []) add(id, 'words', start, end);
  return [...found.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ at: _, ...rest }) => rest);
}

/** Phrase to the ids that it stands for. */
type Ids = ReadonlyMap<string, readonly string[]>;

let compiled: { readonly phrases: Phrases; readonly names: Ids; readonly words: Ids } | undefined;

function compile() {
  const names = idsByPhrase(nameEntries());
  const words = idsByPhrase(
    Object.entries(TECHNIQUE_WORDS).flatMap(([id, list]) => list.map((phrase) => [phrase, id] as const)),
  );
  return { phrases: compilePhrases([...names.keys(), ...words.keys()]), names, words };
}

function idsByPhrase(entries: readonly (readonly [phrase: string, id: string])[]): Ids {
  const ids = new Map<string, string[]>();
  for (const [phrase, id] of entries) ids.set(phrase, [...(ids.get(phrase) ?? []), id]);
  return ids;
}

function nameEntries(): [name: string, id: string][] {
  const byName = new Map<string, AttackTechnique>();
  for (const technique of attackTechniques()) {
    if (technique.status !== 'current' || !tellsByName(technique)) continue;
    const known = byName.get(technique.name);
    // One name in two matrices: the enterprise one.
    if (!known || isMobile(known.id)) byName.set(technique.name, technique);
  }
  return [...byName].map(([name, { id }]) => [name, id]);
}

/** ICS names are everyday words (Loss of Control, Denial of Service): there only the id tells. */
function tellsByName({ id, name }: AttackTechnique): boolean {
  if (id.startsWith('T0') || ORDINARY_NAMES.has(name)) return false;
  return DISTINCT_NAMES.has(name) || name.split(/[^\p{L}\p{Nd}]+/u).length >= 3;
}

/** The block of ids that mobile techniques first had (T1398 to T1481, T1509); the later ones share no name with lower ids. */
function isMobile(id: string): boolean {
  const number = Number(id.slice(1, 5));
  return (number >= 1398 && number <= 1481 && number !== 1480) || number === 1509;
}
