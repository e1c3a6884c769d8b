import { stripUnsafe } from '../core/text.ts';

/**
 * What means something to one reader of SPL or another, wherever it stands, and what stands in its place in a comment. Splunk puts
 * values between dollar signs before it looks for comments
 * (https://docs.splunk.com/Documentation/Splunk/latest/Viz/tokens), and releases before 8.1 know no such comments.
 */
const MEANINGLESS: Readonly<Record<string, string>> = {
  '`': '\u2019',
  "'": '\u2019',
  '"': '\u201d',
  '|': '\u00a6',
  '[': '(',
  ']': ')',
  '\\': '/',
  $: '\uff04',
};

/**
 * Comments with the text of one, a line each, in which no reader finds an end, a quote or a command; none where nothing is left.
 * (https://help.splunk.com/splunk-enterprise/search/search-manual/10.0/using-the-search-app/add-comments-to-searches: the search
 * processor replaces a comment by a space.)
 *
 * @param inner the text without the backticks around it.
 */
export function plainComments(inner: string): string[] {
  return inner.split(/[\r\n]+/).flatMap((line) => {
    const text = stripUnsafe(line)
      .replace(/[`'"|[\]\\$]/g, (char) => MEANINGLESS[char] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    return text === '' ? [] : [`\`\`\` ${text} \`\`\``];
  });
}

/** The text of a comment token. */
export function insideComment(text: string): string {
  return text.replace(/^```|```$/g, '');
}
