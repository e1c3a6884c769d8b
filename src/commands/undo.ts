import { existsSync, readFileSync } from 'node:fs';
import { EXIT, type ExitCode, messageOf, UsageError } from '../core/errors.ts';
import { jsonText } from '../core/json.ts';
import { besideText } from '../core/wrap.ts';
import type { KeptRunsJson } from '../report/schemas/kept-runs.ts';
import { syncJson } from '../report/schemas/run.ts';
import { type DoneChange, planUndo } from '../sync/operate.ts';
import { countOps } from '../sync/plan.ts';
import type { Context } from './context.ts';
import { type KeptRun, keptRuns, MOST_KEPT } from './kept-runs.ts';
import { type OperateOptions, onPlatforms } from './operate.ts';

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

/** Undoes a run by what was kept of it, or by its own report. */
export async function undo({ run = 'last', list, ...options }: UndoOptions, context: Context): Promise<ExitCode> {
  if (list) {
    tellKept(keptRuns(options.config, context.stateDir), options.json ?? false, context);
    return EXIT.ok;
  }
  const report = runOf(run, options.config, context);
  return onPlatforms(options, context, (listed, today) =>
    listed.map(({ platform, objects }) => {
      const { changes: done = [], target } = report.find(({ name }) => name === platform.name) ?? {};
      if (target !== undefined && target !== platform.target) {
        const reason = `the run wrote it to ${target}`;
        return { changes: [], left: done.map(({ key }) => ({ key, reason })) };
      }
      return planUndo(platform, done, objects, today);
    }),
  );
}

function runOf(named: string, config: string, { stateDir, log }: Context): readonly DoneOn[] {
  const kept = keptRuns(config, stateDir);
  const found = named === 'last' ? kept[0] : kept.find(({ id }) => id === named);
  if (found) {
    log.info(`Undoing the run ${found.id}.`);
    return found.platforms;
  }
  if (existsSync(named)) return readReport(named);
  const known =
    kept.length > 0
      ? '`huntsync undo --list` tells which runs are.'
      : `The last ${MOST_KEPT} that wrote something are kept on the machine that they ran on; elsewhere give the report that \`huntsync sync --json\` printed.`;
  const what =
    named === 'last' ? `No run of ${config} is kept` : `There is no kept run ${named} of ${config}, and no such file`;
  throw new UsageError(`${what}.`, known);
}

function readReport(file: string): DoneOn[] {
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
  return read.data.platforms.map(({ name, changes }) => ({
    name,
    changes: changes.filter(({ outcome }) => outcome === 'done'),
  }));
}

function tellKept(runs: readonly KeptRun[], json: boolean, { print, columns }: Context): void {
  const counted = runs.map(({ id, at, platforms }) => ({
    id,
    at,
    platforms: platforms.map(({ name, changes }) => ({ name, ...countOps(changes) })),
  }));
  if (json) {
    print(jsonText({ runs: counted } satisfies KeptRunsJson));
    return;
  }
  const lines = counted.map(({ id, at, platforms }) => {
    const did = platforms.map(({ name, ...counts }) => {
      const told = Object.entries(counts).flatMap(([op, count]) => (count > 0 ? [`${op} ${count}`] : []));
      return told.length > 0 ? `${name}: ${told.join(', ')}` : '';
    });
    const when = `${id}  ${at.slice(0, 16).replace('T', ' ')} UTC  `;
    return besideText(when, did.filter((part) => part !== '').join('; '), columns);
  });
  print(lines.length > 0 ? lines.join('\n') : 'No run is kept.');
}
