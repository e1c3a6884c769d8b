/** A way in which a sentence tells of techniques: a command that it quotes, a verb with its object. */
export interface Tell {
  /** ATT&CK ids, as ATT&CK has them now. */
  readonly ids: readonly string[];
  /** Pieces of text in lower case, of three characters or more, of which a sentence has at least one; the rest is done with them. */
  readonly hints: readonly string[];
  readonly says: RegExp;
}

/** Tells by the first three characters of their hints. */
export interface TellIndex {
  readonly tells: readonly Tell[];
  /** By the digest of three characters: places in `hints`; most are empty. */
  readonly places: readonly (readonly number[] | undefined)[];
  readonly hints: readonly (readonly [hint: string, tell: number])[];
}

/**
 * A line of the lists beside this file. `ids` are divided by blanks, `hints` by `|`. Each part of `says` is bounded, so that a sentence
 * takes a time that its length bounds.
 */
export function tellOf(ids: string, hints: string, says: RegExp): Tell {
  return { ids: ids.split(' '), hints: hints.split('|'), says };
}

export function indexTells(tells: readonly Tell[]): TellIndex {
  const hints = tells.flatMap(({ hints: own }, index) => own.map((hint) => [hint, index] as const));
  const places: number[][] = [];
  for (const [place, [hint]] of hints.entries()) {
    const key = next(next(next(0, hint, 0), hint, 1), hint, 2);
    places[key] ??= [];
    places[key].push(place);
  }
  return { tells, hints, places: Array.from({ length: KEYS }, (_, key) => places[key]) };
}

/** The ids of the tells that a sentence fits, each once, in the order of the lists. */
export function toldBy({ tells, places, hints }: TellIndex, sentence: string): ReadonlySet<string> {
  const lower = sentence.toLowerCase();
  const candidates = new Set<number>();
  let key = 0;
  for (let end = 0; end < lower.length; end += 1) {
    key = next(key, lower, end);
    const found = places[key];
    if (found === undefined) continue;
    for (const place of found) {
      const [hint, index] = hints[place] ?? ['', -1];
      if (!candidates.has(index) && lower.startsWith(hint, end - 2)) candidates.add(index);
    }
  }
  if (candidates.size === 0) return NONE;
  const ids = new Set<string>();
  for (const index of [...candidates].sort((a, b) => a - b)) {
    const one = tells[index];
    if (one?.says.test(sentence)) for (const id of one.ids) ids.add(id);
  }
  return ids;
}

const NONE: ReadonlySet<string> = new Set();
const BITS = 5;
const KEYS = 1 << (3 * BITS);

/** The digest of three characters, moved on by one: it is taken at each place of each sentence, so no string is made of them. */
function next(key: number, text: string, at: number): number {
  return ((key << BITS) | (text.charCodeAt(at) & ((1 << BITS) - 1))) & (KEYS - 1);
}
