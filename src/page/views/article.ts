import { type Html, html } from '../markup.ts';
import type { ArticleView } from '../model.ts';
import { hunt, indicator, listed, mark, outside, searchPath, severity, shownDay, technique, told } from './parts.ts';

/** One article: what it says, what it called for, and what nothing looks for. */
export function renderArticle(article: ArticleView): Html {
  const { title, severity: level, published, publishers, url, techniques, gaps, campaign, names, phases } = article;
  const open = new Set(gaps);
  return html`<p class="crumb"><a href="/articles">Articles</a></p><h1>${title}</h1>
<p class="line">${severity(level)} ${shownDay(published)} ${publishers.join(', ')} ${url !== '' && outside(url, 'read it')}</p>
${article.noThreat !== '' && html`<p class="notice">It tells of no threat: ${article.noThreat}</p>`}
${names.length > 0 && html`<p>Names ${names.map((name, at) => html`${at > 0 && ', '}<a href="${searchPath('articles', name)}">${name}</a>`)}</p>`}
${campaign && html`<p>Campaign: <a href="${searchPath('campaigns', campaign.title)}">${campaign.title}</a></p>`}
${phases.length > 0 && html`<p class="faint">Phases: ${phases.join(', ')}</p>`}
<div class="columns"><section><h2>Hunts that it calls for</h2>${
    article.hunts.length === 0
      ? html`<p class="faint">None.</p>`
      : html`<ul class="plain">${article.hunts.map((one) => html`<li>${severity(one.severity)} ${hunt(one)} ${one.marks.map(mark)}</li>`)}</ul>`
  }</section>
<section><h2>Techniques</h2>${
    techniques.length === 0
      ? html`<p class="faint">None.</p>`
      : html`<ul class="plain">${techniques.map((one) => html`<li>${technique(one)} ${one.name} ${open.has(one.id) && html`<span class="mark warn">no hunt of it looks for this</span>`}</li>`)}</ul>`
  }</section></div>
${told('What to do', article.actions)}${told('Why it matters', article.why)}${told('What its severity rests on', article.reasons)}
${told('What it says', article.profile)}${told('What of it supports the facts', article.evidence)}${told('Notes', article.notes)}
${listed('Indicators', article.indicators.map(indicator))}`;
}
