import { counted } from '../core/counted.ts';
import { oneLine, shorten } from '../core/text.ts';
import { OUTCOMES } from '../sync/run/outcome.ts';
import { COVERAGE_LEVELS, countLevels } from './coverage-matrix.ts';
import { driftWords } from './drift-words.ts';
import { diffToMarkdown, indented, problemToMarkdown, tableToMarkdown } from './markdown-parts.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { diffTexts } from './query-diff.ts';
import { AGING_DAYS, type RanHunt, type Weekly } from './weekly.ts';
import { AGING_WORDS, DRIFT_WORDS, gapWords, LEVEL_WORDS, SHOWN, titleWords } from './weekly-words.ts';

const TITLE = 140;
const QUEUE_SHOWN = 15;

/** The report as Markdown, for a wiki or a chat. */
export function weeklyToMarkdown(weekly: Weekly): string {
  const parts = [
    `# ${titleWords(weekly)}\n\n${weekly.since} to ${weekly.today}`,
    tableToMarkdown(
      ['platform', 'in use', 'out of use'],
      weekly.platforms.map(({ name, inUse, retired, error }) =>
        error === null ? [markdownText(name), inUse, retired] : [markdownText(name), 'could not be read', ''],
      ),
    ),
    changed(weekly),
    queue(weekly),
    coverage(weekly),
    `## Hunts over time\n\nIn use, by the month of their oldest article: ${weekly.months.map(({ month, counts }) => `${month} ${Object.values(counts).reduce((sum, count) => sum + count, 0)}`).join(', ')}.`,
    list(
      'What the next sync changes',
      'Nothing: the platforms hold what the articles call for.',
      weekly.pending.flatMap(({ hunts }) =>
        hunts.map(({ severity, title, objects }) => {
          const what = [...new Set(objects.map(({ op, platform }) => `${op} on ${markdownText(platform)}`))].join(', ');
          return `- ${severity ?? 'Hunt'} ${name(title)}: ${what}`;
        }),
      ),
    ),
    rejected(weekly),
    `## Noisy hunts\n\n${weekly.noisy.length === 0 ? "No hunt's last run found more than policy.noisyAbove rows." : runTable(weekly.noisy)}`,
    list(
      'About to age',
      `No hunt ages within ${AGING_DAYS} days.`,
      weekly.aging.map(
        (hunt) =>
          `- ${hunt.retiresOn} ${name(hunt.name)} (${markdownText(hunt.platform)}): ${AGING_WORDS[hunt.because]}`,
      ),
    ),
    list('Edited on the platform', 'Nobody has edited a hunt.', driftItems(weekly)),
    ...(weekly.runOnly.length === 0
      ? []
      : [
          list(
            'Run and not kept',
            '',
            weekly.runOnly.map(
              (one) => `- ${name(one.name)} (${markdownText(one.platform)}): ${markdownText(one.reason)}`,
            ),
          ),
        ]),
    `## What this report cannot tell\n\n${weekly.unknown.map((line) => `- ${markdownText(line)}`).join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function name(title: string): string {
  return markdownText(shorten(oneLine(title), TITLE));
}

function list(title: string, none: string, items: readonly string[]): string {
  const rest = items.length - SHOWN;
  const shown = [...items.slice(0, SHOWN), ...(rest > 0 ? [`- ${rest} more`] : [])];
  return `## ${title}\n\n${items.length === 0 ? none : shown.join('\n')}`;
}

function changed({ articles, retired, ran, outcomes }: Weekly): string {
  const counts = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `${outcomes[outcome]} ${outcome}`,
  );
  const hits = ran.filter(({ hits: rows }) => rows > 0);
  return [
    list(
      'New articles',
      'No article of these days was read.',
      articles.map(
        ({ severity, published, title, hunts }) =>
          `- ${severity} ${published} ${name(title)}: ${counted(hunts, 'hunt')}`,
      ),
    ),
    `## Runs\n\n${ran.length === 0 ? 'No run of these days is recorded.' : `${counted(ran.length, 'run')}, one for each hunt and platform: ${counts.join(', ')}.`}`,
    ...(hits.length > 0 ? [runTable(hits)] : []),
    list(
      'Taken out of use',
      'None in these days.',
      retired.map(({ platform, name: hunt, day }) => `- ${day} ${name(hunt)} (${markdownText(platform)})`),
    ),
  ].join('\n\n');
}

