import { counted } from '../../core/counted.ts';
import { type Html, html } from '../markup.ts';
import type { LatelyView, PageModel, PlatformView, QueueView, TacticView, TechniqueView } from '../model.ts';
import { hunt, huntPath, mark, minute, searchPath, severity } from './parts.ts';

const QUEUE_SHOWN = 12;
const NAMED = 6;

/** The first page: what to hunt first, what changed, what is covered. */
export function renderToday(model: PageModel): Html {
  return html`<h1>Today</h1>
<section class="tiles" aria-label="Platforms">${model.platforms.map(platform)}</section>
<div class="columns"><section><h2>Hunt first</h2>${queue(model)}</section>
<section><h2>What the last syncs changed</h2>${lately(model)}</section></div>
<section><h2 id="coverage">Coverage</h2>${matrix(model.coverage)}</section>`;
}

function platform({
  title,
  name,
  error,
  inUse,
  retired,
  drifted,
  rejected,
  unmanaged,
  runOnly,
  pending,
}: PlatformView): Html {
  const figure = (count: number, label: string, path?: string) =>
    html`<div><dt>${label}</dt><dd>${path !== undefined && count > 0 ? html`<a href="${path}">${count}</a>` : count}</dd></div>`;
  const waiting = pending === null ? 0 : Object.values(pending).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(pending ?? {}).flatMap(([op, count]) => (count > 0 ? [`${op} ${count}`] : []));
  return html`<article class="tile"><h2>${title}<small>${name}</small></h2>
${
  error !== null
    ? html`<p class="bad-text">could not be read</p>`
    : html`<dl>${figure(inUse, 'in use', '/hunts?f=in-use')}${figure(drifted, 'edited', '/hunts?f=drift')}${figure(rejected, 'rejected', '/rejected')}${runOnly > 0 && figure(runOnly, 'run only', '/hunts?f=run-only')}${figure(retired, 'out of use', '/hunts?f=retired')}${figure(unmanaged, 'unmanaged')}</dl>
<p class="faint">${pending === null ? 'What the next sync would change is not known yet.' : waiting === 0 ? 'The next sync has nothing to change.' : `The next sync would: ${parts.join(', ')}.`}</p>`
}</article>`;
}

function queue({ queue: entries, hunts }: PageModel): Html {
  if (entries.length === 0) {
    return html`<p class="empty">No hunt is in use yet.${hunts.length > 0 && html` ${counted(hunts.length, 'hunt waits', 'hunts wait')} for a first <code>huntsync sync</code>: <a href="/hunts">look at them</a>.`}</p>`;
  }
  const row = ({
    key,
    title,
    severity: level,
    reasons,
    newHits,
    platforms,
  }: QueueView) => html`<li data-row>${severity(level)}
<div><a href="${huntPath(key)}">${title}</a>${newHits && html` ${mark('new hits')}`}<p class="faint">${reasons.filter((reason) => reason !== level && !/^\d+ new hits?$/.test(reason)).join(' · ')} · ${platforms.join(', ')}</p></div></li>`;
  const rest = entries.length - QUEUE_SHOWN;
  return html`<ol class="queue">${entries.slice(0, QUEUE_SHOWN).map(row)}</ol>
${rest > 0 && html`<p><a href="/hunts?f=in-use">All ${entries.length} hunts in use</a></p>`}`;
}

function lately({ lately: all, platforms }: PageModel): Html {
  if (all.length === 0) {
    const why = platforms.some(({ keepsRecords }) => keepsRecords)
      ? 'No sync has written a record yet.'
      : 'No platform keeps records (records: in the configuration), which is where this is read from.';
    return html`<p class="empty">${why}</p>`;
  }
  const some = (list: LatelyView['newHunts'], what: string) =>
    list.length > 0 &&
    html`<p>${counted(list.length, 'hunt')} ${what}: ${list.slice(0, NAMED).map((ref, at) => html`${at > 0 && ', '}${hunt(ref)}`)}${list.length > NAMED && html` and ${list.length - NAMED} more`}</p>`;
  const entry = ({
    at,
    platform: name,
    newHunts,
    changedHunts,
    articles,
    indicators,
  }: LatelyView) => html`<li><p><strong>${minute(at)}</strong> ${name}</p>
${some(newHunts, 'new')}${some(changedHunts, 'changed')}
${articles + indicators > 0 && html`<p class="faint">${counted(articles, 'article')} and ${counted(indicators, 'indicator')} new or changed</p>`}</li>`;
  return html`<ul class="lately">${all.map(entry)}</ul>`;
}

function matrix(tactics: readonly TacticView[]): Html {
  if (tactics.length === 0) return html`<p class="empty">No article tells of a technique yet.</p>`;
  const all = new Map(tactics.flatMap(({ techniques }) => techniques.map((one) => [one.id, one] as const)));
  const count = (fits: (one: TechniqueView) => boolean) => [...all.values()].filter(fits).length;
  const gaps = count(isGap);
  return html`<p class="legend">${counted(all.size, 'technique')} that articles tell of or hunts look for:
<span class="key on">${count(({ inUse }) => inUse > 0)} with hunts in use</span>
<span class="key wait">${count((one) => one.inUse === 0 && one.waiting > 0)} with hunts that wait for a sync</span>
<span class="key gap">${gaps} told of, no hunt</span> <span class="key hit">with hits</span></p>
<div class="matrix">${tactics.map(tactic)}</div>`;
}

function isGap({ inUse, waiting }: TechniqueView): boolean {
  return inUse + waiting === 0;
}

function tactic({ name, techniques }: TacticView): Html {
  const covered = techniques.filter((one) => !isGap(one)).length;
  return html`<section class="tactic"><h3>${name} <span class="faint">${covered}/${techniques.length}</span></h3>
<ul class="cells">${[...techniques].sort((a, b) => weight(b) - weight(a)).map(cell)}</ul></section>`;
}

function weight({ hasHits, inUse, waiting }: TechniqueView): number {
  return (hasHits ? 10_000 : 0) + inUse * 100 + waiting;
}

function cell(one: TechniqueView): Html {
  const { id, name, inUse, waiting, articles, hasHits } = one;
  const level = inUse > 0 ? (inUse > 2 ? 'on more' : 'on') : waiting > 0 ? 'wait' : 'gap';
  const count = inUse + waiting;
  const told = `${counted(count, 'hunt')}, ${counted(articles, 'article')}${hasHits ? ', hits' : ''}`;
  return html`<li><a class="cell ${level}${hasHits && ' hit'}" href="${searchPath(isGap(one) ? 'articles' : 'hunts', id)}" title="${told}"><span><b>${id}</b> ${name}</span><span class="n">${count > 0 ? count : '–'}<span class="hidden-text"> ${told}</span></span></a></li>`;
}
