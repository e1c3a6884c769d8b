import { type Html, html } from '../markup.ts';
import type { PageModel } from '../model.ts';
import { minute } from './parts.ts';

export type Tab = 'today' | 'articles' | 'hunts' | 'rejected' | 'runs' | 'indicators' | 'campaigns';

/** The pages in the order of the navigation, with the key that follows `g` to go there. */
export const TABS: readonly {
  readonly tab: Tab;
  readonly path: string;
  readonly label: string;
  readonly key: string;
}[] = [
  { tab: 'today', path: '/', label: 'Today', key: 't' },
  { tab: 'hunts', path: '/hunts', label: 'Hunts', key: 'h' },
  { tab: 'articles', path: '/articles', label: 'Articles', key: 'a' },
  { tab: 'rejected', path: '/rejected', label: 'Rejected', key: 'r' },
  { tab: 'runs', path: '/runs', label: 'Runs', key: 'u' },
  { tab: 'indicators', path: '/indicators', label: 'Indicators', key: 'i' },
  { tab: 'campaigns', path: '/campaigns', label: 'Campaigns', key: 'c' },
];

const KEYS: readonly (readonly [key: string, does: string])[] = [
  ['/', 'filter the list'],
  ['j, k', 'next and previous row'],
  ['Enter', 'open it'],
  ['Esc', 'empty the filter'],
  ...TABS.map(({ key, label }) => [`g ${key}`, label] as const),
  ['?', 'this help'],
];

export interface LayoutInput {
  readonly title: string;
  readonly tab: Tab | null;
  readonly content: Html;
  readonly model: PageModel;
}

/** The frame of every page. */
export function layout({ title, tab, content, model }: LayoutInput): Html {
  const counts: Readonly<Partial<Record<Tab, number>>> = {
    hunts: model.hunts.length,
    articles: model.articles.length,
    rejected: model.rejects.length,
    indicators: model.indicators.length,
    campaigns: model.campaigns.length,
  };
  const link = ({ tab: own, path, label, key }: (typeof TABS)[number]) =>
    html`<a href="${path}" data-key="${key}" ${own === tab && html`aria-current="page"`}>${label}${counts[own] !== undefined && html` <span class="count">${counts[own]}</span>`}</a>`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${title} · huntsync</title>
<link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,"><script src="/page.js" defer></script></head>
<body><a class="skip" href="#main">Skip to the content</a>
<header><div class="bar"><a class="brand" href="/">huntsync<small>${model.place}</small></a>
<nav aria-label="Pages">${TABS.map(link)}</nav>
<button type="button" id="help-open" aria-haspopup="dialog" aria-label="Keyboard shortcuts" title="Keyboard shortcuts">?</button></div></header>
<main id="main" tabindex="-1">${notices(model)}${content}</main>
<footer><p>Read only. Platforms read ${minute(model.readAt)} UTC${model.articlesReadAt !== null && html`, articles ${minute(model.articlesReadAt)} UTC`}.</p></footer>
<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">Keyboard</h2><dl>${KEYS.map(([key, does]) => html`<div><dt>${key.split(', ').map((one, at) => html`${at > 0 && ', '}<kbd>${one}</kbd>`)}</dt><dd>${does}</dd></div>`)}</dl>
<button type="button" id="help-close">Close</button></dialog>
</body></html>
`;
}

/** What makes the page less than the whole truth. */
function notices({ platforms, articlesReadAt, articlesError }: PageModel): Html {
  const reading =
    articlesReadAt === null && articlesError === null
      ? html`<p class="notice" id="reading">The articles are still being read: what is new, rejected or edited is not all known yet. Reload in a moment.</p>`
      : false;
  return html`${reading}${articlesError !== null && html`<p class="notice bad">Articles: ${articlesError}</p>`}
${platforms.map(({ name, error }) => error !== null && html`<p class="notice bad">${name} could not be read: ${error}</p>`)}`;
}