function runTable(runs: readonly RanHunt[]): string {
  return tableToMarkdown(
    ['hunt', 'platform', 'outcome', 'rows', 'ran'],
    runs
      .slice(0, SHOWN)
      .map((run) => [
        `${run.newHits ? '**new** ' : ''}${name(run.title)}`,
        markdownText(run.platform),
        run.outcome,
        run.hits,
        run.ranAt.slice(0, 16).replace('T', ' '),
      ]),
  );
}

function queue({ queues }: Weekly): string {
  const tables = queues.map(({ name: platform, entries, error }) => {
    const rows = entries
      .slice(0, QUEUE_SHOWN)
      .map((entry) => [
        `${entry.severity} ${name(entry.title)}`,
        entry.score.toFixed(1),
        markdownText(entry.reasons.join(', ')),
      ]);
    const body =
      error === undefined
        ? tableToMarkdown(['hunt', 'score', 'why'], rows)
        : `Could not be read: ${markdownText(error)}`;
    return `### Queue of ${markdownText(platform)}\n\n${body}`;
  });
  return ["## Today's queue", ...tables].join('\n\n');
}

function coverage({ coverage: rows, gaps, gapDays }: Weekly): string {
  const counts = countLevels(rows);
  const [gap] = gaps;
  const widest = gap ? `**${gap.technique} ${markdownText(gap.name)}**: ` : '';
  return [
    `## Coverage by article\n\n${COVERAGE_LEVELS.map((level) => `${counts[level]} ${LEVEL_WORDS[level]}`).join(', ')}.`,
    `Gap of the month: ${widest}${gapWords(gaps, gapDays)}`,
    tableToMarkdown(
      ['article', ...COVERAGE_LEVELS.map((level) => LEVEL_WORDS[level])],
      rows
        .slice(0, SHOWN)
        .map(({ severity, title, cells }) => [
          `${severity} ${name(title)}`,
          ...COVERAGE_LEVELS.map((level) =>
            cells.flatMap((cell) => (cell.level === level ? [cell.technique] : [])).join(' '),
          ),
        ]),
    ),
    ...(rows.length > SHOWN ? [`${counted(rows.length - SHOWN, 'more article')}.`] : []),
  ].join('\n\n');
}

function rejected({ rejected: hunts }: Weekly): string {
  const items = hunts.slice(0, SHOWN).map(({ platform, title, problems }) => {
    const reasons = problems
      .slice(0, 3)
      .map(({ problem, excerpt }) => indented(problemToMarkdown(problem, excerpt ?? undefined)));
    return [`- Hunt ${name(title)} (${markdownText(platform)})`, ...reasons].join('\n\n');
  });
  const rest = hunts.length - SHOWN;
  return [
    `## Rejected`,
    ...(items.length === 0 ? ['No query is rejected.'] : items),
    ...(rest > 0 ? [`${rest} more.`] : []),
  ].join('\n\n');
}

function driftItems({ drifts }: Weekly): string[] {
  return drifts.map(({ name: hunt, platform, fields, ...drift }) => {
    const shown = fields.map(({ field, before, after }) => {
      const diff = after === null ? '' : `\n\n${indented(diffToMarkdown(diffTexts(after, before ?? '')))}`;
      return `  ${markdownCode(field)}${diff}`;
    });
    return [
      `- Hunt ${name(hunt)} (${markdownText(platform)}): ${markdownText(driftWords(drift, DRIFT_WORDS))}`,
      ...shown,
    ].join('\n\n');
  });
}
