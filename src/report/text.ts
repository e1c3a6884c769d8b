import pc from 'picocolors';
import { counted } from '../core/counted.ts';
import { withRemedy } from '../core/errors.ts';
import { groupBy } from '../core/group.ts';
import { formatProblem, type Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { wrapText } from '../core/wrap.ts';
import type { AppliedChange } from '../sync/apply.ts';
import { doneChanges } from '../sync/apply.ts';
import { countOps } from '../sync/plan.ts';
import { campaignsToText } from './campaigns.ts';
import { recordsToText } from './records-text.ts';
import { failuresOf, type PlatformResult, type RunResult } from './result.ts';
import { tableToText } from './table.ts';

const PROBLEMS_SHOWN = 20;

export interface RunTextOptions {
  /** Why a platform could not be read stands in the log, so that the text only names the platform. */
  readonly isToldInLog?: boolean;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
}

/** The result of a run as text: one row per platform, then what went wrong and where. */
export function runToText(result: RunResult, { isToldInLog = false, width }: RunTextOptions = {}): string {
  const done = result.mode === 'sync' && result.refusals.length === 0;
  const parts = [
    table(result.platforms, done, width),
    ...result.platforms.flatMap((platform) => failures(platform, isToldInLog)),
    ...(result.refusedFiles ?? []).map((path) =>
      pc.red(`! ${oneLine(path)} has a problem: nothing was done on its platforms.`),
    ),
    ...result.platforms.flatMap(holds),
    recordsToText(result.records, done, width),
    ...problemLines(result.problems).map((line) => pc.yellow(`! ${line}`)),
  ];
  if (!result.complete) {
    parts.push(pc.yellow('The run is incomplete: a source could not be read whole, so nothing was retired.'));
  }
  parts.push(campaignsToText(result.campaigns ?? []), proofToText(result.proof));
  parts.push(
    `${counted(result.articles, 'article')}, ${counted(result.hunts, 'hunt')}, ${(result.durationMs / 1000).toFixed(1)} s. ` +
      pc.dim(`Plan hash ${result.planHash}`),
  );
  return wrapText(parts.filter((part) => part !== '').join('\n'), width);
}

/** How many queries some row makes hit, where any was run. */
function proofToText(proof: RunResult['proof']): string {
  const told = Object.entries(proof).flatMap(([kind, { proved, unproved, notEvaluated }]) => {
    const all = proved + unproved + notEvaluated;
    return all > 0 ? [`${kind} ${proved} of ${all}`] : [];
  });
  if (told.length === 0) return '';
  const isWhole = Object.values(proof).every(({ unproved, notEvaluated }) => unproved + notEvaluated === 0);
  return pc.dim(
    `Queries proved on made rows: ${told.join(', ')}.${isWhole ? '' : ' `huntsync prove PATH` tells of each.'}`,
  );
}

/** Columns that are shown only where they have a value. */
const OPTIONAL = ['retired', 'pruned', 'kept', 'drifted', 'rejected', 'clashing', 'skipped'];

function table(platforms: readonly PlatformResult[], done: boolean, width: number | undefined): string {
  const rows = platforms.map((platform) => rowOf(platform, done));
  const columns = Object.keys(rows[0] ?? {}).filter(
    (column) => !OPTIONAL.includes(column) || rows.some((row) => row[column] !== 0),
  );
  const cells = rows.map((row, at) => [
    platforms[at]?.name ?? '',
    ...columns.map((column) => (column === 'failed' && row[column] ? pc.red(row[column]) : (row[column] ?? 0))),
  ]);
  const heads = columns.map((column) => ({
    head: PARTS[column] ?? (done ? column : (PLANNED[column] ?? column)),
    align: 'right' as const,
  }));
  return tableToText([{ head: 'platform' }, ...heads], cells, width);
}

/** Drifted ones are counted in the columns before, by what becomes of them. */
const PARTS: Readonly<Record<string, string>> = { drifted: 'of these drifted' };

const PLANNED: Readonly<Record<string, string>> = {
  created: 'create',
  updated: 'update',
  retired: 'retire',
  pruned: 'prune',
};

function rowOf(platform: PlatformResult, done: boolean): Record<string, number> {
  const { plan, applied, requests } = platform;
  const skipped = applied?.filter(({ outcome }) => outcome === 'skipped').length ?? 0;
  const { create, update, retire, prune } = countOps(done ? doneChanges(applied) : (plan?.changes ?? []));
  return {
    created: create,
    updated: update,
    retired: retire,
    pruned: prune,
    unchanged: plan?.unchanged ?? 0,
    kept: plan?.kept ?? 0,
    drifted: plan?.drifts.length ?? 0,
    rejected: plan?.rejects.length ?? 0,
    clashing: plan?.clashes.length ?? 0,
    failed: failuresOf(platform) - skipped,
    skipped,
    requests,
  };
}

/** What waits for consent, by the limit that is used up. */
function holds({ name, held }: PlatformResult): string[] {
  const limits = [...new Set(held.map(({ limit }) => limit))];
  return limits.map((limit) => {
    const own = held.filter((one) => one.limit === limit);
    const sources = [...new Set(own.flatMap((one) => one.sources))].map(oneLine).join(', ');
    return pc.yellow(
      `! ${name}: ${counted(own.length, 'new hunt')} of ${sources} ${own.length === 1 ? 'waits' : 'wait'}: policy.${limit} is used up. \`huntsync quarantine\` lists them.`,
    );
  });
}

function failures({ name, plan, error, remedy, applied = [] }: PlatformResult, isToldInLog: boolean): string[] {
  const why = plan === undefined && isToldInLog ? 'could not be read; the log says why' : error;
  const lines = why === undefined ? [] : [pc.red(`${name}: ${withRemedy(why, isToldInLog ? undefined : remedy)}`)];
  for (const { outcome, error: reason } of applied) {
    if (outcome === 'failed' || outcome === 'conflict')
      lines.push(pc.red(`${name}: ${outcome}: ${oneLine(reason ?? '')}`));
  }
  const untried = applied.filter(({ outcome }) => outcome === 'skipped');
  for (const [reason, { length }] of groupBy(untried, reasonOfSkip)) {
    lines.push(
      pc.yellow(
        `${name}: ${length} of ${counted(applied.length, 'change was', 'changes were')} not tried: ${oneLine(reason)}`,
      ),
    );
  }
  const shown = lines.slice(0, PROBLEMS_SHOWN);
  return lines.length > shown.length ? [...shown, pc.red(`${name}: … ${lines.length - shown.length} more`)] : shown;
}

/** The same for all that were skipped together: without the object's name. */
function reasonOfSkip({ change, error = '' }: AppliedChange): string {
  const name = `${change.name}: `;
  return error.startsWith(name) ? error.slice(name.length) : error;
}

/** Problems in the input, a line each; beyond the first twenty, how many more there are. */
export function problemLines(problems: readonly Problem[]): string[] {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map((problem) => oneLine(formatProblem(problem)));
  return problems.length > lines.length
    ? [...lines, `… ${counted(problems.length - lines.length, 'more problem')}`]
    : lines;
}
