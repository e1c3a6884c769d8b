import { diffWordsWithSpace } from 'diff';
import { driftWords } from '../../report/drift-words.ts';
import type { Highlighter, QuerySpan } from '../../sync/siem.ts';
import { type Html, type HtmlContent, html } from '../markup.ts';
import type { DriftView, ProblemView } from '../model.ts';

/** How the queries of a kind of platform are cut into pieces; none where that is not known. */
export type Highlighters = ReadonlyMap<string, Highlighter>;

const CLASSES: Readonly<Partial<Record<QuerySpan['kind'], string>>> = {
  keyword: 'q-k',
  function: 'q-f',
  string: 'q-s',
  number: 'q-n',
  comment: 'q-c',
  macro: 'q-m',
  operator: 'q-o',
};

/** A query to read and to copy. */
export function queryBlock(id: string, label: string, text: string, highlight: Highlighter | undefined): Html {
  const spans = highlight?.(text) ?? [{ kind: 'text', text } as const];
  return html`<div class="query"><div class="query-head"><span>${label}</span><button type="button" class="copy" data-copy="${id}">Copy</button></div>
<pre id="${id}" tabindex="0" role="region" aria-label="${label}"><code>${spans.map(piece)}</code></pre></div>`;
}

function piece({ kind, text }: QuerySpan): HtmlContent {
  const name = CLASSES[kind];
  return name === undefined ? text : html`<span class="${name}">${text}</span>`;
}

/** The diff is quadratic in what differs: two texts with nothing in common are shown one after the other. */
const DIFF_MS = 200;
const SHORT = 80;
const DECISIONS: Readonly<Record<DriftView['decision'], string>> = {
  keep: 'the edit stays',
  overwrite: 'the next sync overwrites it',
  fail: 'the sync fails on it',
};

/** An edited field: what stands there, and what huntsync would have. */
export function driftBlock({ field, object, edited, wanted, decision, actions }: DriftView): Html {
  const why = `${driftWords({ decision, actions }, DECISIONS)}${actions ? '' : ' (policy.onDrift)'}`;
  return html`<div class="drift"><p><b>${field}</b> <span class="faint">of ${object}: ${why}</span></p>${difference(edited, wanted)}</div>`;
}

function difference(edited: string, wanted: string | null): Html {
  if (wanted === null) {
    return html`<pre tabindex="0" role="region" aria-label="The edit">${edited || '(empty)'}</pre><p class="faint">What huntsync would have there is known once the articles are read.</p>`;
  }
  if (Math.max(edited.length, wanted.length) <= SHORT && !/\n/.test(edited + wanted)) {
    return html`<p class="pair"><span class="hidden-text">huntsync: </span><del>${wanted || '(empty)'}</del> <span aria-hidden="true">→</span> <span class="hidden-text">on the platform: </span><ins>${edited || '(empty)'}</ins></p>`;
  }
  const parts = diffWordsWithSpace(wanted, edited, { timeout: DIFF_MS }) ?? [
    { value: wanted, removed: true, added: false },
    { value: edited, removed: false, added: true },
  ];
  const shown = parts.map(({ value, added, removed }) =>
    added ? html`<ins>${value}</ins>` : removed ? html`<del>${value}</del>` : value,
  );
  return html`<pre tabindex="0" role="region" aria-label="The edit in the text">${shown}</pre>`;
}

/** A problem under its line, with a mark at its place and a caret below; where the line has to wrap, the mark alone. */
export function problemBlock({ code, message, remedy, line, excerpt }: ProblemView): Html {
  return html`<div class="problem"><p><code class="code">${code}</code> ${message}</p>${excerpt !== null && marked(excerpt, line)}${remedy !== '' && html`<p class="faint">${remedy}</p>`}</div>`;
}

function marked({ text, caret }: NonNullable<ProblemView['excerpt']>, line: number | null): Html {
  const number = String(line ?? '').padStart(4);
  const word = /^[\w.-]+|^./u.exec(text.slice(caret))?.[0] ?? '';
  return html`<pre tabindex="0" role="region" aria-label="Line ${line ?? ''}"><span class="faint">${number} | </span>${text.slice(0, caret)}<span class="spot">${word}</span>${text.slice(caret + word.length)}<span class="under">
<span class="faint">${' '.repeat(number.length)} | </span>${' '.repeat(caret)}<b class="caret">^</b></span></pre>`;
}
