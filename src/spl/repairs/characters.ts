import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/** Typographic replacements of plain characters. Controls and text-direction marks are not among them. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u201f': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u3000': ' ',
  '\ufeff': '',
  '\u200b': '',
};

/** Replaces typographic quotes, dashes and spaces outside strings by plain ones. */
export const plainCharacters: Repair = {
  name: 'plain-characters',
  judgement: true,
  preserves: 'All text inside plain double quotes. Outside them Splunk has no use for the typographic characters.',
  edits: ({ tree }): Edit[] =>
    tree.tokens.flatMap((token) => {
      const plain = token.kind === 'odd' ? PLAIN[token.text] : undefined;
      return plain === undefined ? [] : [{ start: token.start, end: token.start + token.text.length, text: plain }];
    }),
};

/** Drops the backslash that continues a line in a .conf file: searches are often pasted from there. */
export const lineContinuations: Repair = {
  name: 'line-continuations',
  judgement: false,
  preserves: 'The search as the conf file would have given it: the backslash is not part of the value.',
  edits: ({ tree, text }): Edit[] =>
    tree.tokens.flatMap((token) => {
      const end = token.start + token.text.length;
      if (token.kind !== 'word' || !/(?:^|[^\\])\\$/.test(token.text) || !/^\r?\n/.test(text.slice(end, end + 2)))
        return [];
      return [{ start: end - 1, end, text: '' }];
    }),
};
