import { counted } from '../core/counted.ts';
import { oneLine, truncate } from '../core/text.ts';
import { countOps } from '../sync/plan.ts';
import type { Siem } from '../sync/siem.ts';
import type { ChangeOp } from '../sync/types.ts';
import { driftWords } from './drift-words.ts';
import { fitPassages, type Passage } from './markdown-fit.ts';
import {
  diffToMarkdown,
  editToMarkdown,
  fieldToMarkdown,
  indented,
  problemToMarkdown,
  tableToMarkdown,
} from './markdown-parts.ts';
import { markdownCode, markdownLink, markdownText } from './markdown-text.ts';
import {
  type ArticleChange,
  articleChanges,
  type BudgetUse,
  budgetUse,
  type HuntChange,
  type ObjectChange,
} from './plan-view.ts';
import { type RejectedHunt, rejectedHunts } from './rejects.ts';
import type { RunResult } from './result.ts';

/** The first line, by which a later run finds its comment. */
export const PLAN_MARK = '<!-- huntsync plan -->';

/**
 * The longest comment that GitHub takes, in characters: it answers "Body is too long (maximum is 65536 characters)"
 * (https://github.com/telia-oss/github-pr-resource/issues/259).
 */
export const COMMENT_LIMIT = 65_536;
/** Of it, for everything that is no change: rejected hunts, drifts, clashes each. */
const SECTION_LIMIT = 8_000;
/** A hunt with longer differences is told of without them. */
const HUNT_LIMIT = 16_000;
const TITLE = 140;

export interface PlanMarkdownOptions {
  readonly policy: { readonly maxCreate: number | 'off'; readonly maxChangePercent: number };
  readonly siems: readonly Pick<Siem, 'kind' | 'language'>[];
  /** In UTF-16 units. */
  readonly limit?: number;
}

/**
 * A plan as a comment on a pull request: what each article changes, with the differences of the queries, then what is rejected, edited and in
 * the way, and what it takes of the limits. What does not fit is left out hunt by hunt, and counted: first the queries of new hunts, which the
 * pull request shows anyway.
 */
export function planToMarkdown(result: RunResult, options: PlanMarkdownOptions): string {
  const { limit = COMMENT_LIMIT } = options;
  const articles = articleChanges(result);
  const head = headOf(result, budgetUse(result.platforms, options.policy));
  const tail = [
    section('Rejected', rejectedHunts(result, options.siems).map(rejectToMarkdown)),
    section('Edited on the platform', driftsOf(result)),
    section('In the way', clashesOf(result)),
  ].filter((text) => text !== '');
  const end = `Plan hash ${markdownCode(result.planHash)}: ${markdownCode(`huntsync sync --plan-hash ${result.planHash}`)} applies this plan and no other.`;
  const around = [head, ...tail, end].reduce((sum, text) => sum + text.length + 2, 0);
  const room = limit - around - NOTE_ROOM;
  const whole = fitPassages(passagesOf(articles, true), room);
  const fitted = whole.left === 0 ? whole : fitPassages(passagesOf(articles, false), room);
  const notes = [
    ...(fitted === whole ? [] : [`The queries of new hunts are left out. ${ELSEWHERE}`]),
    ...(fitted.left > 0
      ? [
          `**${fitted.left} of ${counted(countHunts(articles), 'hunt that changes does', 'hunts that change do')} not fit here.** ${ELSEWHERE}`,
        ]
      : []),
  ];
  const parts = [head, fitted.text, ...notes, ...tail, end].filter((text) => text !== '');
  return `${parts.join('\n\n')}\n`;
}

const NOTE_ROOM = 600;
const ELSEWHERE = 'The log of `huntsync plan` lists every change, `huntsync plan --json` with all values.';

function countHunts(articles: readonly ArticleChange[]): number {
  return articles.reduce((sum, { hunts }) => sum + hunts.length, 0);
}

