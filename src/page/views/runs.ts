import { counted } from '../../core/counted.ts';
import { groupBy } from '../../core/group.ts';
import { type Html, html } from '../markup.ts';
import type { Mark, PageModel, RunView } from '../model.ts';
import { bodies, type Chip, filterBox, huntPath, mark, minute } from './parts.ts';

const CHIPS: readonly Chip[] = [
  { facet: 'new-hits', label: 'new hits' },
  { facet: 'hits', label: 'hits' },
  { facet: 'blind', label: 'blind' },
  { facet: 'failing', label: 'failing' },
  { facet: 'quiet', label: 'quiet' },
];
const HISTORY_SHOWN = 14;
const OUTCOME_CLASS: Readonly<Record<string, string>> = {
  hit: 'hot',
  noisy: 'hot',
  quiet: 'fine',
  blind: 'warn',
  slow: 'warn',
  failing: 'bad',
};
const RANK: readonly RunView['outcome'][] = ['hit', 'noisy', 'failing', 'slow', 'blind', 'quiet'];

/** The last run of every hunt on every platform: what hit first. */
export function renderRuns({ hunts, platforms }: PageModel, words: string): Html {
  const runs = hunts.flatMap(({ places }) => once(places.flatMap(({ run }) => run ?? []))).sort(byWeight);
  const none = platforms.some(({ keepsRecords }) => keepsRecords)
    ? html`No hunt has run yet: <code>huntsync run</code> runs them, <code>huntsync sync --run new</code> those that a sync brings.`
    : html`No platform keeps records, which is where runs are read from.`;
  return html`<h1>Runs</h1>${
    runs.length === 0
      ? html`<p class="empty">${none}</p>`
      : html`${filterBox('runs', words, runs.length, CHIPS)}
<table class="rows runs" id="rows"><thead><tr><th scope="col">Outcome</th><th scope="col">Hunt</th><th scope="col">Seen on</th><th scope="col">Platform</th><th scope="col">Before</th></tr></thead>
${bodies(runs.map(row))}</table><p class="empty" id="none" hidden>No run has all of these words.</p>`
  }`;
}

/** Platforms that share their records have one outcome: it is named by all of them. */
function once(runs: readonly RunView[]): RunView[] {
  const same = groupBy(runs, ({ ranAt, outcome, hits }) => `${ranAt} ${outcome} ${hits}`);
  return [...same.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, platform: [first, ...others].map(({ platform }) => platform).join(', ') }] : [],
  );
}

function byWeight(a: RunView, b: RunView): number {
  const weight = ({ newHits, outcome }: RunView) => (newHits ? -1 : RANK.indexOf(outcome));
  return weight(a) - weight(b) || b.hits - a.hits || (a.huntTitle < b.huntTitle ? -1 : 1);
}

function markOf({ outcome, newHits }: RunView): Mark {
  return outcome === 'hit' ? (newHits ? 'new hits' : 'hits') : outcome;
}

function facetsOf(run: RunView): string {
  const words = [markOf(run).replace(' ', '-'), ...(run.newHits ? ['hits'] : [])];
  return words.join(' ');
}

function row(run: RunView): Html {
  const { key, huntTitle, platform, ranAt } = run;
  return html`<tr data-row data-f="${facetsOf(run)}"><td>${mark(markOf(run))}${run.hits > 0 && html` <b>${run.hits}${run.truncated && '+'}</b>`}</td><td class="main"><a href="${huntPath(key)}">${huntTitle}</a><small>${detail(run)}</small></td><td class="seen">${whereSeen(run)}</td><td>${platform}<small>${minute(ranAt)}</small></td><td>${history(run)}</td></tr>`;
}

/** One run in a few lines, for the page of its hunt. */
export function runLine(run: RunView): Html {
  return html`<p>${mark(markOf(run))} ${run.hits > 0 && html`<b>${counted(run.hits, 'row')}${run.truncated && ' or more'}</b> `}on ${minute(run.ranAt)} UTC, ${lasted(run.durationMs)} ${history(run)}</p>
${detail(run) !== '' && html`<p>${detail(run)}</p>`}${(run.hosts.length > 0 || run.users.length > 0) && html`<p>${whereSeen(run)}</p>`}`;
}

/** How long a run took. */
function lasted(ms: number): string {
  return ms < 100 ? 'in under 0.1 s' : `in ${(ms / 1000).toFixed(1)} s`;
}

function detail({ firstHit, lastHit, missing, error }: RunView): string {
  const time = (text: string) => text.replace('T', ' ');
  const span = firstHit === lastHit ? time(firstHit) : `${time(firstHit)} to ${time(lastHit)}`;
  return [span, missing.length > 0 ? `no data in ${missing.join(', ')}` : '', error]
    .filter((part) => part !== '')
    .join('; ');
}

function whereSeen({ hosts, users }: RunView): Html {
  return html`${hosts.slice(0, 6).join(', ')}${hosts.length > 6 && html` and ${hosts.length - 6} more`}${users.length > 0 && html` <small>${users.slice(0, 6).join(', ')}</small>`}`;
}

/** The outcomes of the last runs, oldest first, a bar each. */
function history({ history: all }: RunView): Html | false {
  const shown = all.slice(0, HISTORY_SHOWN).reverse();
  if (shown.length === 0) return false;
  return html`<span class="history" role="img" aria-label="${`Last runs, oldest first: ${shown.map(({ outcome }) => outcome).join(', ')}`}">${shown.map(({ outcome }) => html`<i class="${OUTCOME_CLASS[outcome] ?? 'soft'}"></i>`)}</span>`;
}
