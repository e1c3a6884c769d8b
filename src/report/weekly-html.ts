import { createHash } from 'node:crypto';
import { counted } from '../core/counted.ts';
import { linkable, oneLine, shorten } from '../core/text.ts';
import { OUTCOMES } from '../sync/run/outcome.ts';
import { COVERAGE_LEVELS, type CoverageLevel, type CoverageRow, countLevels } from './coverage-matrix.ts';
import { driftWords } from './drift-words.ts';
import { REPORT_STYLE } from './html-style.ts';
import { type Markup, type MarkupContent, markup } from './html-text.ts';
import { huntsChart } from './hunts-chart.ts';
import { type DiffLine, diffTexts } from './query-diff.ts';
import type { RejectedHunt } from './rejects.ts';
import { AGING_DAYS, type RanHunt, type Weekly } from './weekly.ts';
import { AGING_WORDS, DRIFT_WORDS, gapWords, LEVEL_WORDS, SHOWN, titleWords } from './weekly-words.ts';

/**
 * The report as one page that needs nothing else: no script, no font, no picture, and a policy that lets none in. The policy names the style by
 * its hash (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy/style-src).
 */
export function weeklyToHtml(weekly: Weekly): string {
  const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const head = markup`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Hunts, ${weekly.since} to ${weekly.today}</title>`;
  return `<!doctype html>
<html lang="en">
<head>
${head.text}
<style>${REPORT_STYLE}</style>
</head>
<body>
${bodyOf(weekly).text}
</body>
</html>
`;
}

function bodyOf(weekly: Weekly): Markup {
  return markup`<header><h1>${titleWords(weekly)}</h1><p class="dim">${weekly.since} to ${weekly.today}</p></header>
<main>
${tiles(weekly)}
${changed(weekly)}
${queue(weekly)}
${coverage(weekly)}
${section('Hunts over time', markup`<p class="dim">Hunts in use, by the month of their oldest article and by severity, over twelve months.</p>${huntsChart(weekly.months)}`)}
${pending(weekly)}
${rejected(weekly)}
${noisy(weekly)}
${aging(weekly)}
${drift(weekly)}
${runOnly(weekly)}
${section('What this report cannot tell', markup`<ul>${weekly.unknown.map((line) => markup`<li>${line}</li>`)}</ul>`)}
</main>`;
}

function section(title: string, body: MarkupContent): Markup {
  return markup`<section><h2>${title}</h2>${body}</section>`;
}

/** Rows of a table that are shown, and a line that says how many are not. */
function table<T>(head: readonly (string | Markup)[], items: readonly T[], row: (item: T) => MarkupContent): Markup {
  const rest = items.length - SHOWN;
  return markup`<table><thead><tr>${head.map((cell) => (typeof cell === 'string' ? markup`<th scope="col">${cell}</th>` : cell))}</tr></thead>
<tbody>${items.slice(0, SHOWN).map((item) => markup`<tr>${row(item)}</tr>\n`)}</tbody></table>${rest > 0 && markup`<p class="dim">${rest} more.</p>`}`;
}

const NUMBER = (title: string) => markup`<th scope="col" class="n">${title}</th>`;

function severityTag(severity: string | null): Markup {
  return markup`<span class="${severity ?? ''}">${severity ?? ''}</span>`;
}

/** A title that leads to its article where it may. */
function titled(title: string, url: string): MarkupContent {
  const address = linkable(url);
  const text = oneLine(title);
  return address === '' ? text : markup`<a href="${address}" rel="noreferrer noopener nofollow">${text}</a>`;
}

function tiles({ platforms, articles, ran, rejected: refused, drifts }: Weekly): Markup {
  const newHits = ran.filter((run) => run.newHits).length;
  const values: [string, number][] = [
    ...platforms.map(({ name, inUse }): [string, number] => [`hunts in use on ${name}`, inUse]),
    ['new articles', articles.length],
    ['runs', ran.length],
    ['with new hits', newHits],
    ['rejected', refused.length],
    ['edited', drifts.length],
  ];
  const failed = platforms.filter(({ error }) => error !== null);
  return markup`<div class="tiles">${values.map(([label, value]) => markup`<div class="tile"><b>${value}</b>${label}</div>`)}</div>
${failed.map(({ name, error }) => markup`<p class="CRIT">${name} could not be read: ${error}</p>`)}`;
}

