import { commentText, isPrintable } from './printable.ts';

/** A field, plain or of a dataset: `process_name`, `Processes.process_name`. */
const FIELD = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
/** `$name$` is a template token to dashboards and alert actions, in quotes or not. */
const TOKEN = /\$[^$]*\$/;

/**
 * The text in double quotes, `\` and `"` escaped
 * (https://help.splunk.com/splunk-enterprise/search/search-manual/9.4/search-primer/backslashes); null if SPL has no safe way to
 * write it: empty text, invisible characters, line breaks, backticks (macros and comments begin with them and readers differ on
 * whether quotes protect), and two dollar signs (template tokens). In a comparison a `*` in it is a wildcard.
 */
export function splString(text: string): string | null {
  if (text === '' || !isPrintable(text) || text.includes('`') || TOKEN.test(text)) return null;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * `"*text*"`, for `field=…` in search and tstats, where it finds the text anywhere and in any case. SPL cannot escape an asterisk
 * there (https://docs.splunk.com/Documentation/Splunk/latest/Search/Wildcards): one in the text stays a wildcard, which finds the
 * text and possibly more. Null where `splString` is, and where the text is nothing but wildcards and white space.
 */
export function splWildcard(text: string): string | null {
  if (/^[*\s]*$/.test(text)) return null;
  return splString(`*${text}*`.replace(/\*{2,}/g, '*'));
}

/**
 * `field IN ("a", "b")`: equal to one of the values, in any case. Values that cannot be matched literally (see `splString`; and
 * any with a `*`) are left out, repeats too; null where none is left.
 * @throws RangeError where the field is no field name: fields never come from an article.
 */
export function splIn(field: string, values: readonly string[]): string | null {
  const literal = values.filter((value) => !value.includes('*')).map(splString);
  const list = [...new Set(literal.filter((value) => value !== null))];
  return list.length === 0 ? null : `${splField(field)} IN (${list.join(', ')})`;
}

/** `(field="*a*" OR field="*b*")`: any of the texts in it. Null and errors as with `splIn`. */
export function splContains(field: string, texts: readonly string[]): string | null {
  const list = [...new Set(texts.map(splWildcard).filter((value) => value !== null))];
  return splAny(list.map((value) => `${splField(field)}=${value}`));
}

/**
 * `(field="*.a" OR field="*.b")`: ends in one of the texts, which stand for themselves (any with a `*` is left out). Null and errors
 * as with `splIn`.
 */
export function splEndsWith(field: string, endings: readonly string[]): string | null {
  const literal = endings.filter((ending) => ending.trim() !== '' && !ending.includes('*'));
  const list = [...new Set(literal.map((ending) => splString(`*${ending}`)).filter((value) => value !== null))];
  return splAny(list.map((value) => `${splField(field)}=${value}`));
}

/** `(field="a*" OR field="b*")`: begins with one of the texts, as `splEndsWith`. */
export function splStartsWith(field: string, beginnings: readonly string[]): string | null {
  const literal = beginnings.filter((text) => text.trim() !== '' && !text.includes('*'));
  const list = [...new Set(literal.map((text) => splString(`${text}*`)).filter((value) => value !== null))];
  return splAny(list.map((value) => `${splField(field)}=${value}`));
}

/** Conditions joined with OR, in parentheses where there are several; null where there are none. */
export function splAny(conditions: readonly (string | null)[]): string | null {
  const given = conditions.filter((condition) => condition !== null);
  return given.length > 1 ? `(${given.join(' OR ')})` : (given[0] ?? null);
}

/** A comment on one line, which no text can end: ```` ``` text ``` ````. */
export function splComment(text: string): string {
  return `\`\`\` ${commentText(text).replaceAll('`', "'") || '-'} \`\`\``;
}

function splField(field: string): string {
  if (!FIELD.test(field)) throw new RangeError(`not a field: ${field}`);
  return field;
}
