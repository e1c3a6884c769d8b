import { lex, type Token } from './lexer.ts';

/**
 * The form that both the REST interface and savedsearches.conf carry safely: one line, nothing before or after it.
 *
 * Outside quotes, every run of white space and comments becomes one space (none at the ends). Strings, single-quoted names and
 * words are left as they are. Comments are removed: then readers cannot differ on where one ends, and no untrusted text stays in
 * the search. Macro calls over several lines are joined. Idempotent.
 *
 * A conf value that ends in a backslash would swallow the next key
 * (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Savedsearchesconf); the checks refuse such a search.
 */
export function normalize(source: string): string {
  let out = '';
  let gap = false;
  for (const token of lex(source)) {
    if (token.kind === 'space' || token.kind === 'comment') {
      gap = true;
      continue;
    }
    if (gap && out !== '') out += ' ';
    gap = false;
    out += textOf(token);
  }
  return out;
}

function textOf(token: Token): string {
  return token.kind === 'macro' ? token.text.replace(/[ \t]*[\r\n]+[ \t\r\n]*/g, ' ') : token.text;
}
