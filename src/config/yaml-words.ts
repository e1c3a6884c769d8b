import { type Document, isScalar, visit, type YAMLParseError } from 'yaml';

/** What the reader says of a text, by its code and the beginning of its words, in words of somebody who writes the file. */
const WORDS: readonly (readonly [string, RegExp, string])[] = [
  ['DUPLICATE_KEY', /^/, 'this key stands here twice'],
  ['TAB_AS_INDENT', /^/, 'a tab cannot indent in YAML; use blanks'],
  ['MULTIPLE_DOCS', /^/, 'another document begins here; put everything into one, without ---'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    /^/,
    'a value with a colon in it needs quotes; or this line is indented otherwise than those around it',
  ],
  ['BAD_SCALAR_START', /^/, 'a value cannot begin with this character; put it in quotes'],
  [
    'BAD_DQ_ESCAPE',
    /^/,
    'a backslash in double quotes begins an escape, and this is none; write two, or use single quotes',
  ],
  ['MISSING_CHAR', /^Missing closing/, 'this quotation mark has no closing one'],
  ['MISSING_CHAR', /^Sequence item without/, 'this line is indented otherwise than those around it'],
  ['MISSING_CHAR', /^Implicit map keys/, 'there is no colon behind this key'],
  ['MISSING_CHAR', /^Comments must/, 'put a blank before this #'],
  ['BAD_INDENT', /^All /, 'this line is indented otherwise than those around it'],
  ['BAD_INDENT', /^Flow map/, 'a { has no closing } before this line'],
  ['BAD_INDENT', /^Flow seq/, 'a [ has no closing ] before this line'],
  ['UNEXPECTED_TOKEN', /^Unexpected flow-\w+-end/, 'this bracket closes nothing'],
  ['UNEXPECTED_TOKEN', /at node end/, 'more follows a value that has ended; put the whole value in quotes'],
];

/** One fault of a text: what, and where (an offset). */
export interface SyntaxFault {
  readonly message: string;
  readonly at: number;
}

/**
 * What is wrong with a text as YAML: each key that stands twice, else the first fault alone, since the reader stumbles over what follows
 * for that reason. Tabs are told once, with their number. No message shows a value, which may be a secret.
 */
export function syntaxFaults(document: Document.Parsed): SyntaxFault[] {
  const others = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  const told = others.length > 0 ? others.slice(0, 1) : document.errors;
  return told.map((error) => {
    const message = WORDS.find(([code, begin]) => code === error.code && begin.test(error.message))?.[2];
    const words = message ?? `this is no YAML that can be read (${error.code.toLowerCase().replaceAll('_', ' ')})`;
    return { message: words + moreTabs(error, document), at: placeOf(error, document) };
  });
}

function moreTabs({ code }: YAMLParseError, { errors }: Document.Parsed): string {
  const tabs = code === 'TAB_AS_INDENT' ? errors.filter((other) => other.code === code).length : 0;
  return tabs > 1 ? ` (${tabs} lines have one)` : '';
}

/** A quotation without an end is told where it began, which is the last one that did. */
function placeOf({ code, message, pos }: YAMLParseError, document: Document.Parsed): number {
  let at = pos[0];
  if (code !== 'MISSING_CHAR' || !message.startsWith('Missing closing')) return at;
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && node.type?.startsWith('QUOTE') && node.range) at = node.range[0];
    },
  });
  return at;
}
