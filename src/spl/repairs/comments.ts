import type { Checked } from '../checks/index.ts';
import { plainComments } from '../comment.ts';
import { isSignificant } from '../lexer.ts';
import { readMacroCall } from '../macros.ts';
import type { Edit } from './edits.ts';
import type { Repair } from './repair.ts';

/**
 * Makes comments of SPL of `//` comments, which it has not: whole lines, and the rest of a line where it holds no pipe or bracket.
 * A line that goes on with a pipe after `//` may be all of the search, so it stays as it is.
 */
export const slashComments: Repair = {
  name: 'slash-comments',
  judgement: false,
  preserves:
    'All of it, with the comment between triple backticks: Splunk would have read its words as search terms, or failed on them.',
  edits: ({ text, findings }: Checked): Edit[] =>
    findings
      .filter(({ code }) => code === 'spl-slash-comment')
      .flatMap(({ start }) => {
        const newline = text.indexOf('\n', start);
        const end = newline < 0 ? text.length : newline;
        const wholeLine = /(?:^|\n)[ \t]*$/.test(text.slice(0, start)) && newline >= 0;
        if (!wholeLine && /[|[\]]/.test(text.slice(start, end))) return [];
        return [{ start, end, text: asComment(text.slice(start, end).replace(/^\/+/, '')) }];
      }),
};

/**
 * Makes a comment of today of `` `comment("…")` ``, that of Splunk before 8.1: a macro with an empty definition that not every site has.
 */
export const legacyComments: Repair = {
  name: 'legacy-comments',
  judgement: false,
  preserves: 'The search: the macro expands to nothing, and its text becomes a comment between triple backticks.',
  edits({ tree, findings }) {
    const unknown = new Set(findings.filter(({ code }) => code === 'spl-unknown-macro').map(({ start }) => start));
    const tokens = tree.tokens.filter(isSignificant);
    return tokens.flatMap((token, at) => {
      if (token.kind !== 'macro' || !unknown.has(token.start)) return [];
      const call = readMacroCall(token);
      if (call?.name !== 'comment') return [];
      const said = call.args.join(',').replace(/^\s*"|"\s*$/g, '');
      const gone = { start: token.start, end: token.start + token.text.length, text: asComment(said) };
      const next = tokens[at + 1];
      // `| comment | stats`: two pipes would be left around nothing.
      const alone = tokens[at - 1]?.kind === 'pipe' && next?.kind === 'pipe';
      return alone && next ? [gone, { start: next.start, end: next.start + 1, text: '' }] : [gone];
    });
  },
};

/** With blanks around it, so that it parts no word; a blank where it says nothing. */
function asComment(text: string): string {
  return [' ', ...plainComments(text).map((comment) => `${comment} `)].join('');
}
