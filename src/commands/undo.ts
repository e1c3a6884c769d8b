import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import { EXIT, type ExitCode, messageOf, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { besideText } from '../core/wrap.ts';
import type { KeptRunsJson } from '../report/schemas/kept-runs.ts';
import { syncJson } from '../report/schemas/run.ts';
import { type DoneChange, planUndo } from '../sync/operate.ts';
import { countOps } from '../sync/plan.ts';
import type { Platform } from '../sync/platform.ts';
import type { ActualObject } from '../sync/types.ts';
import { type QueryCheck, withCheckedQueries, withoutUnreadQueries } from '../sync/undo-check.ts';
import type { Context } from './context.ts';
import { isUndone, type KeptRun, keptRuns, MOST_KEPT, markUndone } from './kept-runs.ts';
import { type OperateOptions, onPlatforms, type PlannedOperation } from './operate.ts';
import { siemOf, withLearned } from './parts.ts';

export interface UndoOptions extends OperateOptions {
  /** The id of a kept run, `last`, or a file that holds what `sync --json` printed; `last` where not given. */
  readonly run?: string | undefined;
  /** Tell which runs can be undone, and change nothing. */
  readonly list?: boolean;
}

/** What a run wrote on a platform. */
interface DoneOn {
  readonly name: string;
  readonly target?: string | undefined;
  readonly changes: readonly DoneChange[];
}

/** A run to be undone. */
interface Undoing {
  readonly platforms: readonly DoneOn[];
  /** As it was kept, readable and writable by nobody else; absent where a report tells of it, which anybody may have written. */
  readonly kept?: KeptRun;
}

/** Undoes a run by what was kept of it, or by its own report. */
export async function undo({ run = 'last', list, ...options }: UndoOptions, context: Context): Promise<ExitCode> {
  if (list) {
    tellKept(keptRuns(options.config, context.stateDir), options.json ?? false, context);
    return EXIT.ok;
  }
  const { platforms, kept } = runOf(run, options.config, context);
  const elsewhere = new Set<string>();
  return onPlatforms(
    options,
    context,
    async (listed, today, config) => {
      const checks = kept ? undefined : checksOf(config, context);
      return Promise.all(
        listed.map(async ({ platform, objects }): Promise<PlannedOperation> => {
          const { changes: done = [], target } = platforms.find(({ name }) => name === platform.name) ?? {};
          if (target !== undefined && target !== platform.target) {
            elsewhere.add(platform.name);
            const reason = `the run wrote it to ${target}`;
            return { changes: [], left: done.map(({ key }) => ({ key, reason })) };
          }
          if (checks) return planReported(platform, { done, objects, today }, checks(platform.kind));
          // What earlier versions kept does not say which instance it was.
          return { ...planUndo(platform, done, objects, today), isBounded: target !== undefined };
        }),
      );
    },
    async (all) => {
      if (!kept || all.every(({ applied }) => applied.length === 0)) return;
      const wrote = (name: string) => kept.platforms.some((one) => one.name === name && one.changes.length > 0);
      const undone = all.filter(
        ({ name, error, applied }) =>
          wrote(name) &&
          !elsewhere.has(name) &&
          error === undefined &&
          applied.every(({ outcome }) => outcome === 'done'),
      );
      const names = undone.map(({ name }) => name);
      await markUndone(kept, names, options.config, context);
    },
  );
}

/** A report may be anybody's: what it has put back passes the check that what a sync writes has passed. */
async function planReported(
  platform: Platform,
  told: { readonly done: readonly DoneChange[]; readonly objects: readonly ActualObject[]; readonly today: string },
  check: QueryCheck,
): Promise<PlannedOperation> {
  const read = withoutUnreadQueries(platform, told.done);
  const planned = planUndo(platform, read.changes, told.objects, told.today);
  const checked = await withCheckedQueries(platform, planned.changes, check);
  return { changes: checked.changes, left: [...planned.left, ...read.left, ...checked.left] };
}

/** The check of each kind of SIEM, for what the platforms have. */
function checksOf(written: Config, context: Context): (kind: string) => QueryCheck {
  let learned: Promise<Config> | undefined;
  return (kind) => async (texts) => {
    learned ??= withLearned(written, context);
    const { environment, policy } = await learned;
    const { cacheDir, siems } = context;
    return siemOf(kind, siems).check(texts, { environment: environment[kind], native: policy, cacheDir });
  };
}

function runOf(named: string, config: string, { stateDir, log }: Context): Undoing {
  const kept = keptRuns(config, stateDir);
  const found = named === 'last' ? kept[0] : kept.find(({ id }) => id === named);
  if (found) {
    if (named === 'last' && isUndone(found)) {
      const [{ at = '' } = {}] = found.undone?.slice(-1) ?? [];
      throw new UsageError(
        `The last run, ${found.id}, was undone ${minuteOf(at)}.`,
        '`huntsync undo --list` tells the ids of earlier ones.',
      );
    }
    log.info(`Undoing the run ${found.id}. It concerns only what that run wrote, so that the change limit is off.`);
    return { platforms: found.platforms, kept: found };
  }
  if (existsSync(named)) return ofReport(named, kept, log);
  const known =
    kept.length > 0
      ? '`huntsync undo --list` tells which runs are.'
      : `The last ${MOST_KEPT} that wrote something are kept on the machine that they ran on; elsewhere give the report that \`huntsync sync --json\` printed.`;
  const what =
    named === 'last' ? `No run of ${config} is kept` : `There is no kept run ${named} of ${config}, and no such file`;
  throw new UsageError(`${what}.`, known);
}

/**
 * What a report tells of a run; where the run is kept here, what was kept, which nobody can have changed. A report that only claims to be of a
 * kept run would have another one undone than the reader of it sees.
 */
function ofReport(file: string, kept: readonly KeptRun[], log: Context['log']): Undoing {
  const { run, platforms } = readReport(file);
  const own = kept.find(({ id }) => id === run);
  if (!own) return { platforms };
  if (!isSameRun(own.platforms, platforms)) {
    log.warn(`${file} tells other changes than this machine has kept of the run ${own.id}: it is taken for anybody's.`);
    return { platforms };
  }
  log.info(`Undoing the run ${own.id} by what this machine has kept of it.`);
  return { platforms: own.platforms, kept: own };
}

function isSameRun(one: readonly DoneOn[], other: readonly DoneOn[]): boolean {
  const told = (platforms: readonly DoneOn[]) =>
    platforms
      .flatMap(({ name, changes }) =>
        changes.map(({ op, key, name: object = '' }) => jsonText([name, op, key, object])),
      )
      .sort()
      .join('\n');
  return told(one) === told(other);
}

function readReport(file: string): { readonly run: string | undefined; readonly platforms: readonly DoneOn[] } {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `${file} cannot be read: ${messageOf(error)}`,
      'Give the report of a run: `huntsync sync --json > run.json`.',
    );
  }
  const read = syncJson.safeParse(value);
  if (!read.success)
    throw new UsageError(`${file} is no report of a run.`, 'Give what `huntsync sync --json` printed.');
  const platforms = read.data.platforms.map(({ name, changes }) => ({
    name,
    changes: changes.filter(({ outcome }) => outcome === 'done'),
  }));
  return { run: read.data.run, platforms };
}