function changed({ articles, retired, ran, outcomes }: Weekly): Markup {
  const counts = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${outcomes[outcome]} ${outcome}`,
  );
  const hits = ran.filter(({ hits: rows }) => rows > 0);
  return section(
    'What changed',
    markup`<h3>New articles</h3>${
      articles.length === 0
        ? markup`<p>No article of these days was read.</p>`
        : table(['', 'day', 'article', NUMBER('hunts')], articles, ({ severity, published, title, url, hunts }) => [
            markup`<td class="w">${severityTag(severity)}</td><td class="w">${published}</td><td>${titled(title, url)}</td><td class="n">${hunts}</td>`,
          ])
    }
<h3>Runs</h3><p>${ran.length === 0 ? 'No run of these days is recorded.' : `${counted(ran.length, 'run')}, one for each hunt and platform: ${counts.join(', ')}.`}</p>
${hits.length > 0 && runTable(hits)}
<h3>Taken out of use</h3>${
      retired.length === 0
        ? markup`<p>None in these days.</p>`
        : markup`<ul>${retired.slice(0, SHOWN).map(({ platform, name, day }) => markup`<li>${day}: ${oneLine(name)} <small>${platform}</small></li>`)}</ul>`
    }`,
  );
}

function runTable(runs: readonly RanHunt[]): Markup {
  return table(['hunt', 'platform', 'outcome', NUMBER('rows'), 'ran'], runs, (run) => [
    markup`<td>${oneLine(run.title)}</td><td class="w">${run.platform}</td><td>${run.newHits ? `${run.outcome}, new` : run.outcome}</td><td class="n">${run.hits}</td><td class="w">${run.ranAt.slice(0, 16).replace('T', ' ')}</td>`,
  ]);
}

const QUEUE_SHOWN = 15;

function queue({ queues }: Weekly): Markup {
  const parts = queues.map(({ name, entries, error }) => {
    const rest = entries.length - QUEUE_SHOWN;
    const body =
      error === undefined
        ? table(['', NUMBER('score'), 'hunt', 'why'], entries.slice(0, QUEUE_SHOWN), (entry) => [
            markup`<td class="w">${severityTag(entry.severity)}</td><td class="n">${entry.score.toFixed(1)}</td><td>${oneLine(entry.title)}</td><td>${entry.reasons.join(', ')}</td>`,
          ])
        : markup`<p class="CRIT">${error}</p>`;
    return markup`<h3>${name}</h3>${body}${rest > 0 && markup`<p class="dim">${rest} more: huntsync queue.</p>`}`;
  });
  return section("Today's queue", parts);
}

function coverage({ coverage: rows, gaps, gapDays }: Weekly): Markup {
  const counts = countLevels(rows);
  const [gap] = gaps;
  return section(
    'Coverage by article',
    markup`<p>${COVERAGE_LEVELS.map((level) => markup`<span class="chip ${level}">${counts[level]} ${LEVEL_WORDS[level]}</span> `)}</p>
<h3>Gap of the month</h3><p>${gap ? markup`<b>${gap.technique} ${gap.name}</b>: ` : null}${gapWords(gaps, gapDays)}</p>
${gap ? markup`<ul>${gap.articles.slice(0, 5).map(({ severity, title }) => markup`<li>${severityTag(severity)} ${oneLine(title)}</li>`)}</ul>` : null}
${table(['', 'article', ...COVERAGE_LEVELS.map((level) => LEVEL_WORDS[level])], rows, coverageRow)}`,
  );
}

function coverageRow({ severity, title, url, published, cells }: CoverageRow): Markup {
  const chips = (level: CoverageLevel) =>
    cells
      .filter((cell) => cell.level === level)
      .map(({ technique, name }) => markup`<span class="chip ${level}" title="${name}">${technique}</span>`);
  return markup`<td class="w">${severityTag(severity)}</td><td>${titled(title, url)} <small>${published ?? 'undated'}</small></td>${COVERAGE_LEVELS.map((level) => markup`<td>${chips(level)}</td>`)}`;
}

function pending({ pending: articles }: Weekly): Markup {
  const hunts = articles.flatMap((article) => article.hunts);
  if (hunts.length === 0)
    return section(
      'What the next sync changes',
      markup`<p>Nothing: the platforms hold what the articles call for.</p>`,
    );
  return section(
    'What the next sync changes',
    table(['', 'hunt', 'techniques', 'what'], hunts, ({ severity, title, techniques, objects }) => [
      markup`<td class="w">${severityTag(severity)}</td><td>${oneLine(title)}</td><td>${techniques.join(', ')}</td><td>${[...new Set(objects.map(({ op, platform }) => `${op} on ${platform}`))].join(', ')}</td>`,
    ]),
  );
}

function rejected({ rejected: hunts }: Weekly): Markup {
  if (hunts.length === 0) return section('Rejected', markup`<p>No query is rejected.</p>`);
  return section('Rejected', [
    hunts.slice(0, SHOWN).map(rejectedHunt),
    hunts.length > SHOWN && markup`<p class="dim">${hunts.length - SHOWN} more: huntsync check.</p>`,
  ]);
}

function rejectedHunt({ platform, title, problems }: RejectedHunt): Markup {
  return markup`<h3>${title} <small>${platform}</small></h3>${problems
    .slice(0, 3)
    .map(
      ({ problem, line, excerpt }) =>
        markup`<p>${oneLine(problem.message)} <small>${problem.code}${line !== null && `, line ${line}`}</small></p>${excerpt && markup`<pre>${`${excerpt.text}\n${' '.repeat(excerpt.caret)}^`}</pre>`}`,
    )}`;
}

function noisy({ noisy: runs }: Weekly): Markup {
  return section(
    'Noisy hunts',
    runs.length === 0 ? markup`<p>No hunt's last run found more than policy.noisyAbove rows.</p>` : runTable(runs),
  );
}

