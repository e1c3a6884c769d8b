import { commentText, isPrintable } from './printable.ts';

/** A column or a table. */
const NAME = /^[A-Za-z_]\w*$/;

/**
 * A string literal that Kusto reads back as exactly this text; null for empty text and for invisible characters (controls and
 * line breaks included). Verbatim (`@"C:\x"`, a quote doubled) where the text holds a backslash, so that paths look as they do in
 * the article; else plain. (https://learn.microsoft.com/kusto/query/scalar-data-types/string)
 */
export function kqlString(text: string): string | null {
  if (text === '' || !isPrintable(text)) return null;
  return text.includes('\\') ? `@"${text.replaceAll('"', '""')}"` : `"${text.replaceAll('"', '\\"')}"`;
}

/** `("a", "b")`, for `in~`, `has_any` and their like: what cannot be written is left out, repeats too; null where none is left. */
export function kqlList(values: readonly string[]): string | null {
  const list = [...new Set(values.map(kqlString).filter((value) => value !== null))];
  return list.length === 0 ? null : `(${list.join(', ')})`;
}

/**
 * `column in~ ("a", "b")`: equal to one of the values, in any case. Null where none can be written.
 * @throws RangeError where the column is no name: columns never come from an article.
 */
export function kqlIn(column: string, values: readonly string[]): string | null {
  const list = kqlList(values);
  return list === null ? null : `${kqlName(column)} in~ ${list}`;
}

/** `(column contains "a" or column contains "b")`: any of the texts in it, in any case. Null and errors as with `kqlIn`. */
export function kqlContains(column: string, texts: readonly string[]): string | null {
  const list = [...new Set(texts.map(kqlString).filter((value) => value !== null))];
  return kqlAny(list.map((value) => `${kqlName(column)} contains ${value}`));
}

/** Conditions joined with or, in parentheses where there are several; null where there are none. */
export function kqlAny(conditions: readonly (string | null)[]): string | null {
  const given = conditions.filter((condition) => condition !== null);
  return given.length > 1 ? `(${given.join(' or ')})` : (given[0] ?? null);
}

/** A one-line comment that its text cannot end. */
export function kqlComment(text: string): string {
  return `// ${commentText(text)}`.trimEnd();
}

/**
 * A column or a table, as it stands.
 * @throws RangeError where it is no name.
 */
export function kqlName(name: string): string {
  if (!NAME.test(name)) throw new RangeError(`not a name: ${name}`);
  return name;
}
