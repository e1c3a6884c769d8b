import { compile, type DomNode, type FormatCallback } from 'html-to-text';
import { Parser } from 'htmlparser2';
import { stripUnsafe } from '../core/text.ts';

/** Longer documents are cut here, in UTF-16 units: no article is a tenth as long. */
export const MAX_HTML = 4_000_000;
/** Real pages nest some 30 deep; beyond this, parsers slow down and recursion ends. */
const MAX_DEPTH = 300;
const MAX_ELEMENTS = 200_000;
/** Pieces of text, which a parser keeps like elements: each reference is one, and each sign that becomes one where text is written as HTML again. */
const MAX_TEXTS = 200_000;
const ESCAPED = /[&<>\u00a0]/g;

/**
 * HTML to plain text: paragraphs separated by blank lines; code blocks, list items and table rows on lines of their own, the
 * cells of a row separated by ` | `. Scripts, styles and pictures are left out, references decoded. From text with a hostile
 * structure (endless nesting) tags are only stripped.
 */
export function htmlToText(html: string): string {
  const bounded = withoutOpenSections(html.slice(0, MAX_HTML));
  return tidy(isWithinLimits(bounded) ? convert(bounded) : withoutTags(bounded));
}

/** Elements whose content is no text of the article. */
const SKIPPED = ['script', 'style', 'template', 'noscript', 'svg', 'iframe', 'object', 'head', 'select', 'button'];
/** Elements whose content an HTML parser reads as raw text, up to the end tag. */
const SWALLOWING = [...SKIPPED, 'textarea', 'title', 'xmp', 'plaintext', 'noembed', 'noframes'];
const SWALLOWER = new RegExp(`<(?=(${SWALLOWING.join('|')})\\b)`, 'gi');

/** "How <script> runs": a tag that is never closed is a word of the text, and would otherwise hide all that follows. */
function withoutOpenSections(html: string): string {
  const lower = html.toLowerCase();
  const last = new Map(SWALLOWING.map((name) => [name, lower.lastIndexOf(`</${name}`)]));
  return html.replace(SWALLOWER, (sign, name: string, at: number) =>
    (last.get(name.toLowerCase()) ?? -1) > at ? sign : '&lt;',
  );
}

/** A soft hyphen that shows at the end of a line: the word goes on in the next. */
const HYPHENATED = /\u00ad[ \t]{0,3}(?:\r?\n)?[ \t]{0,8}(?=[\p{L}\p{N}])/gu;

/** Plain text as feeds and pages carry it: no terminal codes or invisible characters, no trailing space, no gaps. */
export function tidy(text: string): string {
  return stripUnsafe(
    stripTerminal(text)
      .replace(HYPHENATED, '')
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n'),
  )
    .replace(/\u00a0/g, ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** Removes whole terminal sequences (ECMA-48 control sequences): of `ESC[31m`, the `[31m` would stay otherwise. */
export function stripTerminal(text: string): string {
  return text.replace(/(?:\u001b\[|\u009b)[0-9;?]*[ -/]*[@-~]/g, '');
}

/** Decodes references (`&nbsp;`, `&#8217;`) in text that is not HTML otherwise. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  let out = '';
  // Less-than signs are no markup here; hidden from the parser, they come back as they were.
  const parser = new Parser({ ontext: (data) => (out += data) }, { decodeEntities: true });
  parser.end(text.replaceAll('<', '&lt;'));
  return out;
}

/** True where a parser that recurses and shifts stacks is safe to use: asked before each use of one. */
export function isWithinLimits(html: string): boolean {
  let depth = 0;
  let elements = 0;
  let texts = 0;
  const parser = new Parser({
    ontext(data) {
      texts += 1 + (data.match(ESCAPED)?.length ?? 0);
      if (texts > MAX_TEXTS) throw new OverLimits();
    },
    onopentagname() {
      depth += 1;
      elements += 1;
      if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) throw new OverLimits();
    },
    onclosetag() {
      depth -= 1;
    },
  });
  try {
    parser.end(html);
    return true;
  } catch (error) {
    if (error instanceof OverLimits) return false;
    throw error;
  }
}

class OverLimits extends Error {}

function withoutTags(html: string): string {
  return decodeReferences(
    html
      .replace(/<(?:br|\/?(?:p|div|li|tr|pre|h[1-6]))\b[^<>]*>/gi, '\n')
      .replace(/<\/?[a-z!?][^<>]*>/gi, ' ')
      .replace(/[ \t]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim(),
  );
}

/** Rows as lines of text; html-to-text's own tables are drawn with spaces, and trust colspan. */
const formatTable: FormatCallback = (table, walk, builder) => {
  builder.openTable();
  const cell = (nodes: DomNode[]): void => {
    builder.openTableCell({});
    walk(nodes, builder);
    builder.closeTableCell({});
  };
  const rows = (nodes: DomNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'tag' && /^(?:thead|tbody|tfoot|center|form)$/.test(node.name ?? '')) rows(node.children ?? []);
      else if (node.type === 'tag' || (node.type === 'text' && node.data?.trim())) {
        builder.openTableRow();
        const cells = node.name === 'tr' ? (node.children ?? []) : [node];
        for (const child of cells) if (child.type === 'tag' || child.data?.trim()) cell(cellContent(child));
        builder.closeTableRow();
      }
    }
  };
  rows(table.children ?? []);
  const tableToString = (lines: { text: string }[][]): string => lines.flatMap((row) => rowLines(row)).join('\n');
  // The typings know this option by another name.
  builder.closeTable({ tableToString } as unknown as Parameters<typeof builder.closeTable>[0]);
};

function cellContent(node: DomNode): DomNode[] {
  return node.name === 'td' || node.name === 'th' ? (node.children ?? []) : [node];
}

function rowLines(cells: readonly { readonly text: string }[]): string[] {
  const filled = cells.map(({ text }) => text.trim()).filter((text) => text !== '');
  if (filled.length === 1) return (filled[0] ?? '').split('\n');
  const columns = filled.map((text) => text.split('\n').filter((line) => line.trim() !== ''));
  const height = Math.max(0, ...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) => columns.flatMap((lines) => lines[line]?.trim() ?? []).join(' | '));
}

const heading = { format: 'heading', options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 } };

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_HTML },
  formatters: { rows: formatTable },
  selectors: [
    ...[...SKIPPED, 'img'].map((selector) => ({ selector, format: 'skip' })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading })),
    ...['dl', 'figure', 'details', 'fieldset'].map((selector) => ({ selector, format: 'block' })),
    ...['dt', 'dd', 'figcaption', 'summary', 'tr', 'td'].map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'blockquote', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'table', format: 'rows' },
  ],
});
