import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { htmlToText, isWithinLimits, MAX_HTML } from './html.ts';

/** Shorter results are menus and cookie notices. */
const MIN_TEXT = 200;
/** Readability's time grows with the elements; articles have some thousands. */
const MAX_ELEMENTS = 40_000;

/** What in a block makes it worth keeping: refanged or defanged indicators, hashes, CVEs. */
const EVIDENCE =
  /\[\.\]|\(\.\)|\{\.\}|\[dot\]|\bhxxps?\b|\b[a-f0-9]{32,64}\b|\bCVE-\d{4}-\d{4,}|\b\d{1,3}(?:\.\d{1,3}){3}\b/i;

type Document = ReturnType<typeof parseHTML>['document'];

/**
 * The article of a page as plain text, through Mozilla's Readability on a DOM that runs no scripts and loads nothing; undefined
 * where the page holds none. Code blocks, tables and lists with indicators are kept even where Readability considers them
 * clutter.
 */
export function extractArticle(html: string): string | undefined {
  if (html.length > MAX_HTML || !isWithinLimits(html)) return undefined;
  const { document } = parseHTML(html);
  if (document.querySelectorAll('*').length > MAX_ELEMENTS) return undefined;
  const blocks = evidenceBlocks(document);
  const article = readable(document);
  if (article === undefined) return undefined;
  const text = htmlToText(article);
  if (text.length < MIN_TEXT) return undefined;
  const lost = blocks.filter((block) => !text.includes(firstEvidence(block)));
  return [text, ...lost].join('\n\n');
}

function readable(document: Document): string | undefined {
  try {
    // linkedom's document has what Readability needs, though its type differs.
    const article = new Readability(document as never, { charThreshold: MIN_TEXT }).parse();
    return article?.content ?? undefined;
  } catch {
    // Readability throws on documents without a proper body.
    return undefined;
  }
}

/** Code, tables and lists of the page's content that hold indicators, as text under the heading before them. */
function evidenceBlocks(document: Document): string[] {
  const blocks: string[] = [];
  let heading = '';
  for (const element of document.querySelectorAll('h1, h2, h3, h4, h5, h6, pre, table, ul, ol')) {
    if (element.closest('nav, footer, aside, header, form')) continue;
    if (/^h\d$/i.test(element.tagName)) {
      heading = htmlToText(element.outerHTML);
      continue;
    }
    if (element.parentElement?.closest('pre, table, ul, ol')) continue;
    const text = htmlToText(element.outerHTML);
    if (EVIDENCE.test(text)) blocks.push(heading === '' ? text : `${heading}\n\n${text}`);
  }
  return blocks;
}

/** The first line with an indicator: if the article has it, it has the block. */
function firstEvidence(block: string): string {
  return (
    block
      .split('\n')
      .find((line) => EVIDENCE.test(line))
      ?.trim() ?? block
  );
}
