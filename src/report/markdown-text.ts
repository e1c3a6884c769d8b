import { isWebUrl, oneLine, stripUnsafe } from '../core/text.ts';

/** Parts a sign that would make a mention, a reference or a link from what it would make one of; shows nothing. */
const ZERO_WIDTH_SPACE = '\u200b';

/**
 * A stranger's text as one line of inert Markdown: it shows as it is, and makes no emphasis, code, link, image, table cell or HTML. What
 * GitHub and GitLab make links of by themselves (`@name`, `#1`, `!1`, `https://…`, `www.…`) is parted by a space of no width:
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls,
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references. Put words of our own before it: at the start of a line it could be a list.
 */
export function markdownText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$^]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/!(?=\\\[)/g, '\\!')
    .replace(/@(?=\S)|[#!%](?=[\w"&\\])|(?<=&amp;|\\[$~^])(?=[\w"\\])|\bGH-(?=\d)/g, `$&${ZERO_WIDTH_SPACE}`)
    .replace(/:(?=\/\/)|www(?=\.)|(?:mailto|xmpp):/gi, `$&${ZERO_WIDTH_SPACE}`);
}

/** The same as code, in which nothing is looked for. */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  const ticks = '`'.repeat(longestRun(line, '`') + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  // In a table a pipe ends the cell, in code too.
  return `${ticks}${pad}${line.replaceAll('|', '\\|')}${pad}${ticks}`;
}

/** Lines as a block of code, in fences longer than any in the text. */
export function markdownFence(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  return `${fence}${language}\n${stripUnsafe(text)}\n${fence}`;
}

/** A link that shows where it leads; the address as code where it may not be one. */
export function markdownLink(address: string): string {
  const url = oneLine(address);
  if (!isWebUrl(url)) return markdownCode(url);
  const { href, hostname } = new URL(url);
  return `[${markdownText(hostname)}](<${href.replace(/[<>\\|]/g, encodeURIComponent)}>)`;
}

function longestRun(text: string, char: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === char ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
