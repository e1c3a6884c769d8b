import { counted } from '../../core/counted.ts';
import type { Severity } from '../../knowledge/vocabulary.ts';
import { type Html, type HtmlContent, html } from '../markup.ts';
import type { IndicatorRef, Mark, Ref, TechniqueRef } from '../model.ts';

/** Pieces that several pages have. */

export const huntPath = (key: string): string => `/hunt/${encodeURIComponent(key.toWellFormed())}`;
export const articlePath = (id: string): string => `/article/${encodeURIComponent(id.toWellFormed())}`;
export const searchPath = (page: string, words: string): string =>
  `/${page}?q=${encodeURIComponent(words.toWellFormed())}`;

/** Our own class names for what a model says, never its text. */
const SEVERITY_CLASS: Readonly<Record<Severity, string>> = { CRIT: 'crit', HIGH: 'high', MED: 'med', LOW: 'low' };

const MARK_CLASS: Readonly<Record<Mark, string>> = {
  'in use': 'fine',
  new: 'info',
  retired: 'soft',
  rejected: 'bad',
  'no query': 'soft',
  held: 'warn',
  'run only': 'info',
  drift: 'warn',
  hits: 'hot',
  'new hits': 'hot',
  noisy: 'hot',
  quiet: 'soft',
  blind: 'warn',
  failing: 'bad',
  slow: 'warn',
};

/** What a mark is called beside the figures and filters that count it. */
const WORDS: Readonly<Partial<Record<Mark, string>>> = { drift: 'edited', retired: 'out of use' };

export function severity(level: Severity): Html {
  return html`<span class="sev ${SEVERITY_CLASS[level] ?? 'low'}">${level}</span>`;
}

export function mark(word: Mark): Html {
  return html`<span class="mark ${MARK_CLASS[word] ?? 'soft'}">${WORDS[word] ?? word}</span>`;
}

/** Severity and marks as single words, for the chips to filter by. */
export function facets(level: Severity, marks: readonly Mark[]): string {
  const implied = marks.includes('new hits') ? ['hits'] : [];
  return [level, ...marks, ...implied].map((word) => word.toLowerCase().replaceAll(' ', '-')).join(' ');
}

export function hunt({ id, title }: Ref): Html {
  return html`<a href="${huntPath(id)}">${title}</a>`;
}

/** A link to the article's page here, or its title alone where nothing more is known. */
export function article({ id, title }: Ref): Html {
  return id === '' ? html`${title}` : html`<a href="${articlePath(id)}">${title}</a>`;
}

export function technique({ id, name }: TechniqueRef): Html {
  return html`<a class="tag" href="${searchPath('hunts', id)}" title="${name}">${id}</a>`;
}

export function indicator({ type, value }: IndicatorRef): Html {
  return html`<a href="${searchPath('indicators', value)}"><span class="kind">${type}</span> <code>${value}</code></a>`;
}

/** A link that leaves the page. */
export function outside(url: string, text: HtmlContent): Html {
  return html`<a href="${url}" rel="noopener noreferrer" target="_blank">${text}</a>`;
}

export function shownDay(date: string | null): Html {
  return date === null ? html`<span class="faint">undated</span>` : html`<time datetime="${date}">${date}</time>`;
}

/** `2026-05-02 06:00` of an ISO time in UTC, or of one without a zone. */
export function minute(time: string): Html {
  return html`<time datetime="${time}">${time.slice(0, 16).replace('T', ' ')}</time>`;
}

/** Lines of an article as paragraphs: where a line goes on in the next, they are one; an item of a list begins a new one. */
export function words(lines: readonly string[]): Html {
  const paragraphs: string[] = [];
  for (const line of lines.map(withoutMarkdown)) {
    const last = paragraphs.at(-1);
    if (last === undefined || /^(?:[-*•]|\d+\.) /.test(line) || /[:.!?]$/.test(last)) paragraphs.push(line);
    else paragraphs[paragraphs.length - 1] = `${last} ${line}`;
  }
  return html`${paragraphs.map((text) => html`<p>${text}</p>`)}`;
}

/** Marks of emphasis, code and links mean nothing here. */
function withoutMarkdown(line: string): string {
  return line
    .trim()
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\[([^\][]+)\]\([^()\s]*\)/g, '$1');
}

/** A headed text; nothing where it is empty. */
export function told(title: string, lines: readonly string[]): Html | false {
  return lines.length > 0 && html`<section class="words"><h2>${title}</h2>${words(lines)}</section>`;
}

/** A headed list; nothing where it is empty. */
export function listed(title: string, items: readonly HtmlContent[], ordered = false): Html | false {
  if (items.length === 0) return false;
  const rows = items.map((item) => html`<li>${item}</li>`);
  return html`<section><h2>${title}</h2>${ordered ? html`<ol>${rows}</ol>` : html`<ul>${rows}</ul>`}</section>`;
}

export interface Chip {
  readonly facet: string;
  readonly label: string;
}

/** The box that filters the rows of a list while one types, with buttons for what one filters by most. */
export function filterBox(what: string, words: string, count: number, chips: readonly Chip[]): Html {
  return html`<div class="filter" role="search">
  <input type="search" id="filter" value="${words}" aria-label="Filter ${what}" placeholder="Filter ${what} by any word" autocomplete="off" spellcheck="false">
  <span class="chips">${chips.map(({ facet, label }) => html`<button type="button" class="chip" data-facet="${facet}" aria-pressed="false">${label}</button>`)}</span>
  <output id="count" for="filter">${counted(count, what.replace(/s$/, ''))}</output>
</div>`;
}

/** Rows of one body of a table: one that is out of sight is not laid out, nor are its rows looked at when they are filtered. */
const BODY_ROWS = 50;

/** The rows of a list, in bodies of a few. */
export function bodies(rows: readonly Html[]): readonly Html[] {
  return Array.from(
    { length: Math.ceil(rows.length / BODY_ROWS) },
    (_, at) => html`<tbody>${rows.slice(at * BODY_ROWS, (at + 1) * BODY_ROWS)}</tbody>`,
  );
}

export const SEVERITY_CHIPS: readonly Chip[] = [
  { facet: 'crit', label: 'CRIT' },
  { facet: 'high', label: 'HIGH' },
];
