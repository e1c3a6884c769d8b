/** Text that is HTML already: everything in it was escaped or is ours. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type MarkupContent = Markup | string | number | null | false | readonly MarkupContent[];

/** A template whose values are escaped, unless they are markup; lists are joined, and nothing is shown for null and false. */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupContent[]): Markup {
  return new Markup(strings.map((part, index) => part + rendered(values[index] ?? null)).join(''));
}

function rendered(value: MarkupContent): string {
  if (value === null || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
