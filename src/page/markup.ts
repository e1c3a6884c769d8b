import { html as escaped } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { showUnsafe } from '../core/text.ts';

/** Markup that is safe to send. Made by `html` only. */
export type Html = HtmlEscapedString;

export type HtmlContent = Html | string | number | false | null | undefined | readonly HtmlContent[];

/**
 * Markup with every value in it escaped; in a text, characters that hide or reorder others are shown as U+FFFD. The template escapes
 * for elements and quoted attributes: an attribute without quotes is a mistake in the template.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlContent[]): Html {
  // Nothing that we put in is a promise, so that the result is none either.
  return escaped(strings, ...values.map(visible)) as Html;
}

function visible(value: HtmlContent): HtmlContent {
  if (Array.isArray(value)) return value.map(visible);
  // Escaped markup is a String object, a text a primitive.
  return typeof value === 'string' ? showUnsafe(value.toWellFormed()) : value;
}
