import { counted } from '../../core/counted.ts';
import { type Html, html } from '../markup.ts';
import type { ArticleView, CampaignView, IndicatorView, PageModel, RejectView } from '../model.ts';
import {
  article,
  articlePath,
  bodies,
  facets,
  filterBox,
  hunt,
  mark,
  outside,
  SEVERITY_CHIPS,
  severity,
  shownDay,
} from './parts.ts';
import { problemBlock } from './query.ts';

/** Every article with what it called for. */
export function renderArticles({ articles }: PageModel, words: string): Html {
  const chips = [...SEVERITY_CHIPS, { facet: 'gap', label: 'with gaps' }, { facet: 'no-threat', label: 'no threat' }];
  return html`<h1>Articles</h1>${filterBox('articles', words, articles.length, chips)}
<table class="rows articles" id="rows"><thead><tr><th scope="col">Severity</th><th scope="col">Article</th><th scope="col">Tells of</th><th scope="col">Calls for</th><th scope="col">Published</th></tr></thead>
${bodies(articles.map(articleRow))}</table><p class="empty" id="none" hidden>No article has all of these words.</p>`;
}

function articleRow(one: ArticleView): Html {
  const { id, title, severity: level, publishers, techniques, gaps, hunts, indicators, published, noThreat } = one;
  const words = [facets(level, []), gaps.length > 0 ? 'gap' : '', noThreat !== '' ? 'no-threat' : ''].join(' ').trim();
  return html`<tr data-row data-f="${words}"><td>${severity(level)}</td><td class="main"><a href="${articlePath(id)}">${title}</a><small>${noThreat !== '' ? `no threat: ${noThreat}` : publishers.join(', ')}</small></td><td class="ids">${techniques.map((technique) => technique.id).join(' ')}</td><td>${counted(hunts.length, 'hunt')}<small>${counted(indicators.length, 'indicator')}</small></td><td class="date">${shownDay(published)}</td></tr>`;
}

/** What may not be pushed, and why, with a caret at the place. */
export function renderRejected({ rejects }: PageModel, words: string): Html {
  return html`<h1>Rejected</h1><p class="lead">Queries that could not run on their platform, or must not. Nothing of them was written; the other queries of the same hunts were.</p>${
    rejects.length === 0
      ? html`<p class="empty">Nothing is rejected.</p>`
      : html`${filterBox('rejections', words, rejects.length, SEVERITY_CHIPS)}<div id="rows">${rejects.map(rejected)}</div>
<p class="empty" id="none" hidden>No rejection has all of these words.</p>`
  }`;
}

function rejected({ key, title, severity: level, language, platforms, problems }: RejectView): Html {
  return html`<article class="reject" data-row data-f="${facets(level, [])}"><h2>${severity(level)} ${hunt({ id: key, title })}</h2><p class="faint">${language} for ${platforms.join(', ')}</p>${problems.map(problemBlock)}</article>`;
}

/** Every indicator with the articles that list it and the hunts that look for it. */
export function renderIndicators({ indicators }: PageModel, words: string): Html {
  const chips = [
    ...SEVERITY_CHIPS,
    ...[...new Set(indicators.map(({ type }) => type))].sort().map((type) => ({ facet: type, label: type })),
    { facet: 'unhunted', label: 'no hunt' },
  ];
  return html`<h1>Indicators</h1>${filterBox('indicators', words, indicators.length, chips)}
<table class="rows indicators" id="rows"><thead><tr><th scope="col">Type</th><th scope="col">Indicator</th><th scope="col">Articles</th><th scope="col">Hunts that look for it</th><th scope="col">Published</th></tr></thead>
${bodies(indicators.map(indicatorRow))}</table><p class="empty" id="none" hidden>No indicator has all of these words.</p>`;
}

const LINKED = 3;

function indicatorRow({ type, value, severity: level, articles, hunts, published, validUntil }: IndicatorView): Html {
  const words = [facets(level, []), type, hunts.length === 0 ? 'unhunted' : ''].join(' ').trim();
  const more = (list: readonly unknown[]) =>
    list.length > LINKED && html`<li class="faint">and ${list.length - LINKED} more</li>`;
  return html`<tr data-row data-f="${words}"><td>${type}</td><td class="main"><code>${value}</code>${validUntil !== null && html`<small>valid until ${validUntil}</small>`}</td><td><ul class="plain">${articles.slice(0, LINKED).map((one) => html`<li>${article(one)}</li>`)}${more(articles)}</ul></td><td>${hunts.length === 0 ? html`<span class="faint">none</span>` : html`<ul class="plain">${hunts.slice(0, LINKED).map((one) => html`<li>${hunt(one)}</li>`)}${more(hunts)}</ul>`}</td><td class="date">${shownDay(published)}</td></tr>`;
}

/** What several articles tell of together. */
export function renderCampaigns({ campaigns }: PageModel, words: string): Html {
  return html`<h1>Campaigns</h1>${
    campaigns.length === 0
      ? html`<p class="empty">No campaign: no two articles of feeds share rare indicators or a new name.</p>`
      : html`${filterBox('campaigns', words, campaigns.length, [])}<div id="rows">${campaigns.map(campaign)}</div><p class="empty" id="none" hidden>No campaign has all of these words.</p>`
  }`;
}

function campaign({ title, firstSeen, lastSeen, articles, hunts }: CampaignView): Html {
  return html`<article class="reject" data-row data-f=""><h2>${title}</h2><p class="faint">${firstSeen === null ? 'undated' : firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`}</p>
<div class="columns"><section><h3>${counted(articles.length, 'article')}</h3><ul class="plain">${articles.map((one) => html`<li>${shownDay(one.published)} ${article(one)}${one.url !== '' && html` ${outside(one.url, 'source')}`}</li>`)}</ul></section>
<section><h3>${counted(hunts.length, 'hunt')}</h3><ul class="plain">${hunts.map((one) => html`<li>${severity(one.severity)} ${hunt(one)} ${one.marks.map(mark)}</li>`)}</ul></section></div></article>`;
}