function tellKept(runs: readonly KeptRun[], json: boolean, { print, columns }: Context): void {
  const counted = runs.map(({ id, at, platforms, undone }) => ({
    id,
    at,
    platforms: platforms.map(({ name, changes }) => ({ name, ...countOps(changes) })),
    ...(undone ? { undone } : {}),
  }));
  if (json) {
    print(jsonText({ runs: counted } satisfies KeptRunsJson));
    return;
  }
  const lines = runs.map((run) => {
    const did = run.platforms.map(({ name, changes }) => {
      const told = Object.entries(countOps(changes)).flatMap(([op, count]) => (count > 0 ? [`${op} ${count}`] : []));
      return told.length > 0 ? `${name}: ${told.join(', ')}` : '';
    });
    const told = [...did.filter((part) => part !== ''), ...undoneWords(run)];
    return besideText(`${run.id}  ${minuteOf(run.at)}  `, told.join('; '), columns);
  });
  print(lines.length > 0 ? lines.join('\n') : 'No run is kept.');
}

/** When a run was undone; where some of it is not, on which platforms it was. */
function undoneWords(run: KeptRun): string[] {
  return (run.undone ?? []).map(
    ({ at, platforms }) => `undone ${minuteOf(at)}${isUndone(run) ? '' : ` on ${platforms.join(', ')}`}`,
  );
}

/** @param at ISO 8601. */
function minuteOf(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
