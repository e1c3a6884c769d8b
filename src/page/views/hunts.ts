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
export function renderHunts({ hunts, platforms }: PageModel, words: string): Html {
  const names = platforms.length > 1 ? platforms.map(({ name }) => name) : [];
  const chips = [...CHIPS, ...names.map((label, at) => ({ facet: `on-${at}`, label }))];
  return html`<h1>Hunts</h1>${filterBox('hunts', words, hunts.length, chips)}
<table class="rows hunts" id="rows"><thead><tr><th scope="col">Severity</th><th scope="col">Hunt</th><th scope="col">Looks for</th><th scope="col">State</th><th scope="col">Newest article</th></tr></thead>
${bodies(hunts.map((hunt) => row(hunt, names)))}</table>
<p class="empty" id="none" hidden>No hunt has all of these words.</p>`;
}

/** @param names of the platforms, where there are several to tell apart. */
function row(
  { key, title, severity: level, why, callers, techniques, marks, places, published }: HuntView,
  names: readonly string[],
): Html {
  const own = places.filter(({ state }) => state === 'in use' || state === 'run only').map(({ platform }) => platform);
  const on = names.flatMap((name, at) => (own.includes(name) ? [{ name, facet: `on-${at}` }] : []));
  const words = [facets(level, marks), ...on.map(({ facet }) => facet)].join(' ');
  const said = why || callers[0]?.title || '';
  return html`<tr data-row data-f="${words}"><td>${severity(level)}</td><td class="main"><a href="${huntPath(key)}">${title}</a>${said !== '' && html`<small>${said}</small>`}</td><td class="ids">${techniques.map(({ id }) => id).join(' ')}</td><td class="marks">${marks.map(mark)}${on.length > 0 && html`<small>${on.map(({ name }) => name).join(', ')}</small>`}</td><td class="date">${shownDay(published)}</td></tr>`;
}
