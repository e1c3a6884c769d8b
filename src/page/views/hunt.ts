import { linkable } from '../../core/text.ts';
import { type Html, html } from '../markup.ts';
import type { ArticleRefView, HuntView, PlaceView, UncoveredView } from '../model.ts';
import {
  article,
  indicator,
  listed,
  mark,
  outside,
  searchPath,
  severity,
  shownDay,
  technique,
  words,
} from './parts.ts';
import { driftBlock, type Highlighters, problemBlock, queryBlock } from './query.ts';
import { runLine } from './runs.ts';

/** One hunt: why it is there, what to do with a hit, and how it stands on every platform. */
export function renderHunt(hunt: HuntView, highlighters: Highlighters): Html {
  const { title, severity: level, marks, confidence, phase, callers, campaign, places } = hunt;
  return html`<p class="crumb"><a href="/hunts">Hunts</a></p><h1>${title}</h1>
<p class="line">${severity(level)} ${marks.map(mark)} ${phase !== '' && html`<a href="${searchPath('hunts', phase)}">${phase}</a>`} ${confidence !== '' && html`<span>confidence ${confidence}</span>`} <code class="faint">${hunt.key}</code></p>
<section class="why"><h2>Why</h2>${reason(hunt)}
<ul class="plain">${callers.map(caller)}</ul>
${campaign && html`<p>Campaign: <a href="${searchPath('campaigns', campaign.title)}">${campaign.title}</a></p>`}
${techniques(hunt)}</section>
${places.map((place, at) => placeSection(place, at, highlighters))}
<div class="columns">${listed('When it hits: look at', hunt.triage, true)}${listed('What else looks like it', hunt.falsePositives)}
${listed('What it does not find', hunt.doesNotCover.map(uncovered))}
${listed('Indicators in its query', hunt.indicators.map(indicator))}
${listed('Notes', hunt.notes)}
${listed('References', hunt.references.map(reference))}</div>`;
}

/** The sentence that called for it; else why its article matters. */
function reason({ why, articleWhy }: HuntView): Html {
  if (why !== '') return html`<blockquote>${why}</blockquote>`;
  if (articleWhy.length === 0) return html`<p class="faint">No article gives a sentence for it.</p>`;
  return html`<p class="faint">No sentence of an article is known to call for it. Its newest article matters, it says, because:</p><blockquote>${words(articleWhy)}</blockquote>`;
}

function caller(one: ArticleRefView): Html {
  const { publishers, published, url } = one;
  return html`<li>${shownDay(published)} ${article(one)}${publishers.length > 0 && html` <span class="faint">${publishers.join(', ')}</span>`}${url !== '' && html` ${outside(url, 'source')}`}</li>`;
}

function techniques({ techniques: own, mentions }: HuntView): Html {
  return html`${own.length > 0 && html`<p>Looks for ${own.map((one) => html`${technique(one)} ${one.name} `)}</p>`}
${mentions.length > 0 && html`<p class="faint">Told of beside it: ${mentions.map((one) => html`${technique(one)} `)}</p>`}`;
}

function uncovered({ text, only }: UncoveredView): Html {
  return html`${text}${only.length > 0 && html` <span class="faint">(${only.join(', ')})</span>`}`;
}

function reference(text: string): Html {
  const url = linkable(text);
  return url === '' ? html`${text}` : outside(url, url);
}

function placeSection(place: PlaceView, at: number, highlighters: Highlighters): Html {
  const { title, platform, state, runOnly, retiredOn, drift, problems, query, language, kind, run, pending } = place;
  const edited = drift.length > 0;
  return html`<section class="place"><h2>${title}<small>${platform}</small> ${mark(state)}${edited && mark('drift')}</h2>
${state === 'retired' && html`<p class="faint">${retiredOn === null ? 'Switched off on the platform.' : `Retired on ${retiredOn}.`}</p>`}
${runOnly !== '' && html`<p>Run by <code>huntsync run</code> and not kept: ${runOnly}.</p>`}
${facts(place)}
${run && html`<div class="run"><h3>Last run</h3>${runLine(run)}</div>`}
${edited && html`<div class="edits"><h3>Edited on the platform</h3>${drift.map(driftBlock)}</div>`}
${problems.length > 0 && html`<h3>Why it may not be pushed</h3>${problems.map(problemBlock)}`}
${pending.length > 0 && html`<p>The next sync would ${pending.map(({ op, reason, fields }, index) => html`${index > 0 && ', '}<b>${op}</b> it${reason !== '' && html` (${reason})`}${op === 'update' && html`: ${fields.join(', ')}`}`)}.</p>`}
${query !== '' && queryBlock(`query-${at}`, `${language}${edited ? ', with the edit' : ''}`, query, highlighters.get(kind))}</section>`;
}

function facts({ objects, proof, repairs, additions, dataNeeds }: PlaceView): Html | false {
  const rows: (readonly [string, string])[] = [
    ['object', objects.join(', ')],
    ['proof', proof],
    ['repaired', repairs.join(', ')],
    ['added', additions.join(', ')],
    ['needs data in', dataNeeds.join(', ')],
  ];
  const known = rows.filter(([, value]) => value !== '');
  return (
    known.length > 0 &&
    html`<dl class="facts">${known.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
  );
}
