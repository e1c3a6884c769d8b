import Table from 'cli-table3';
import pc from 'picocolors';
import { formatProblem, type Problem } from '../core/problem.ts';
import { oneLine } from '../core/text.ts';
import { countOps } from '../plan/plan.ts';
import { failuresOf, type PlatformResult, type RunResult } from './result.ts';

const PROBLEMS_SHOWN = 20;

/** How a run ended, for people: a row a platform, then what went wrong and where. */
export function runToText(result: RunResult): string {
  const done = result.mode === 'sync' && result.refusals.length === 0;
  const parts = [table(result.platforms, done), ...result.platforms.flatMap(failures), problemsToText(result.problems)];
  if (!result.complete) {
    parts.push(pc.yellow('The run is incomplete: a source could not be read whole, so nothing was retired.'));
  }
  parts.push(
    `${result.articles} articles, ${result.hunts} hunts, ${(result.durationMs / 1000).toFixed(1)} s. ` +
      pc.dim(`Plan hash ${result.planHash}`),
  );
  return parts.filter((part) => part !== '').join('\n');
}

function table(platforms: readonly PlatformResult[], done: boolean): string {
  const head = done
    ? ['platform', 'created', 'updated', 'retired', 'deleted']
    : ['platform', 'create', 'update', 'retire', 'delete'];
  const grid = new Table({
    head: [...head, 'unchanged', 'kept', 'edited', 'rejected', 'not ours', 'failed', 'requests'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', ...Array<'right'>(11).fill('right')],
  });
  for (const platform of platforms) {
    const { plan, applied } = platform;
    const written = applied?.filter(({ outcome }) => outcome === 'done').map(({ change }) => change);
    const { create, update, retire, prune } = countOps((done ? written : plan?.changes) ?? []);
    const notes = [plan?.unchanged, plan?.kept, plan?.drift.length, plan?.rejected.length, plan?.foreign.length];
    const failed = failuresOf(platform);
    grid.push([
      platform.name,
      ...[create, update, retire, prune, ...notes.map((n) => n ?? 0)],
      failed > 0 ? pc.red(failed) : 0,
      platform.requests,
    ]);
  }
  return grid.toString();
}

function failures({ name, error, remedy, applied }: PlatformResult): string[] {
  const lines = error === undefined ? [] : [pc.red(`${name}: ${error}${remedy ? ` ${remedy}` : ''}`)];
  for (const { outcome, error: why } of applied ?? []) {
    if (outcome !== 'done') lines.push(pc.red(`${name}: ${outcome}: ${oneLine(why ?? '')}`));
  }
  const shown = lines.slice(0, PROBLEMS_SHOWN);
  return lines.length > shown.length ? [...shown, pc.red(`${name}: … ${lines.length - shown.length} more`)] : shown;
}

/** Problems in the input, a line each. */
export function problemsToText(problems: readonly Problem[]): string {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map((problem) => pc.yellow(`! ${oneLine(formatProblem(problem))}`));
  if (problems.length > lines.length) lines.push(pc.yellow(`! … ${problems.length - lines.length} more problems`));
  return lines.join('\n');
}
