import { type AttackTechnique, attackTechnique, attackTechniques, currentTechniqueId } from '../../knowledge/attack.ts';
import { compilePhrases, findPhrases, type Phrases } from '../../knowledge/words.ts';
import { readText, type TextReading } from '../reading.ts';
import { DISTINCT_NAMES, ORDINARY_NAMES } from './distinct-names.ts';
import { TECHNIQUE_WORDS } from './technique-words.ts';

/** A place where a text names a technique outright. */
export interface NamedTechnique {
  /** As ATT&CK has it now. */
  readonly id: string;
  /** `name`: ATT&CK's, where it means nothing else; `ordinary`: one that is an everyday word too (Python, Tool); `words`: ours. */
  readonly by: 'id' | 'name' | 'ordinary' | 'words';
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

/** An id as text and addresses write it (`T1059.001`, `…/techniques/T1059/001/`); enterprise and mobile T1…, ICS T0…. */
const ID = /(?<![A-Za-z0-9.])T([01]\d{3})(?:[./](\d{3})(?!\d))?(?![A-Za-z0-9]|[./]\d)/g;

/**
 * Every id and name of a technique in a text, and every place of words that stand for one, unless denied. Revoked ids and names count as their successors; ids that ATT&CK never had are
 * left out, and so are names of the mobile and ICS matrices that an enterprise technique has too or that are everyday words.
 */
export function namedTechniques(source: string | TextReading): NamedTechnique[] {
  const { text, words, isMeant } = typeof source === 'string' ? readText(source) : source;
  const found: NamedTechnique[] = [];
  for (const match of text.matchAll(ID)) {
    const written = match[2] ? `T${match[1]}.${match[2]}` : `T${match[1]}`;
    const id = attackTechnique(written) && currentTechniqueId(written);
    if (id) found.push({ id, by: 'id', start: match.index, end: match.index + match[0].length });
  }
  compiled ??= compile();
  for (const [phrase, hits] of findPhrases(words, compiled.phrases)) {
    for (const name of compiled.names.get(phrase) ?? []) {
      for (const { first, last } of hits.filter(isMeant)) {
        found.push({ ...name, start: words[first]?.start ?? 0, end: words[last]?.end ?? 0 });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
}

type Name = Pick<NamedTechnique, 'id' | 'by'>;
let compiled: { readonly phrases: Phrases; readonly names: ReadonlyMap<string, readonly Name[]> } | undefined;

function compile() {
  const names = new Map<string, Name[]>();
  // The last of a name wins: those of revoked techniques, then other matrices', then the enterprise ones.
  const rank = (technique: AttackTechnique) =>
    technique.status === 'revoked' ? 0 : technique.matrix === 'enterprise' ? 2 : 1;
  for (const technique of attackTechniques().sort((a, b) => rank(a) - rank(b))) {
    const by = tells(technique);
    const id = currentTechniqueId(technique.id);
    // `Drive-By Compromise` of mobile is `Drive-by Compromise` of enterprise.
    if (by && attackTechnique(id)?.status === 'current') names.set(technique.name.toLowerCase(), [{ id, by }]);
  }
  for (const [id, phrases] of Object.entries(TECHNIQUE_WORDS)) {
    for (const phrase of phrases) names.set(phrase, [...(names.get(phrase) ?? []), { id, by: 'words' }]);
  }
  return { phrases: compilePhrases(names.keys()), names };
}

function tells({ name, matrix, status }: AttackTechnique): Name['by'] | null {
  if (status === 'deprecated' || matrix === 'ics') return null;
  const plain = !ORDINARY_NAMES.has(name) && (DISTINCT_NAMES.has(name) || name.split(/[^\p{L}\p{Nd}]+/u).length >= 3);
  if (plain) return 'name';
  return matrix === 'enterprise' && status === 'current' ? 'ordinary' : null;
}
