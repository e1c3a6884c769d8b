import { linkable, oneLine, truncate } from '../core/text.ts';
import type { Hunt } from '../hunts/hunt.ts';
import type { Evidence } from '../sync/types.ts';

const MAX_TITLE = 200;
const MAX_URL = 2000;

/**
 * Untrusted text as one safe line for a conf value: no control or reordering characters, no half surrogate pairs (they have no
 * UTF-8 form), and no backslash at the end (in savedsearches.conf it would swallow the next key).
 */
export function label(text: string, max = MAX_TITLE): string {
  return truncate(oneLine(text.replace(/\p{Cs}/gu, '')), max).replace(/[\\\s]+$/, '');
}

/** An article's address if it is one that a dashboard may link to, else nothing: no `javascript:`, no broken half of a URL. */
export function safeUrl(text: string): string {
  return linkable(label(text, MAX_URL + 1), MAX_URL);
}

/** The description in Splunk's list of reports: what the hunt looks for, which articles call for it, and what manages it. */
export function describe(hunt: Hunt, evidence: Evidence): string {
  const traits = [
    `Severity ${hunt.severity}`,
    hunt.phase && `phase ${hunt.phase}`,
    hunt.confidence && `confidence ${hunt.confidence}`,
    hunt.techniques.length > 0 && `techniques ${hunt.techniques.join(', ')}`,
  ].filter((part) => part !== null && part !== false);
  return [
    `${label(hunt.title)}.`,
    `${traits.join('; ')}.`,
    ...calledFor(hunt, evidence),
    'Managed by huntsync: it notices edits made here and reports them.',
  ].join(' ');
}

function calledFor(hunt: Hunt, evidence: Evidence): string[] {
  const [newest] = hunt.articles;
  if (!newest) return [];
  const url = safeUrl(newest.url);
  const more = evidence.articles.length - 1;
  const others = more > 0 ? ` and ${more} more ${more === 1 ? 'article' : 'articles'}` : '';
  return [`Called for by '${label(newest.title)}'${url ? ` <${url}>` : ''}${others}.`];
}
