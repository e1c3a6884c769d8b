import type { Finding, SplCode } from '../finding.ts';
import { isSignificant, type Token } from '../lexer.ts';
import { MAX_DEPTH, type SplTree } from '../parse.ts';

const UNCLOSED: Partial<Record<Token['kind'], [SplCode, string]>> = {
  string: ['spl-unclosed-string', 'this double quote is never closed'],
  field: ['spl-unclosed-field', 'this single quote is not closed on its line'],
  macro: ['spl-unclosed-macro', 'this backtick is never closed'],
  comment: ['spl-unclosed-comment', 'this comment is never closed'],
};

// A lone half of a surrogate pair cannot be sent: it would come back as another character.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\p{Surrogate}]/u;
// Zero-width, text-direction and tag characters (https://www.unicode.org/reports/tr36/, CVE-2021-42574).
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/;
/** What a reader that saw no quotes would take as structure. */
const STRUCTURE = /[|[\]"`]/;

/** Balance, quoting and characters: whatever could make Splunk read the text differently than this parser does. */
export function checkStructure(tree: SplTree): Finding[] {
  // Beyond that depth nothing was read, so whatever else there is to say would be about half a search.
  const tooDeep = tree.faults.find(({ kind }) => kind === 'depth');
  if (tooDeep) return [{ code: 'spl-too-deep', message: `more than ${MAX_DEPTH} brackets deep`, start: tooDeep.start }];
  return [
    ...tree.tokens.flatMap((token, at) => checkToken(token, tree.tokens[at - 1], tree.tokens[at + 1])),
    ...faults(tree),
    ...empties(tree),
  ];
}

function checkToken(token: Token, before: Token | undefined, after: Token | undefined): Finding[] {
  const at = (code: SplCode, message: string, offset = 0): Finding => ({ code, message, start: token.start + offset });
  const found: Finding[] = [];
  const unclosed = token.closed ? undefined : UNCLOSED[token.kind];
  if (unclosed) return [at(...unclosed)];

  const control = CONTROL.exec(token.text);
  if (control) found.push(at('spl-control-character', `control character ${codePoint(control[0])}`, control.index));
  // From comments such characters are taken out.
  const invisible = token.kind === 'comment' ? null : INVISIBLE.exec(token.text);
  if (invisible) {
    found.push(
      at(
        'spl-invisible-character',
        `invisible character ${codePoint(invisible[0])}; write it as an escape in a regular expression`,
        invisible.index,
      ),
    );
  } else if (token.kind === 'odd' && !control) {
    found.push(
      at(
        'spl-odd-character',
        `${token.text.trim() === '' ? 'a space of another kind' : token.text} (${codePoint(token.text)}) outside quotes`,
      ),
    );
  }

  switch (token.kind) {
    case 'string':
      if (/[\r\n]/.test(token.text))
        found.push(at('spl-newline-in-string', 'this text in quotes runs over several lines'));
      if (token.text.includes('```')) found.push(at('spl-comment-in-string', 'triple backticks inside quotes'));
      if (after && isText(after))
        found.push(
          at('spl-run-on-string', `${excerpt(after.text)} follows a closing quote without a space`, token.text.length),
        );
      break;
    case 'field':
      if (STRUCTURE.test(token.text))
        found.push(at('spl-quoted-structure', `${excerpt(token.text)} holds structure inside single quotes`));
      break;
    case 'comment':
      if (before && after && isPart(before) && isPart(after))
        found.push(at('spl-split-word', 'a comment without space around it'));
      break;
    case 'word': {
      // One reader takes it as a letter, another as the start of a quoted name.
      const apostrophe = token.text.indexOf("'");
      if (apostrophe >= 0) {
        found.push(at('spl-unclosed-field', 'an apostrophe inside a word; put the text in double quotes', apostrophe));
      }
      if (/(?:^|[^\\])(?:\\\\)*\\$/.test(token.text) && (!after || isEscapable(after))) {
        found.push(
          at(
            'spl-stray-escape',
            'a backslash outside quotes before a quote, pipe, bracket or line end',
            token.text.length - 1,
          ),
        );
      }
      if (/^\/\/(?!\S*[/.]\S)/.test(token.text) || (token.text.startsWith('//') && opensLine(before))) {
        found.push(at('spl-slash-comment', 'SPL has no // comments'));
      }
      break;
    }
  }
  return found;
}

/** Text right behind a string; `"a".b`, `"a"+b` and the like are eval's operators. */
function isText(token: Token): boolean {
  return token.kind === 'string' || (token.kind === 'word' && /^[^.+*/%;-]|^\*[^ ]/.test(token.text));
}

function isPart(token: Token): boolean {
  return token.kind === 'word' || token.kind === 'string' || token.kind === 'macro' || token.kind === 'field';
}

function isEscapable(token: Token): boolean {
  return (
    ['string', 'field', 'macro', 'comment', 'pipe', 'open', 'close'].includes(token.kind) || /^[\r\n]/.test(token.text)
  );
}

function opensLine(before: Token | undefined): boolean {
  return before === undefined || (before.kind === 'space' && before.text.includes('\n'));
}

function faults(tree: SplTree): Finding[] {
  return tree.faults.map(({ kind, start }) => {
    const char = tree.source[start];
    return { code: kind === 'paren' ? 'spl-paren' : 'spl-bracket', message: `${char} has no partner`, start };
  });
}

function empties(tree: SplTree): Finding[] {
  if (!tree.tokens.some(isSignificant)) return [{ code: 'spl-empty', message: 'the search is empty', start: 0 }];
  return tree.pipelines.flatMap((pipeline) =>
    pipeline.commands
      .filter((command) => !command.head)
      .map((command) => ({ code: 'spl-empty' as const, message: 'a command is expected here', start: command.start })),
  );
}

function codePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function excerpt(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
