import { closestMatch } from 'leven';

/**
 * The known word that a mistyped one was probably meant to be: the nearest by edit distance, if at most a third of its letters
 * differ or two are swapped.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const forms = new Map(known.map((one) => [one.toLowerCase(), one]));
  const maxDistance = Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3));
  const found = closestMatch(word.toLowerCase(), [...forms.keys()], { maxDistance });
  return found === undefined ? undefined : forms.get(found);
}

/** ` Did you mean "x"?`, or nothing where no known word is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : ` (did you mean "${meant}"?)`;
}