function headOf(
  { platforms, refusals, complete, problems, refusedFiles = [] }: RunResult,
  budget: readonly BudgetUse[],
): string {
  const rows = platforms.map(({ name, plan, held }) => {
    if (!plan) return [markdownText(name), ...Array.from({ length: 8 }, () => '–')];
    const { create, update, retire, prune } = countOps(plan.changes);
    const { unchanged, rejects, drifts } = plan;
    return [markdownText(name), create, update, retire, prune, unchanged, drifts.length, rejects.length, held.length];
  });
  const quiet =
    refusedFiles.length === 0 &&
    platforms.every(({ plan, error }) => error === undefined && plan?.changes.length === 0);
  return [
    PLAN_MARK,
    '## huntsync plan',
    quiet ? 'Nothing to do.' : '',
    tableToMarkdown(
      ['platform', 'create', 'update', 'retire', 'delete', 'unchanged', 'of these edited', 'rejected', 'waiting'],
      rows,
    ),
    ...refusals.map((refusal) => `**A sync would be refused.** ${markdownText(refusal)}`),
    ...platforms.flatMap(({ name, error }) =>
      error === undefined ? [] : [`**${markdownText(name)} could not be read.** ${markdownText(truncate(error, 500))}`],
    ),
    ...refusedFiles.map((path) => `**${markdownText(path)} has a problem:** nothing is done on its platforms.`),
    ...(complete ? [] : ['**Incomplete:** a source could not be read whole, so nothing is retired.']),
    ...(problems.length > 0
      ? [`${counted(problems.length, 'remark')} on the input; the log of ${markdownCode('huntsync plan')} has them.`]
      : []),
    budget.map(budgetToMarkdown).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function budgetToMarkdown({ platform, create, maxCreate, held, touched, owned, maxTouched }: BudgetUse): string {
  const creations = maxCreate === null ? `${create} new, without a limit` : `${create} of at most ${maxCreate} new`;
  const touches =
    maxTouched === null
      ? `${touched} of ${owned} changed, too few objects for a limit`
      : `${touched} of ${owned} changed, at most ${maxTouched}`;
  const waiting = held > 0 ? `; **${held} wait for consent** (${markdownCode('huntsync quarantine')})` : '';
  return `- Budget of ${markdownText(platform)}: ${creations}; ${touches}${waiting}`;
}

function passagesOf(articles: readonly ArticleChange[], withNew: boolean): Passage[] {
  return articles.flatMap((article) => {
    const heading = articleToMarkdown(article);
    return article.hunts.map((hunt) => {
      const text = huntToMarkdown(hunt, withNew);
      return { heading, text: text.length <= HUNT_LIMIT ? text : huntToMarkdown(hunt, null) };
    });
  });
}

function articleToMarkdown({ id, title, url, published, severity, gained, lost }: ArticleChange): string {
  if (id === null) return '### Hunts that no article calls for now';
  const named = title === null ? `Article ${markdownCode(id)}` : markdownText(truncate(oneLine(title), TITLE));
  const facts = [
    markdownText(published ?? 'undated'),
    ...(url === '' ? [] : [markdownLink(url)]),
    ...(gained.length > 0 ? [`gains ${markdownText(gained.join(', '))}`] : []),
    ...(lost.length > 0 ? [`**loses ${markdownText(lost.join(', '))}**`] : []),
  ];
  return `### ${severity === null ? '' : `${severity}: `}${named}\n\n${facts.join(' · ')}`;
}

const DONE: Readonly<Record<ChangeOp, string>> = {
  create: 'new',
  update: 'changed',
  retire: 'retired',
  prune: 'deleted',
};

/** @param withNew whether the queries of new objects are shown; null: no query is. */
function huntToMarkdown(
  { title, severity, techniques, articles, objects }: HuntChange,
  withNew: boolean | null,
): string {
  const ops = [...new Set(objects.map(({ op, reason }) => DONE[op] + (reason ? ` (${reason})` : '')))].join(', ');
  const facts = [
    severity ?? '',
    markdownText(techniques.join(', ')),
    ...(articles.length > 1 ? [`${counted(articles.length, 'article')}`] : []),
    [...new Set(objects.map(({ platform }) => markdownText(platform)))].join(', '),
  ].filter((fact) => fact !== '');
  const head = `- **${ops}** ${markdownText(truncate(oneLine(title), TITLE))} · ${facts.join(' · ')}`;
  const body = objects.flatMap((object) => objectToMarkdown(object, withNew));
  return [head, ...body.map(indented)].join('\n\n');
}

function objectToMarkdown({ platform, op, query, fields }: ObjectChange, withNew: boolean | null): string[] {
  const where = `Query for ${markdownText(platform)}`;
  if (withNew === null) return query === null ? [] : [`${where}: too long for a comment.`];
  const told = fields.map(fieldToMarkdown);
  if (query === null || (op === 'create' && !withNew)) return told;
  const diff = diffToMarkdown(query);
  return op === 'create'
    ? [`<details><summary>${where}</summary>\n\n${diff}\n\n</details>`]
    : [`${where}:`, diff, ...told];
}

/** Items of a section that fit, and how many more there are. */
function section(heading: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const passages = items.map((text) => ({ heading: `### ${heading}`, text }));
  const { text, left } = fitPassages(passages, SECTION_LIMIT);
  return [text === '' ? `### ${heading}` : text, ...(left > 0 ? [`${left} more. ${ELSEWHERE}`] : [])].join('\n\n');
}

function rejectToMarkdown({ platform, title, problems }: RejectedHunt): string {
  const reasons = problems.slice(0, 3).map(({ problem, excerpt }) => problemToMarkdown(problem, excerpt ?? undefined));
  const head = `- **rejected** ${markdownText(truncate(title, TITLE))} · ${markdownText(platform)}`;
  return [head, ...reasons.map(indented)].join('\n\n');
}

const DECISIONS = { keep: 'the edit stays', overwrite: '**the edit is overwritten**', fail: '**not written**' };

function driftsOf({ platforms }: RunResult): string[] {
  return platforms.flatMap(({ name, plan }) =>
    (plan?.drifts ?? []).map((drift) => {
      const head = `- **edited** ${markdownText(truncate(oneLine(drift.name), TITLE))} · ${markdownText(name)} · ${drift.actions ? markdownText(driftWords(drift, DECISIONS)) : DECISIONS[drift.decision]}`;
      const tell = drift.decision === 'overwrite' ? fieldToMarkdown : editToMarkdown;
      const whole = [head, ...drift.fields.map((field) => indented(tell(field)))].join('\n\n');
      return whole.length < SECTION_LIMIT / 2
        ? whole
        : `${head} · ${drift.fields.map(({ field }) => markdownCode(field)).join(', ')}`;
    }),
  );
}

function clashesOf({ platforms }: RunResult): string[] {
  return platforms.flatMap(({ name, plan }) =>
    (plan?.clashes ?? []).map(
      ({ name: object, id }) =>
        `- ${markdownText(truncate(oneLine(object), TITLE))} · ${markdownText(name)} · unmanaged, left as it is; ${markdownCode(id)} in ${markdownCode('policy.adopt')} takes it over`,
    ),
  );
}
