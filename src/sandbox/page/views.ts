import { type Html, type HtmlContent, html } from './html.ts';
import type { HuntView, PlatformName } from './model.ts';

const TITLES: Readonly<Record<PlatformName, { platform: string; things: string; query: string; details: string }>> = {
  splunk: { platform: 'Splunk', things: 'saved searches', query: 'SPL', details: 'Settings' },
  sentinel: { platform: 'Microsoft Sentinel', things: 'hunting queries', query: 'KQL', details: 'Tags and properties' },
  defender: { platform: 'Microsoft Defender', things: 'custom detection rules', query: 'KQL', details: 'Properties' },
};
const SEVERITIES = ['crit', 'high', 'med', 'low'];
const STATES: readonly (readonly [value: string, label: string, fits: (hunt: HuntView) => boolean])[] = [
  ['', 'Any state', () => true],
  ['used', 'In use', (hunt) => hunt.managed && hunt.inUse],
  ['retired', 'Retired', (hunt) => hunt.managed && !hunt.inUse],
  ['unmanaged', 'Unmanaged', (hunt) => !hunt.managed],
];
const PAGE_SIZE = 100;
const OVERVIEW_SIZE = 8;

/** All platforms: their figures and the most severe hunts of each. */
export function renderOverview(platforms: readonly (readonly [PlatformName, readonly HuntView[]])[]): Html {
  const section = (platform: PlatformName, hunts: readonly HuntView[]) => html`
    <h2>${TITLES[platform].platform}: ${TITLES[platform].things}</h2>
    ${table(sorted(hunts).slice(0, OVERVIEW_SIZE))}
    ${hunts.length > OVERVIEW_SIZE && html`<p class="pages"><a href="/${platform}">All ${hunts.length} ${TITLES[platform].things}</a></p>`}`;
  const card = (platform: PlatformName, hunts: readonly HuntView[]) => html`
    <section class="card"><h2><a href="/${platform}">${TITLES[platform].platform}</a></h2>${figures(hunts)}</section>`;
  return layout(
    'Overview',
    undefined,
    html`
    <h1>Hunts in the sandbox</h1>
    <p class="sub">What the local stand-ins for Splunk, Microsoft Sentinel and Microsoft Defender hold right now.</p>
    <div class="cards">${platforms.map(([platform, hunts]) => card(platform, hunts))}</div>
    ${platforms.map(([platform, hunts]) => section(platform, hunts))}`,
  );
}

/** One platform's list: `q` filters by text, `state` by state, `page` counts from 1. */
export function renderList(platform: PlatformName, hunts: readonly HuntView[], query: URLSearchParams): Html {
  const { platform: title, things } = TITLES[platform];
  const words = searchWords(query);
  const [state, , fits] = STATES.find(([value]) => value === query.get('state')) ?? STATES[0] ?? ['', '', () => true];
  const found = sorted(hunts).filter((hunt) => fits(hunt) && matches(hunt, words));
  const { shown, page, pages } = pageOf(found, query);
  const link = (to: number) =>
    `/${platform}?${new URLSearchParams({ q: query.get('q') ?? '', state, page: String(to) })}`;
  return layout(
    title,
    platform,
    html`
    <h1>${title}: ${things}</h1>
    ${figures(hunts)}
    <form action="/${platform}" method="get" role="search">
      <input type="search" name="q" value="${query.get('q') ?? ''}" maxlength="200" aria-label="Filter" placeholder="Filter by name, technique, phase or query text">
      <select name="state" aria-label="State">
        ${STATES.map(([value, label]) => html`<option value="${value}"${value === state && html` selected`}>${label}</option>`)}
      </select>
      <button>Filter</button>
    </form>
    ${table(shown)}
    ${pager({ found: found.length, all: hunts.length, things, page, pages, link })}`,
  );
}

/** The words of `q`, all of which a row's text must hold to be shown. */
export function searchWords(query: URLSearchParams): string[] {
  return (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
}

/** The rows of the page that `page` names, counted from 1. */
export function pageOf<T>(found: readonly T[], query: URLSearchParams) {
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(pages, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1));
  return { shown: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), page, pages };
}

export interface Pager {
  readonly found: number;
  readonly all: number;
  /** What is counted: `saved searches`. */
  readonly things: string;
  readonly page: number;
  readonly pages: number;
  link(page: number): string;
}

/** How many there are, and the ways to the pages before and after. */
export function pager({ found, all, things, page, pages, link }: Pager): Html {
  return html`<p class="pages">
      <span>${found === all ? `${found} ${things}` : `${found} of ${all} ${things}`}${pages > 1 && `, page ${page} of ${pages}`}</span>
      ${page > 1 && html`<a href="${link(page - 1)}" rel="prev">Previous</a>`}
      ${page < pages && html`<a href="${link(page + 1)}" rel="next">Next</a>`}
    </p>`;
}