function aging({ aging: hunts }: Weekly): Markup {
  return section(
    'About to age',
    hunts.length === 0
      ? markup`<p>No hunt ages within ${AGING_DAYS} days.</p>`
      : table([NUMBER('days left'), 'from', 'hunt', 'platform', 'why'], hunts, (hunt) => [
          markup`<td class="n">${hunt.daysLeft}</td><td class="w">${hunt.retiresOn}</td><td>${oneLine(hunt.name)}</td><td>${hunt.platform}</td><td>${AGING_WORDS[hunt.because]}</td>`,
        ]),
  );
}

function runOnly({ runOnly: hunts }: Weekly): Markup {
  return hunts.length === 0
    ? markup``
    : section(
        'Run and not kept',
        table(['hunt', 'platform', 'why'], hunts, ({ name, platform, reason }) => [
          markup`<td>${oneLine(name)}</td><td>${platform}</td><td>${oneLine(reason)}</td>`,
        ]),
      );
}

function drift({ drifts }: Weekly): Markup {
  if (drifts.length === 0) return section('Edited on the platform', markup`<p>Nobody has edited a hunt.</p>`);
  return section('Edited on the platform', [
    drifts
      .slice(0, SHOWN)
      .map(
        ({ name, platform, fields, ...drift }) =>
          markup`<h3>${oneLine(name)} <small>${platform}: ${driftWords(drift, DRIFT_WORDS)}</small></h3>${fields.map(({ field, before, after }) => markup`<p>${field}</p>${after === null ? markup`<pre>${shorten(before ?? '', 2000)}</pre>` : diffToHtml(diffTexts(after, before ?? ''))}`)}`,
      ),
    drifts.length > SHOWN && markup`<p class="dim">${drifts.length - SHOWN} more: huntsync status.</p>`,
  ]);
}

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '-', added: '+', gap: '…' };

/** A difference with its lines and words marked. */
export function diffToHtml(lines: readonly DiffLine[]): Markup {
  return markup`<pre>${lines.map(({ kind, parts }) => markup`<span class="${kind}">${SIGN[kind]} ${parts.map(({ text, changed: differs }) => (differs ? markup`<mark>${text}</mark>` : text))}</span>\n`)}</pre>`;
}
