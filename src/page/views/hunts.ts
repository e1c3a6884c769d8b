import { type Html, html } from '../markup.ts';
import type { HuntView, PageModel } from '../model.ts';
import { bodies, type Chip, facets, filterBox, huntPath, mark, SEVERITY_CHIPS, severity, shownDay } from './parts.ts';

const CHIPS: readonly Chip[] = [
  ...SEVERITY_CHIPS,
  { facet: 'hits', label: 'hits' },
  { facet: 'drift', label: 'edited' },
  { facet: 'new', label: 'new' },
  { facet: 'rejected', label: 'rejected' },
  { facet: 'blind', label: 'blind' },
];

/** Every hunt, a row each. */
export function renderHunts({ hunts }: PageModel, words: string): Html {
  return html`<h1>Hunts</h1>${filterBox('hunts', words, hunts.length, CHIPS)}
<table class="rows hunts" id="rows"><thead><tr><th scope="col">Severity</th><th scope="col">Hunt</th><th scope="col">Looks for</th><th scope="col">State</th><th scope="col">Newest article</th></tr></thead>
${bodies(hunts.map(row))}</table>
<p class="empty" id="none" hidden>No hunt has all of these words.</p>`;
}

function row({ key, title, severity: level, why, callers, techniques, marks, published }: HuntView): Html {
  const said = why || callers[0]?.title || '';
  return html`<tr data-row data-f="${facets(level, marks)}"><td>${severity(level)}</td><td class="main"><a href="${huntPath(key)}">${title}</a>${said !== '' && html`<small>${said}</small>`}</td><td class="ids">${techniques.map(({ id }) => id).join(' ')}</td><td class="marks">${marks.map(mark)}</td><td class="date">${shownDay(published)}</td></tr>`;
}