/** One hunt with everything that is stored of it. */
export function renderHunt(hunt: HuntView): Html {
  const { platform, things, query, details } = TITLES[hunt.platform];
  return layout(
    hunt.name,
    hunt.platform,
    html`
    <p class="sub"><a href="/${hunt.platform}">${platform}: ${things}</a></p>
    <h1>${hunt.name}</h1>
    <p class="facts-line">${stateOf(hunt)} ${severityOf(hunt)} ${hunt.phase && html`<span>${hunt.phase}</span>`}
      ${hunt.techniques.map((technique) => html`<span class="tag">${technique}</span>`)}
      ${hunt.articles.length > 0 && html`<span>${plural(hunt.articles.length, 'article')}</span>`}</p>
    ${hunt.description && html`<div class="card"><p class="text">${hunt.description}</p></div>`}
    <h2>${query}</h2><pre>${hunt.query}</pre>
    ${hunt.links.length > 0 && html`<h2>Links</h2><ul class="links">${hunt.links.map((url) => html`<li><a href="${url}" rel="noopener noreferrer" target="_blank">${url}</a></li>`)}</ul>`}
    <h2>${details}</h2>
    <div class="card"><dl class="facts">${hunt.details.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>`,
  );
}

export function renderMissing(): Html {
  return layout(
    'Not found',
    undefined,
    html`<h1>Nothing here</h1><p class="sub">It may have been deleted. <a href="/">Back to the overview</a></p>`,
  );
}

/** The frame of every page; `current` is the tab that it belongs to. */
export function layout(title: string, current: PlatformName | 'records' | undefined, content: Html): Html {
  const tab = (href: string, label: string, here: boolean) =>
    html`<a href="${href}"${here && html` aria-current="page"`}>${label}</a>`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · huntsync sandbox</title><link rel="stylesheet" href="/style.css"></head>
<body><header><div><strong>huntsync sandbox</strong><nav>
${tab('/', 'Overview', title === 'Overview')}${tab('/splunk', 'Splunk', current === 'splunk')}${tab('/sentinel', 'Sentinel', current === 'sentinel')}${tab('/defender', 'Defender', current === 'defender')}${tab('/records', 'Records', current === 'records')}
</nav><small>Local stand-ins, not Splunk or Microsoft's clouds</small></div></header><main>${content}</main></body></html>
`;
}

function figures(hunts: readonly HuntView[]): Html {
  const managed = hunts.filter((hunt) => hunt.managed);
  const inUse = managed.filter((hunt) => hunt.inUse);
  const figure = (label: string, count: number) => html`<div><dt>${label}</dt><dd>${count}</dd></div>`;
  return html`<dl class="figures">
    ${figure('in use', inUse.length)}${figure('retired', managed.length - inUse.length)}
    ${SEVERITIES.map((level) => {
      const count = inUse.filter((hunt) => levelOf(hunt) === level).length;
      return count > 0 && html`<div><dt class="severity ${level}">${level}</dt><dd>${count}</dd></div>`;
    })}
    ${managed.length < hunts.length && figure('made by others', hunts.length - managed.length)}</dl>`;
}

function table(hunts: readonly HuntView[]): Html {
  if (hunts.length === 0) return html`<div class="scroll"><p class="empty">Nothing to show.</p></div>`;
  return html`<div class="scroll"><table>
    <thead><tr><th>Name</th><th>Severity</th><th>Phase</th><th>Techniques</th><th class="number">Articles</th><th>State</th></tr></thead>
    <tbody>${hunts.map(row)}</tbody></table></div>`;
}

function row(hunt: HuntView): Html {
  const shown = hunt.techniques.slice(0, 3);
  const more = hunt.techniques.length - shown.length;
  const cell = (filled: boolean, name: string, content: HtmlContent) =>
    html`<td class="${name}${!filled && ' void'}">${content}</td>`;
  return html`<tr>
    <td class="name"><a href="/${hunt.platform}/hunt?${new URLSearchParams({ id: hunt.id }).toString()}">${hunt.name || '(no name)'}</a></td>
    ${cell(hunt.severity !== '', '', severityOf(hunt))}
    ${cell(hunt.phase !== '', '', hunt.phase)}
    ${cell(shown.length > 0, '', html`<div class="tags">${shown.map((technique) => html`<span class="tag">${technique}</span>`)}${more > 0 && html`<span class="tag">+${more}</span>`}</div>`)}
    ${cell(hunt.articles.length > 0, 'number', hunt.articles.length > 0 && hunt.articles.length)}
    <td>${stateOf(hunt)}</td></tr>`;
}

function stateOf(hunt: HuntView): Html {
  if (!hunt.managed) return html`<span class="state off">made by others</span>`;
  return hunt.inUse ? html`<span class="state">in use</span>` : html`<span class="state off">retired</span>`;
}

function severityOf(hunt: HuntView): Html {
  return html`<span class="severity ${levelOf(hunt)}">${hunt.severity}</span>`;
}

/** One of our own class names, or none: never the stored text. */
function levelOf(hunt: HuntView): string {
  return SEVERITIES.find((level) => hunt.severity.toLowerCase().startsWith(level)) ?? '';
}

function sorted(hunts: readonly HuntView[]): HuntView[] {
  const rank = (hunt: HuntView) => {
    const level = SEVERITIES.indexOf(levelOf(hunt));
    return (hunt.managed ? 0 : 100) + (hunt.inUse ? 0 : 10) + (level < 0 ? SEVERITIES.length : level);
  };
  return [...hunts].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function matches(hunt: HuntView, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [
    hunt.name,
    hunt.severity,
    hunt.phase,
    hunt.description,
    hunt.query,
    ...hunt.techniques,
    ...hunt.articles,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
