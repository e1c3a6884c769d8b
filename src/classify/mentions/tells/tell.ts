/** A way in which a sentence tells of techniques: a command that it quotes, a verb with its object. */
export interface Tell {
  /** ATT&CK ids, as ATT&CK has them now. */
  readonly ids: readonly string[];
  /** Lower-case pieces of text of which a sentence has at least one; the rest is done with them. */
  readonly hints: readonly string[];
  readonly says: RegExp;
}

/**
 * A line of the lists beside this file. `ids` are divided by blanks, `hints` by `|`. Each part of `says` is bounded, so that a sentence
 * takes a time that its length bounds.
 */
export function tell(ids: string, hints: string, says: RegExp): Tell {
  return { ids: ids.split(' '), hints: hints.split('|'), says };
}

/** The ids of the tells that a sentence fits, each once. */
export function toldBy(tells: readonly Tell[], sentence: string): ReadonlySet<string> {
  const lower = sentence.toLowerCase();
  const ids = new Set<string>();
  for (const { ids: own, hints, says } of tells) {
    if (hints.some((hint) => lower.includes(hint)) && says.test(sentence)) for (const id of own) ids.add(id);
  }
  return ids;
}
