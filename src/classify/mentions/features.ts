const ADDRESS = /\bh(?:tt|xx)ps?(?::|\[:\])\/\/[^\s"'<>)]+/gi;
const HASH = /\b(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})\b/gi;
const WORD = /[\p{L}0][\p{L}0_]*(?:[.'’+#-][\p{L}0_]+)*[+#]*/gu;
/** The longest sentence that is looked at, in UTF-16 units. */
const LONGEST = 2000;

/** The words of a sentence as the model knows them: lower case, stems, digits as 0, addresses and hashes as one word each. */
export function stemsOf(sentence: string): string[] {
  const plain = sentence
    .slice(0, LONGEST)
    .replace(ADDRESS, ' urlword ')
    .replace(HASH, ' hashword ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d/g, '0');
  return (plain.match(WORD) ?? []).map(stem);
}

/** What the model weighs: each word, the parts of `rundll32.exe` or `side-loading`, and each pair of words; once each. */
export function featuresOf(stems: readonly string[]): Set<string> {
  const features = new Set<string>();
  stems.forEach((word, index) => {
    features.add(word);
    const parts = word.split(/[.'’-]/);
    if (parts.length > 1) for (const part of parts) if (part.length > 1) features.add(part);
    const next = stems[index + 1];
    if (next !== undefined) features.add(`${word} ${next}`);
  });
  return features;
}

/** A word without the endings of English verbs and plurals: `downloads`, `downloaded` and `downloading` are one. */
export function stem(word: string): string {
  if (word.length < 5 || /[^a-z]/.test(word)) return word;
  const singular = word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.endsWith('s') && !/(?:ss|us|is)$/.test(word)
      ? word.slice(0, -1)
      : word;
  const root = withoutEnding(singular);
  return root.length > 4 && root.endsWith('e') ? root.slice(0, -1) : root;
}

function withoutEnding(word: string): string {
  const length = word.endsWith('ing') && word.length > 6 ? 3 : word.endsWith('ed') && word.length > 5 ? 2 : 0;
  const root = word.slice(0, word.length - length);
  if (length === 0 || !/[aeiouy]/.test(root)) return word;
  return /([bdfgkmnprt])\1$/.test(root) ? root.slice(0, -1) : root;
}
