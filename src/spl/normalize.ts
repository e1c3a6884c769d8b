import { insideComment, plainComments } from './comment.ts';
import { isSignificant, lex, type Token } from './lexer.ts';

/** What stood between two tokens. */
interface Gap {
  readonly broken: boolean;
  /** Blanks in front of what follows, where it begins a line. */
  readonly indent: number;
}

const BLANK: Gap = { broken: false, indent: 0 };
/** A line that goes on is set off, and no file's reader takes it for the start of anything. */
const LEAST_INDENT = 2;
const MOST_INDENT = 16;

/**
 * The form in which the REST interface and savedsearches.conf carry a search safely, as its author broke it into lines: each command of
 * the main pipeline on a line of its own.
 *
 * Strings, single-quoted names and words are left as they are; macro calls over several lines are joined. No line begins with a
 * bracket, `#` or `//`, which begin a stanza or a comment in a file, and none ends in a backslash, which goes on in the next line of
 * a file (https://docs.splunk.com/Documentation/Splunk/latest/Admin/Aboutconfigurationfiles); no blank lines, nothing before or
 * after. Comments stay, in characters that no reader could take for anything else (`plainComments`), but none stands between
 * a pipe and its command, nor before the first one: to a search that does not begin with a pipe Splunk's pages add the word `search`.
 * Idempotent.
 *
 * A value that ends in a backslash would swallow the next key of the file; the checks refuse such a search.
 */
export function normalize(source: string): string {
  const tokens = lex(source);
  const writer = createWriter();
  let depth = 0;
  let gap: Gap | null = null;
  let afterPipe = false;
  for (const token of tokens) {
    if (token.kind === 'space') {
      gap = gapOf(token.text);
    } else if (token.kind === 'comment') {
      for (const comment of plainComments(insideComment(token.text))) {
        writer.comment(comment, gap ?? BLANK, afterPipe && depth === 0);
        gap = gap?.broken ? gap : BLANK;
      }
      gap = BLANK;
    } else {
      const isMainPipe = token.kind === 'pipe' && depth === 0;
      if (isMainPipe) writer.pipe();
      else writer.token(textOf(token), afterPipe && gap ? BLANK : gap);
      if (token.kind === 'open') depth += 1;
      if (token.kind === 'close') depth = Math.max(0, depth - 1);
      afterPipe = token.kind === 'pipe';
      gap = null;
    }
  }
  return tokens.some(isSignificant) ? writer.done() : '';
}

function gapOf(space: string): Gap {
  const line = /[\r\n]([ \t]*)$/.exec(space)?.[1];
  if (line === undefined) return { broken: /[\r\n]/.test(space), indent: LEAST_INDENT };
  const width = line.replaceAll('\t', '    ').length;
  return { broken: true, indent: Math.min(Math.max(width, LEAST_INDENT), MOST_INDENT) };
}

function createWriter() {
  let out = '';
  /** Comments before a command, which go behind it. */
  let held: string[] = [];

  function put(text: string, gap: Gap | null): void {
    const breaks = gap?.broken && !out.endsWith('\\') && !/^(?:\[|#|\/\/)/.test(text);
    if (out !== '' && gap) out += breaks ? `\n${' '.repeat(gap.indent)}` : ' ';
    out += text;
  }

  function release(): void {
    for (const comment of held) put(comment, { broken: true, indent: LEAST_INDENT });
    held = [];
  }

  return {
    token: put,
    /** `leads`: between a pipe and its command. */
    comment(text: string, gap: Gap, leads: boolean): void {
      if (out === '' || leads) held.push(text);
      else put(text, gap);
    },
    /** A pipe of the main pipeline. */
    pipe(): void {
      // What stands in front of the first pipe stands in front of the first command.
      if (out === '') {
        out = '|';
        return;
      }
      release();
      if (out.endsWith('\\')) out += ' |';
      else out += out === '|' ? ' |' : '\n|';
    },
    done(): string {
      release();
      return out;
    },
  };
}

function textOf(token: Token): string {
  return token.kind === 'macro' ? token.text.replace(/[ \t]*[\r\n]+[ \t\r\n]*/g, ' ') : token.text;
}
