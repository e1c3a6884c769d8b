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
    const key = keyAt(hint, 0);
    places[key] ??= [];
    places[key].push(place);
  }
  return { tells, hints, places: Array.from({ length: KEYS }, (_, key) => places[key]) };
}

/** The ids of the tells that a sentence fits, each once, in the order of the lists. */
export function toldBy({ tells, places, hints }: TellIndex, sentence: string): ReadonlySet<string> {
  const lower = sentence.toLowerCase();
  const candidates = new Set<number>();
  for (let at = 0; at + 2 < lower.length; at += 1) {
    for (const place of places[keyAt(lower, at)] ?? []) {
      const [hint, index] = hints[place] ?? ['', -1];
      if (!candidates.has(index) && lower.startsWith(hint, at)) candidates.add(index);
    }
  }
  const ids = new Set<string>();
  for (const index of [...candidates].sort((a, b) => a - b)) {
    const one = tells[index];
    if (one?.says.test(sentence)) for (const id of one.ids) ids.add(id);
  }
  return ids;
}

const BITS = 5;
const KEYS = 1 << (3 * BITS);

/** Three characters as one number: looked at at each place of each sentence, so no string is made of them. */
function keyAt(text: string, at: number): number {
  const mask = (1 << BITS) - 1;
  return (
    ((text.charCodeAt(at) & mask) << (2 * BITS)) |
    ((text.charCodeAt(at + 1) & mask) << BITS) |
    (text.charCodeAt(at + 2) & mask)
  );
}
