import { counted } from '../core/counted.ts';
import { linkable, oneLine, truncate, truncateWords } from '../core/text.ts';
import type { ArticleRef, Hunt } from '../hunts/hunt.ts';
import { looksFor } from '../hunts/looks-for.ts';
import type { Evidence } from '../sync/types.ts';

/** The key of this kind of SIEM among a use case's data needs. */
const SPLUNK = 'splunk';
const MAX_TITLE = 200;
const MAX_URL = 2000;
const MAX_PUBLISHER = 60;

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

/** As much as a list of reports can show; the records have it whole. */
const MAX_DESCRIPTION = 2000;
const MAX_SENTENCE = 300;
const MAX_SOUGHT = 300;

/**
 * The description in Splunk's list of reports: what the hunt looks for, which articles call for it and why, what to know of its
 * hits, and what manages it. One line: whole sentences, as far as there is room.
 */
export function describe(hunt: Hunt, evidence: Evidence): string {
  const traits = [
    `Severity ${hunt.severity}`,
    hunt.phase && `phase ${hunt.phase}`,
    hunt.confidence && `confidence ${hunt.confidence}`,
    hunt.techniques.length > 0 && `techniques ${hunt.techniques.join(', ')}`,
  ].filter((part) => part !== null && part !== false);
  const first = [`${label(hunt.title)}.`, `${traits.join('; ')}.`, ...calledFor(hunt, evidence)];
  const last = 'Managed by huntsync: it notices edits made here and reports them.';
  let room = MAX_DESCRIPTION - [...first, last].join(' ').length;
  const more = wordsOf(hunt).filter((sentence) => {
    const fits = sentence.length + 1 <= room;
    if (fits) room -= sentence.length + 1;
    return fits;
  });
  return [...first, ...more, last].join(' ');
}

/** What an analyst reads beside the hunt, the most useful first. */
function wordsOf(hunt: Hunt): string[] {
  const { why, about, notes = [], advice } = hunt;
  const sought = looksFor(hunt, MAX_SOUGHT);
  const quoted = (text: string) => `'${label(truncateWords(oneLine(text), MAX_SENTENCE), MAX_SENTENCE)}'`;
  const listed = (name: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [`${name}: ${texts.map((text) => sentence(label(text, MAX_SENTENCE))).join(' ')}`];
  const steps = (advice?.triage ?? []).map((step, index) => `${index + 1}. ${step}`);
  return [
    ...(sought === null ? [] : [`Looks for ${label(sought, MAX_SOUGHT)}.`]),
    ...(why === undefined ? [] : [`Why: ${quoted(why)}.`]),
    ...listed('False positives', advice?.falsePositives ?? []),
    ...listed('Triage', steps),
    ...(advice?.dataNeeds[SPLUNK]?.length ? [`Needs: ${advice.dataNeeds[SPLUNK].join(', ')}.`] : []),
    ...listed('Notes', notes),
    ...(about === undefined ? [] : [`The article: ${quoted(about)}.`]),
    ...(advice?.references.length
      ? [`References: ${advice.references.map((url) => `<${safeUrl(url)}>`).join(' ')}.`]
      : []),
  ];
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function calledFor(hunt: Hunt, evidence: Evidence): string[] {
  const [newest] = hunt.articles;
  if (!newest) return [];
  const url = safeUrl(newest.url);
  const more = evidence.articles.length - 1;
  const others = more > 0 ? ` and ${counted(more, 'more article')}` : '';
  return [`Called for by '${label(newest.title)}'${told(newest)}${url ? ` <${url}>` : ''}${others}.`];
}

/** Who published an article, and when: ` (Example Labs, 2026-05-01)`. */
function told({ publishers = [], published }: ArticleRef): string {
  const parts = [...publishers.map((name) => label(name, MAX_PUBLISHER)), ...(published ? [published] : [])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
